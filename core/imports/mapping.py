"""Which column holds what: found from the headers, else from what stands below them; adjusted by the person."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any

from core.errors import Missing, Refusal, msgid
from core.imports import headers
from core.imports.headers import INVOICE_FIELDS, LEAD_FIELDS, SEVERAL, Header
from core.imports.sheet import HEAD, MOST_ROWS, Row
from core.reading.words import any_of, words

LEADS, INVOICES = "leads", "invoices"
_LOOKED_AT = 50  # rows by whose cells a column without a header is told
_MOSTLY = 0.6

_PHONE = re.compile(r"[+(]?[\d][\d\s().+/-]{6,24}|\d(?:\.\d+)?E\+?1\d", re.ASCII)
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_COMPANY = re.compile(
    r"公司|有限|集团|股份|工厂|厂$|店$|中心|事务所|研究院|医院|学校|大学|\b(?:ltd|inc|co|corp|llc|gmbh)\b",
    re.IGNORECASE,
)
_SURNAMES = "".join(words("people", "surnames") | {each[0] for each in words("people", "risky surnames")})
_PERSON = re.compile(
    rf"(?:{any_of('people', 'compound surnames')}|[{_SURNAMES}])[㐀-鿿]{{0,2}}(?:先生|女士|小姐|经理|总|工)?"
)
_TEXT = re.compile(r".*[^\W\d_]{2}")
_FIRST, _LAST = re.compile(r"first", re.IGNORECASE), re.compile(r"last|sur|family", re.IGNORECASE)


class NoCustomerColumn(Refusal):
    message = msgid("No column holds the customer's name. Choose “Customer” for the one that does.")
    field = "c0"


class NoInvoiceColumns(Refusal):
    message = msgid("A list of invoices needs a column with the invoice number and one with the buyer.")
    field = "c0"


@dataclass(frozen=True)
class Column:
    """`field` "" is left out. `label` is its header; figures in it are multiplied by `scale`."""

    field: str
    label: str = ""
    scale: str = "1"


@dataclass(frozen=True)
class Mapping:
    """`header`: the number of the row with the headers, 0 where there is none; what stands above it is no row."""

    kind: str
    header: int
    columns: tuple[Column, ...]

    def as_json(self) -> dict[str, Any]:
        """As the books keep it."""
        return asdict(self)

    def places(self, field: str) -> list[int]:
        """The columns that hold a field."""
        return [place for place, column in enumerate(self.columns) if column.field == field]

    @property
    def complete(self) -> bool:
        """Whether rows can be made of it: there is a customer, and of an invoice its number."""
        fields = {column.field for column in self.columns}
        return "customer" in fields if self.kind == LEADS else {"invoice", "buyer"} <= fields


def from_json(told: dict[str, Any]) -> Mapping:
    """What `as_json` made."""
    return Mapping(told["kind"], told["header"], tuple(Column(**column) for column in told["columns"]))


def guess(rows: Sequence[Row]) -> Mapping:
    """The likeliest mapping: by the best row of headers at the top, and by the cells where a header says nothing."""
    head = max(rows[:HEAD], key=lambda row: headers.known(row.cells), default=None)
    if head is None or not headers.known(head.cells):
        return _filled(Mapping(LEADS, 0, _blank(rows, ())), rows)
    return _filled(by_header(rows, head.number), rows)


def by_header(rows: Sequence[Row], number: int, kind: str | None = None) -> Mapping:
    """The mapping that the headers in this row give (0: there are none)."""
    found = next((row for row in rows[:HEAD] if row.number == number), None)
    labels = found.cells if found else []
    kind = kind or (INVOICES if headers.of_invoices(labels) else LEADS)
    invoices = kind == INVOICES
    known = [headers.recognise(label, invoices=invoices) for label in labels]
    known = [_as_buyer(each) for each in known] if invoices else known
    columns = [
        Column(each.field if each else "", label, str(each.scale) if each else "1")
        for label, each in zip(labels, known, strict=True)
    ]
    sure = [bool(each and each.sure) for each in known]
    return Mapping(kind, number if found else 0, _blank(rows, _once(columns, sure)))


def _as_buyer(found: Header | None) -> Header | None:
    return found._replace(field="buyer") if found and found.field == "customer" else found


def _once(columns: Sequence[Column], sure: Sequence[bool]) -> list[Column]:
    """A field that one column holds is held by the surest, the first of those; first and last name go together."""
    kept = list(columns)
    for field in {column.field for column in columns} - {"", *SEVERAL}:
        places = [place for place, column in enumerate(columns) if column.field == field]
        best = min(places, key=lambda place: (not sure[place], place))
        both = field == "contact" and {bool(_LAST.search(columns[place].label)) for place in places} == {True, False}
        if both and any(_FIRST.search(columns[place].label) for place in places):
            continue
        for place in places:
            if place != best:
                kept[place] = replace(columns[place], field="")
    return kept


def _blank(rows: Sequence[Row], columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns, and one that is left out for each further cell of a row."""
    width = max((len(row.cells) for row in rows), default=0)
    return (*columns, *(Column("") for _ in range(width - len(columns))))


def _filled(mapping: Mapping, rows: Sequence[Row]) -> Mapping:
    """With the fields that can be told from the cells: where no header names them, or there is none."""
    if mapping.kind == INVOICES:
        return mapping
    columns, told = list(mapping.columns), [row.cells for row in data(rows, mapping)[:_LOOKED_AT]]
    for field, fits in _FITS:
        if field in {column.field for column in columns} or (field == "contact" and mapping.header):
            continue
        place = _best(columns, told, fits, all_of=field == "customer")
        if place is not None:
            columns[place] = replace(columns[place], field=field)
    if "customer" not in {column.field for column in columns}:
        _name_for_customer(columns)
    return replace(mapping, columns=tuple(columns))


def _best(
    columns: Sequence[Column], told: Sequence[Sequence[str]], fits: Callable[[str], bool], *, all_of: bool
) -> int | None:
    best, share = None, 0.0
    for place, column in enumerate(columns):
        cells = [row[place] for row in told if place < len(row) and row[place]]
        taken = column.field or (column.label and not all_of)
        if taken or not cells:
            continue
        fitting = sum(map(fits, cells)) / len(cells)
        if fitting >= _MOSTLY and fitting > share:
            best, share = place, fitting
    return best


def _name_for_customer(columns: list[Column]) -> None:
    """A list of people without companies: the person is the customer."""
    for place, column in enumerate(columns):
        if column.field == "contact":
            columns[place] = replace(column, field="customer")
            return


def _is(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda cell: pattern.fullmatch(cell) is not None


# In this order: what is told by its form first.
_FITS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("email", _is(_MAIL)),
    ("phone", _is(_PHONE)),
    ("customer", lambda cell: _COMPANY.search(cell) is not None),
    ("contact", _is(_PERSON)),
    ("customer", lambda cell: _TEXT.match(cell) is not None),
)


def data(rows: Sequence[Row], mapping: Mapping) -> list[Row]:
    """The rows below the headers, as many as one file may hold."""
    return [row for row in rows if row.number > mapping.header][:MOST_ROWS]


def adjusted(mapping: Mapping, rows: Sequence[Row], *, kind: str, header: int, fields: Sequence[str]) -> Mapping:
    """The mapping as a person set it. Raises a `Refusal` where no rows can be made of it."""
    allowed = {"", *LEAD_FIELDS} if kind == LEADS else {"", *INVOICE_FIELDS}
    if kind not in (LEADS, INVOICES) or header not in {0, *(row.number for row in rows[:HEAD])}:
        raise Missing
    fresh = by_header(rows, header, kind)
    if header != mapping.header or kind != mapping.kind:
        return _checked(_filled(fresh, rows) if kind == LEADS else fresh)
    if not set(fields) <= allowed:
        raise Missing
    columns = [
        replace(column, field=field, scale=column.scale if field == column.field else _scale_of(column, kind))
        for column, field in zip(fresh.columns, [*fields, *("" for _ in fresh.columns[len(fields) :])], strict=False)
    ]
    return _checked(Mapping(kind, header, _blank(rows, columns)))


def _scale_of(column: Column, kind: str) -> str:
    found = headers.recognise(column.label, invoices=kind == INVOICES)
    return str(found.scale if found else Decimal(1))


def _checked(mapping: Mapping) -> Mapping:
    if not mapping.complete:
        raise NoCustomerColumn if mapping.kind == LEADS else NoInvoiceColumns
    return mapping


def labels(mapping: Mapping) -> Iterable[str]:
    """What each column is called: its header, else its letter as spreadsheets count."""
    for place, column in enumerate(mapping.columns):
        yield column.label or letter(place)


def letter(place: int) -> str:
    """A, B, … Z, AA, AB, …"""
    text, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(65 + rest) + text
    return text
