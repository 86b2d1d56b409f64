"""The people on the customer's side whom the rep met, spoke or wrote to, as written with their titles."""

import re
from dataclasses import dataclass, replace

from core.reading import clock, party, people_chinese, people_english
from core.reading.clock import Clock
from core.reading.mentions import Kind, Mention
from core.reading.result import Named, Person
from core.reading.text import Text

_SAN = re.compile(r"-(?:san|sama|sensei)$")
_COLLEAGUE = re.compile(r"<@([A-Z0-9]{3,})(?:\|[^>]*)?>|(?<![\w.])@[\w㐀-鿿.-]+")


def colleagues(line: str) -> tuple[str, ...]:
    """The Slack ids mentioned, each once, in order."""
    return tuple(dict.fromkeys(match[1] for match in _COLLEAGUE.finditer(line) if match[1]))


def mentioned(line: str) -> list[tuple[int, int]]:
    """Where colleagues stand, so that nobody takes their names for customers' people."""
    return [match.span() for match in _COLLEAGUE.finditer(line)]


@dataclass(frozen=True, slots=True)
class Persons:
    """Everybody named on the customer's side, and of them those met, spoken or written to."""

    met: tuple[Person, ...]
    everybody: tuple[tuple[int, int], ...]
    aside: tuple[tuple[int, int], ...]  # of everybody, those a sentence goes on without: not Hank, in "I call Hank"


def people(text: Text, days: list[Mention], times: list[Clock], taken: list[tuple[int, int]]) -> Persons:
    """Those met, spoken or written to, once each; not the absent, the planned and the merely mentioned."""
    coming = [(day.start, day.end) for day in days if day.kind is not Kind.PAST]
    past = [(day.start, day.end) for day in days if day.kind is Kind.PAST]
    if soon := clock.soon(text.plain):
        coming.append(soon[:2])
    hours = [(told.start, told.end) for told in times]
    blank = [*taken, *coming, *past, *hours]
    found = [*people_chinese.people(text, coming, blank), *people_english.people(text, coming, blank)]
    found = [_said_once(text, one) for one in party.party(text, found, coming, blank)]
    names: dict[str, None] = {}
    for one in sorted(found):
        if one.met:
            names[text.shown[one.start : one.end]] = None
    spans = [(one.start, one.end) for one in found]
    aside = [(one.start, one.end) for one in found if one.met or not text.plain[one.start].isascii()]
    # Ewan is Ewan McAllister, Endo-san is Mr Endo
    once = [name for name in names if not any(other.startswith(f"{name} ") for other in names)]
    once = [name for name in once if not any(_SAN.sub("", name) == other.split(" ")[-1] != name for other in once)]
    return Persons(tuple(map(Person, once)), tuple(spans), tuple(aside))


def _said_once(text: Text, one: Named) -> Named:
    """The name without itself behind it, as a line without commas has it: 转给了Simon Simon今天打给我."""
    first, _, rest = text.shown[one.start : one.end].partition(" ")
    return replace(one, end=one.start + len(first)) if rest == first else one
