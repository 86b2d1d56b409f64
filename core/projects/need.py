"""What a deal is about, read out of all that was said of it: things and numbers, where, until when, what order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from core.projects.due import Due, due
from core.projects.goods import likeness
from core.projects.items import MOST, Item, counts_pieces, items
from core.projects.places import Where, where
from core.projects.words import any_of, lines
from core.reading import amounts, clock, dates, people, phones
from core.reading.mentions import Today
from core.reading.quantities import quantities
from core.reading.text import text

LONGEST = 2000  # characters of one text that are read
_LATER, _OTHER = re.compile(any_of("later")), re.compile(any_of("other need"))


def _site(line: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b{word}\b" if word.isascii() else word for word in line.split("|")))


_SITES = [_site(line) for line in lines("words", "sites")]
_SAME_THING = 0.9


@dataclass(frozen=True, slots=True)
class Told:
    """One thing said of a deal, and the day it was said."""

    words: str
    on: date


@dataclass(frozen=True, slots=True)
class Need:
    """What a deal is about. `later`: another phase or batch; `other`: repair, rental and the like; `sites`: the kinds
    of place (hospital, school) by their number in the list."""

    items: tuple[Item, ...] = ()
    where: Where = field(default_factory=Where)
    due: Due | None = None
    later: bool = False
    other: bool = False
    sites: frozenset[int] = frozenset()


def read(said: Sequence[Told]) -> Need:
    """All that was said of one deal, the oldest first: what was said later takes the place of what it changes."""
    need = Need()
    for each in said:
        need = _joined(need, _one(each))
    return need


def _one(told: Told) -> Need:
    line = text(told.words[:LONGEST])
    _, reached = phones.phones(line.shown, "CN")
    _, mails = phones.emails(line.shown)
    taken = [*reached, *mails, *people.mentioned(line.shown)]
    days = dates.mentions(line.plain, Today(told.on, False), tuple(taken))
    blank = [*taken, *((day.start, day.end) for day in days)]
    blank += [(each.start, each.end) for each in clock.clocks(line.plain)]
    numbers = quantities(line.plain, tuple(blank))
    blank += [(each.start, each.end) for each in amounts.amounts(line, numbers) if not counts_pieces(line.plain, each)]
    return Need(
        items=tuple(items(line, numbers, blank)),
        where=where(line),
        due=due(line, told.on),
        later=_LATER.search(line.plain) is not None,
        other=_OTHER.search(line.plain) is not None,
        sites=frozenset(at for at, site in enumerate(_SITES) if site.search(line.plain)),
    )


def _joined(earlier: Need, later: Need) -> Need:
    """Things said again with another number are changed, other things are added; the last day told stands."""
    again = [each for each in earlier.items if not any(_is(each, new) for new in later.items)]
    return replace(
        earlier,
        items=tuple([*again, *later.items][-MOST:]),
        where=earlier.where | later.where,
        due=later.due or earlier.due,
        later=earlier.later or later.later,
        other=earlier.other or later.other,
        sites=earlier.sites | later.sites,
    )


def _is(one: Item, other: Item) -> bool:
    return one.kind == other.kind and likeness(one.name, other.name) >= _SAME_THING
