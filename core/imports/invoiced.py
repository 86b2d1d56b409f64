"""Rows of a list of issued invoices, understood: one invoice may stand in several rows, one for each of its goods."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from core.errors import msgid
from core.imports.cells import Cells
from core.imports.mapping import Mapping
from core.imports.naming import MOST_NAME, bad_name
from core.imports.sheet import Row
from core.imports.whys import Why
from core.reading import Money

NO_NUMBER = msgid("no invoice number")
BAD_NUMBER = msgid("“{text}” is no invoice number")
VOID = msgid("invoice {number} was voided")
BAD_DAY = msgid("“{text}” is no date")
TWICE = msgid("the same line as row {row}")

_NUMBER = re.compile(r"(?=.*\d)[0-9A-Z/_-]{3,40}", re.IGNORECASE)
_VOID = re.compile(r"作废|已作廢|void|cancell?ed", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(
    r"[2-6]\d{4}(?:\.\d+)?"
)  # days since 1899-12-30, as a spreadsheet writes a day it takes for a number
_MOST_GOODS = 20


@dataclass(frozen=True)
class Issued:
    """One invoice. `amount` with tax where the list tells it; `rows`: where it stands, the first one first."""

    number: str
    buyer: str
    tax_id: str | None
    on: date | None
    amount: Money | None
    goods: tuple[str, ...]
    rows: tuple[int, ...]
    dropped: tuple[Why, ...] = ()


@dataclass(frozen=True)
class Line:
    """One row of such a list. `net`, `tax`: what is told apart; `total`: with tax."""

    row: int
    number: str
    buyer: str
    tax_id: str | None
    on: date | None
    net: Money | None
    tax: Money | None
    total: Money | None
    goods: str | None
    dropped: tuple[Why, ...]

    @property
    def sum(self) -> Money | None:
        """What the line comes to."""
        if self.total or not self.net:
            return self.total
        return replace(self.net, amount=self.net.amount + (self.tax.amount if self.tax else 0))


@dataclass
class Invoices:
    """What a list holds: invoices, rows that are none and why, and rows that say what another row says."""

    issued: list[Issued] = field(default_factory=list)
    bad: dict[int, Why] = field(default_factory=dict)
    again: dict[int, tuple[int, Why]] = field(default_factory=dict)


def invoices(rows: Sequence[Row], mapping: Mapping, *, locale: str) -> Invoices:
    """The invoices in these rows, in their order."""
    found, lines = Invoices(), dict[str, list[Line]]()
    for row in rows:
        said = _line(row, mapping, locale)
        if isinstance(said, Why):
            found.bad[row.number] = said
            continue
        known = lines.setdefault(said.number, [])
        same = next((each for each in known if (each.goods, each.sum) == (said.goods, said.sum)), None)
        if same:
            found.again[row.number] = same.row, Why(TWICE, {"row": same.row})
        else:
            known.append(said)
    found.issued = [_issued(number, its) for number, its in lines.items()]
    return found


def _line(row: Row, mapping: Mapping, locale: str) -> Line | Why:
    cells = Cells(row, mapping, locale)
    number = (cells.text("invoice") or "").replace(" ", "").upper()
    buyer = cells.text("buyer") or ""
    if wrong := bad_name(buyer, head=cells.label("buyer")):
        return wrong
    if not number:
        return Why(NO_NUMBER)
    if not _NUMBER.fullmatch(number):
        return Why(BAD_NUMBER, {"text": number[:40]})
    if _VOID.search(cells.text("invoice_state") or ""):
        return Why(VOID, {"number": number})
    currency = (cells.text("currency") or "").upper()
    net, tax, total = (_in(cells.money(name), currency) for name in ("amount", "tax", "total"))
    goods, quantity = cells.text("goods"), cells.text("quantity")
    if goods and quantity:
        goods = f"{goods} ×{quantity.removesuffix('.0')}"
    on = _day(cells)
    tax_id = (cells.text("tax_id") or "").replace(" ", "").upper()[:40] or None
    return Line(row.number, number, buyer[:MOST_NAME], tax_id, on, net, tax, total, goods, tuple(cells.dropped))


def _in(money: Money | None, currency: str) -> Money | None:
    """The sum in the currency its row names."""
    if money is None or money.currency or not re.fullmatch("[A-Z]{3}", currency):
        return money
    return replace(money, currency=currency)


def _issued(number: str, lines: Sequence[Line]) -> Issued:
    first = lines[0]
    goods = tuple(dict.fromkeys(line.goods for line in lines if line.goods))[:_MOST_GOODS]
    return Issued(
        number,
        first.buyer,
        next((line.tax_id for line in lines if line.tax_id), None),
        next((line.on for line in lines if line.on), None),
        _sum(lines),
        goods,
        tuple(line.row for line in lines),
        tuple(why for line in lines for why in line.dropped),
    )


def _sum(lines: Sequence[Line]) -> Money | None:
    """What the invoice comes to: its lines added up, unless each of them repeats the whole sum."""
    sums = [money for line in lines if (money := line.sum)]
    if not sums:
        return None
    whole = {line.total.amount for line in lines if line.total}
    apart = [line.net.amount + (line.tax.amount if line.tax else 0) for line in lines if line.net]
    if len(lines) > 1 and len(whole) == 1 and apart and abs(sum(apart) - next(iter(whole))) < 1:
        return sums[0]
    return replace(sums[0], amount=sum((money.amount for money in sums), Decimal(0)))


def _day(cells: Cells) -> date | None:
    for text, _ in cells.all("invoiced_on"):
        if (day := day_of(text)) is not None:
            return day
        cells.dropped.append(Why(BAD_DAY, {"text": text[:40]}))
    return None


def day_of(text: str) -> date | None:
    """A day as lists write it: 2026-11-03, 2026/11/3 10:20, 2026年11月3日, 20261103, or a spreadsheet's number."""
    if _SERIAL.fullmatch(text):
        return date(1899, 12, 30) + timedelta(days=int(float(text)))
    found = _DAY.match(text) or _TOGETHER.fullmatch(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
