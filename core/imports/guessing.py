"""Which column holds what, found: from the headers, else from what stands below them; adjusted by the person."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import zip_longest

from core.errors import Missing, Refusal, msgid
from core.imports import headers
from core.imports.headers import INVOICE_FIELDS, LEAD_FIELDS, WITHIN, Header
from core.imports.mapping import INVOICES, LEADS, Column, Mapping
from core.imports.once import once
from core.imports.sheet import HEAD, Row
from core.imports.told import LOOKED_AT, filled


class NoCustomerColumn(Refusal):
    message = msgid("No column holds the customer's name. Choose “Customer” for the one that does.")
    field = "c0"


class NoInvoiceColumns(Refusal):
    message = msgid("A list of invoices needs a column with the invoice number and one with the buyer.")
    field = "c0"


def guess(rows: Sequence[Row]) -> Mapping:
    """The likeliest mapping: by the best row of headers at the top, and by the cells where a header says nothing."""
    top = rows[:HEAD]
    told = {row.number: headers.known(_heads(top, place)) for place, row in enumerate(top) if _is_head(top, place)}
    if not told:
        return filled(Mapping(LEADS, 0, _blank(rows, ())), rows)
    return filled(by_header(rows, max(told, key=told.__getitem__)), rows)


def by_header(rows: Sequence[Row], number: int, kind: str | None = None) -> Mapping:
    """The mapping that the headers in this row give (0: there are none)."""
    place = next((place for place, row in enumerate(rows[:HEAD]) if row.number == number), None)
    labels = _heads(rows, place) if place is not None else []
    kind = kind or (INVOICES if headers.of_invoices(labels) else LEADS)
    invoices = kind == INVOICES
    known = [headers.recognise(label, invoices=invoices) for label in labels]
    known = [_as_buyer(each) for each in known] if invoices else known
    columns = [
        Column(each.field if each else "", label, str(each.scale) if each else "1")
        for label, each in zip(labels, known, strict=True)
    ]
    doubts = [each.doubt if each else WITHIN for each in known]
    told = [row.cells for row in rows if row.number > number][:LOOKED_AT]
    return Mapping(kind, number if labels else 0, _blank(rows, once(columns, doubts, told)))


def _heads(rows: Sequence[Row], place: int) -> list[str]:
    """The headers in a row; where it has none, those of the row right above, if that is one of headers as well."""
    here, above = rows[place].cells, _above(rows, place)
    return [low or high for low, high in zip_longest(here, above, fillvalue="")]


def _above(rows: Sequence[Row], place: int) -> list[str]:
    """The headers in the row right above; none where it has none."""
    above = rows[place - 1] if place else None
    together = above is not None and above.number == rows[place].number - 1 and headers.known(above.cells)
    return above.cells if above is not None and together else []


def _is_head(rows: Sequence[Row], place: int) -> bool:
    """Whether headers stand in the row: enough of them, or the second half of those in the row above."""
    return bool(headers.known(rows[place].cells)) or (
        bool(_above(rows, place)) and all(headers.recognise(cell) for cell in rows[place].cells if cell)
    )


def _as_buyer(found: Header | None) -> Header | None:
    return found._replace(field="buyer") if found and found.field == "customer" else found


def _blank(rows: Sequence[Row], columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns, and one that is left out for each further cell of a row."""
    width = max((len(row.cells) for row in rows), default=0)
    return (*columns, *(Column("") for _ in range(width - len(columns))))


def adjusted(mapping: Mapping, rows: Sequence[Row], *, kind: str, header: int, fields: Sequence[str]) -> Mapping:
    """The mapping as a person set it. Raises a `Refusal` where no rows can be made of it."""
    allowed = {"", *LEAD_FIELDS} if kind == LEADS else {"", *INVOICE_FIELDS}
    if kind not in (LEADS, INVOICES) or header not in {0, *(row.number for row in rows[:HEAD])}:
        raise Missing
    fresh = by_header(rows, header, kind)
    if header != mapping.header or kind != mapping.kind:
        return _checked(filled(fresh, rows) if kind == LEADS else fresh)
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
