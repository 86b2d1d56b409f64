"""Workbooks and delimited text as they go out: whatever stands in a cell is shown, and nothing of it is worked out."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook  # type: ignore[import-untyped]  # has no types
from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]  # has no types
from openpyxl.styles import Font  # type: ignore[import-untyped]  # has no types
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]  # has no types

Cell = str | int | Decimal | date | datetime | None

DANGEROUS = (*"=+-@＝＋－＠", "\t", "\r", "\n")  # how a text begins that may be taken for a formula
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")  # no file may hold these
_FIGURES = re.compile(r"[+-]?[\d\s().,]+")
_LONGEST = 32_000  # characters a cell takes
_NARROW, _WIDE = 8, 40


@dataclass(frozen=True)
class Page:
    """One sheet: what its columns are called, and its rows."""

    title: str
    head: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def workbook(pages: Sequence[Page]) -> bytes:
    """The pages as an .xlsx file. Texts are texts whatever they begin with, sums are numbers, days are days."""
    book = Workbook(write_only=True)
    for page in pages:
        sheet = book.create_sheet(_title(page.title))
        sheet.freeze_panes = "A2"
        for place, name in enumerate(page.head, 1):
            sheet.column_dimensions[get_column_letter(place)].width = min(max(len(name) * 2, _NARROW), _WIDE)
        sheet.append([_cell(sheet, name, bold=True) for name in page.head])
        for row in page.rows:
            sheet.append([_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _title(text: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", text)[:31].strip() or "Sheet"


def _cell(sheet: Any, value: Cell, *, bold: bool = False) -> Any:
    if isinstance(value, datetime):
        value = value.replace(tzinfo=None, second=0, microsecond=0)
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet)
    cell.value = _NO_XML.sub("", value)[:_LONGEST]
    cell.data_type = "s"
    if str(cell.value).startswith(DANGEROUS):
        cell.quotePrefix = True  # saved again as anything else, it still is marked as a text
    if bold:
        cell.font = Font(bold=True)
    return cell


def delimited(head: Sequence[str], rows: Iterable[Sequence[str]], *, delimiter: str) -> bytes:
    """The rows as a text file that spreadsheets open in the right encoding; what could be a formula is marked."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow([harmless(cell) for cell in head])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet might work it out; numbers and phones stay."""
    text = _NO_XML.sub("", text)
    return f"'{text}" if text.startswith(DANGEROUS) and not _FIGURES.fullmatch(text) else text
