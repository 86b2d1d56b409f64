"""What a column holds, told from its cells: where no header says it, or the headers of two say the same."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from core.imports import headers
from core.imports.mapping import INVOICES, Column, Mapping, data
from core.imports.sheet import Row
from core.reading.words import any_of, words

LOOKED_AT = 50  # rows by whose cells a column without a header is told
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


def filled(mapping: Mapping, rows: Sequence[Row]) -> Mapping:
    """With the fields that can be told from the cells: where no header names them, or there is none."""
    if mapping.kind == INVOICES:
        return mapping
    columns, told = list(mapping.columns), [row.cells for row in data(rows, mapping)[:LOOKED_AT]]
    for field, fits in _FITS:
        fields = [column.field for column in columns]
        if field in fields or (field == "contact" and mapping.header):
            continue
        if fits is _is_text and mapping.header and "contact" in fields:
            among = columns[: fields.index("contact")]  # right of the people stand remarks, no companies
            place = _best(among, told, _is_no_person, all_of=True)
        else:
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
        known = column.label and (not all_of or headers.recognise(column.label) is not None)
        if column.field or known:
            continue
        fitting = _share(told, place, fits)
        if fitting >= _MOSTLY and fitting > share:
            best, share = place, fitting
    return best


def _share(told: Sequence[Sequence[str]], place: int, fits: Callable[[str], bool]) -> float:
    """How many of a column's cells fit, of those that are not empty."""
    cells = [row[place] for row in told if place < len(row) and row[place]]
    return sum(map(fits, cells)) / len(cells) if cells else 0.0


def mostly_people(told: Sequence[Sequence[str]], place: int) -> bool:
    """Whether a column holds the names of people."""
    return _share(told, place, _is(_PERSON)) >= _MOSTLY


def _name_for_customer(columns: list[Column]) -> None:
    """A list of people without companies: the person is the customer."""
    for place, column in enumerate(columns):
        if column.field == "contact":
            columns[place] = replace(column, field="customer")


def _is(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda cell: pattern.fullmatch(cell) is not None


def _is_text(cell: str) -> bool:
    return _TEXT.match(cell) is not None


def _is_no_person(cell: str) -> bool:
    return _is_text(cell) and _PERSON.fullmatch(cell) is None


# In this order: what is told by its form first.
_FITS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("email", _is(_MAIL)),
    ("phone", _is(_PHONE)),
    ("customer", lambda cell: _COMPANY.search(cell) is not None),
    ("contact", _is(_PERSON)),
    ("customer", _is_text),
)
