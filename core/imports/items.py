"""What a file holds, row by row, before the books are asked: customers to enter, and rows that come to nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.duplicates import Asked, Rows
from core.errors import msgid
from core.imports import invoiced, rows
from core.imports.invoiced import Issued
from core.imports.mapping import INVOICES, Mapping
from core.imports.rows import Entry
from core.imports.sheet import Row
from core.imports.whys import Why
from core.leads import Capture
from core.models import RowState

SAME_ROW = msgid("the same customer as row {row} of this file: what it says of a contact goes there")
LIKE_ROW = msgid("looks like row {row} of this file: {customer}")
SAME_INVOICE = msgid("one invoice with row {row}")


@dataclass(frozen=True)
class Item:
    """A customer a row tells of. `invoice`: the one issued to them, in a list of invoices."""

    number: int
    told: Capture
    asked: Asked
    title: str | None = None
    dropped: tuple[Why, ...] = ()
    invoice: Issued | None = None


@dataclass(frozen=True)
class Twin:
    """An earlier row that is (`certain`), or may be, the same customer."""

    number: int
    certain: bool
    name: str


@dataclass(frozen=True)
class Verdict:
    """What is to become of a row, or has. `twin`: the earlier row it belongs to; `anyway`: customers it looks like;
    `alike`: whether anybody on record resembles it at all, None where that was not asked."""

    number: int
    state: RowState
    whys: tuple[Why, ...] = ()
    twin: int | None = None
    account_id: int | None = None
    lead_id: int | None = None
    audit_id: int | None = None
    anyway: tuple[int, ...] = ()
    alike: bool | None = None


@dataclass
class Content:
    """All of it. `settled`: rows of which nothing need be asked."""

    items: list[Item] = field(default_factory=list)
    settled: list[Verdict] = field(default_factory=list)


@dataclass(frozen=True)
class Choices:
    """What the person chose for the whole file. `to`: the members it is shared out to, none: the pool."""

    to: tuple[int, ...] = ()
    source: str | None = None
    campaign: str | None = None
    enter_likely: bool = False

    def as_json(self) -> dict[str, object]:
        """As the books keep it."""
        told = {"source": self.source, "campaign": self.campaign, "enter_likely": self.enter_likely}
        return {"to": list(self.to), **told}


def choices(told: dict[str, object]) -> Choices:
    """What `as_json` made."""
    return Choices(**{**told, "to": tuple(told["to"])}) if told else Choices()  # type: ignore[arg-type]


def content(given: Sequence[Row], mapping: Mapping, chosen: Choices, *, locale: str) -> Content:
    """What these rows hold."""
    found = Content()
    if mapping.kind == INVOICES:
        _of_invoices(given, mapping, chosen, found, locale=locale)
    else:
        _of_leads(given, mapping, chosen, found, locale=locale)
    return found


def _of_leads(given: Sequence[Row], mapping: Mapping, chosen: Choices, found: Content, *, locale: str) -> None:
    for row in given:
        entry = rows.entry(row, mapping, locale=locale, source=chosen.source, campaign=chosen.campaign)
        if entry.told is None:
            whys = (entry.bad,) if entry.bad else ()
            found.settled.append(Verdict(row.number, RowState.BAD, whys))
        else:
            item = Item(row.number, entry.told, _asked(entry, entry.told), entry.title, entry.dropped)
            found.items.append(item)


def _asked(entry: Entry, told: Capture) -> Asked:
    emails = (told.email,) if told.email else ()
    return Asked(told.customer, entry.phones, emails, (told.wechat,) if told.wechat else ())


def _of_invoices(given: Sequence[Row], mapping: Mapping, chosen: Choices, found: Content, *, locale: str) -> None:
    told = invoiced.invoices(given, mapping, locale=locale)
    found.settled += [Verdict(number, RowState.BAD, (why,)) for number, why in told.bad.items()]
    found.settled += [
        Verdict(number, RowState.DUPLICATE, (why,), twin=first) for number, (first, why) in told.again.items()
    ]
    for issued in told.issued:
        first, *others = issued.rows
        capture = Capture(
            customer=issued.buyer,
            interest="、".join(issued.goods)[:300] or None,
            source=chosen.source,
            campaign=chosen.campaign,
        )
        found.items.append(Item(first, capture, Asked(issued.buyer), dropped=issued.dropped, invoice=issued))
        why = Why(SAME_INVOICE, {"row": first})
        found.settled += [Verdict(number, RowState.JOINED, (why,), twin=first) for number in others]


class Whole:
    """A file's items compared with each other, part by part."""

    def __init__(self) -> None:
        self._rows = Rows()
        self._items: list[Item] = []
        self._roots: dict[int, int] = {}  # place of an item → place of the one it repeats

    def twins(self, part: Sequence[Item]) -> dict[int, Twin]:
        """By row of the next part: the first row of the file that it repeats or resembles. Takes half a second for
        every thousand rows."""
        found: dict[int, Twin] = {}
        for item in part:
            place, earlier = len(self._items), self._rows.add(item.asked)
            self._items.append(item)
            if earlier:
                certain = earlier[0].verdict == "certain"
                root = self._roots.get(earlier[0].index, earlier[0].index)
                if certain:
                    self._roots[place] = root
                found[item.number] = Twin(self._items[root].number, certain, self._items[root].told.customer)
        return found
