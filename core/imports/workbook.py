"""Workbooks (.xlsx): weighed before they are opened, then read row by row."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from core.imports import headers
from core.imports.sheet import HEAD, MOST_COLUMNS, MOST_ROWS, Rows, Sheet, Unreadable, clean

MOST_ENTRIES = 200
MOST_EXPANDED = 50 * 1024 * 1024
MOST_RATIO = 100
_SMALL = 2 * 1024 * 1024  # what expands to no more is let be, however well it was packed
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and any workbook with a password
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_MOST_SHEETS = 30
_MOST_CELLS = 700_000  # to be parsed; more take longer than anybody waits
_END = 1024 * 1024


def is_zip(data: bytes) -> bool:
    """Whether it may be a workbook of today."""
    return data.startswith(b"PK\x03\x04")


def is_old(data: bytes) -> bool:
    """Whether it is a workbook of before 2007, or locked by a password."""
    return data.startswith(_OLD)


def weigh(data: bytes) -> zipfile.ZipFile:
    """The archive, if what it claims to expand to is harmless. Raises `Unreadable`; nothing is expanded."""
    if _entries(data) > MOST_ENTRIES:
        raise Unreadable("bomb")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise Unreadable("broken") from None
    sizes = [entry.file_size for entry in archive.infolist()]
    expanded = sum(sizes)
    if len(sizes) > MOST_ENTRIES or expanded > MOST_EXPANDED:
        raise Unreadable("bomb")
    if expanded > _SMALL and expanded > MOST_RATIO * len(data):
        raise Unreadable("bomb")
    if any(entry.flag_bits & 1 for entry in archive.infolist()):
        raise Unreadable("old")
    return archive


def _entries(data: bytes) -> int:
    """How many files the archive says it holds, from its last record: asked before the list itself is read."""
    at = data.rfind(b"PK\x05\x06")
    return int.from_bytes(data[at + 10 : at + 12], "little") if at >= 0 else 0


def _must_be_quick(archive: zipfile.ZipFile) -> None:
    """Refuse what would be parsed for minutes: counted in the bytes, which takes a tenth of a second."""
    for entry in archive.infolist():
        name = entry.filename.lower()
        if name.endswith("sharedstrings.xml"):
            parsed = _count(archive, entry, b"si>")[0] // 2
        elif "/worksheets/" in name:
            cells, rows = _count(archive, entry, b"<c ", b"<row")
            parsed = cells * min(MOST_ROWS + HEAD, rows) // max(rows, 1)
        else:
            continue
        if parsed > _MOST_CELLS:
            raise Unreadable("slow")


def _count(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, *signs: bytes) -> list[int]:
    found = [0 for _ in signs]
    with archive.open(entry) as file:
        while part := file.read(_END):
            found = [count + part.count(sign) for count, sign in zip(found, signs, strict=True)]
    return found


def read(data: bytes) -> Sheet:
    """The rows of the first visible sheet with headers known to us, else of the first that holds any."""
    archive = weigh(data)
    _must_be_quick(archive)
    # Loaded only where a workbook is read; defusedxml makes its parser refuse entities.
    from openpyxl import load_workbook  # type: ignore[import-untyped]  # noqa: PLC0415  # has no types
    from openpyxl.xml import DEFUSEDXML  # type: ignore[import-untyped]  # noqa: PLC0415  # has no types

    if not DEFUSEDXML:
        raise RuntimeError("defusedxml is missing: workbooks are not read without it")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions that are not read
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets = [sheet for sheet in book.worksheets[:_MOST_SHEETS] if sheet.sheet_state == "visible"]
        if not sheets:
            raise Unreadable("empty")
        chosen = _chosen(sheets)
        rows = _rows(chosen, _merged(archive, chosen))
    return Sheet("xlsx", rows.kept, rows.more, name=str(chosen.title)[:100], sheets=len(sheets))


def _chosen(sheets: list[Any]) -> Any:
    filled = []
    for sheet in sheets:
        head = [cells for _, cells in _cells(sheet, most=HEAD)]
        if any(headers.known(cells) for cells in head):
            return sheet
        if any(any(cells) for cells in head):
            filled.append(sheet)
    if not filled and not any(True for sheet in sheets for _, cells in _cells(sheet, most=MOST_ROWS) if any(cells)):
        raise Unreadable("empty")
    return filled[0] if filled else sheets[0]


def _rows(sheet: Any, merged: dict[int, dict[int, int]]) -> Rows:
    rows, above = Rows(), dict[tuple[int, int], str]()
    for number, cells in _cells(sheet):
        for column, first in merged.get(number, {}).items():
            if first == number and column < len(cells):
                above[first, column] = cells[column]
            elif column < len(cells):
                cells[column] = above.get((first, column), "")
        if not rows.add(number, cells):
            break
    return rows


def _cells(sheet: Any, most: int | None = None) -> Iterator[tuple[int, list[str]]]:
    """Each row with its number. One column more than is taken: what stands there is too much."""
    sheet.reset_dimensions()  # what the file says of its own size may be wrong
    for number, row in enumerate(sheet.iter_rows(max_row=most, max_col=MOST_COLUMNS + 1, values_only=True), 1):
        yield number, [written(value) for value in row]


def _merged(archive: zipfile.ZipFile, sheet: Any) -> dict[int, dict[int, int]]:
    """Cells joined downwards, by row and column, with the row that holds their value: the reader leaves them empty."""
    name = str(sheet._worksheet_path).removeprefix("/")
    found: dict[int, dict[int, int]] = {}
    for left, top, right, bottom in _MERGED.findall(_end(archive, name)):
        first, last = int(top), min(int(bottom), MOST_ROWS + HEAD)
        if first == last or left != right or last - first > 200:
            continue
        column = sum((letter - 64) * 26**place for place, letter in enumerate(reversed(left))) - 1
        for number in range(first, last + 1):
            found.setdefault(number, {})[column] = first
    return found


def _end(archive: zipfile.ZipFile, name: str) -> bytes:
    """The last megabyte of a sheet, where what is merged is written down."""
    end = b""
    with archive.open(name) as file:
        while part := file.read(_END):
            end = (end + part)[-_END:]
    return end


def written(value: Any) -> str:
    """A cell's value as its reader would write it: numbers in full, days as 2026-11-03, an error as nothing."""
    match value:
        case None:
            return ""
        case str():
            return "" if value.startswith("#") and value.rstrip("!?/").isupper() else clean(value)
        case bool():
            return "TRUE" if value else "FALSE"
        case int():
            return str(value)
        case float():
            return _number(value)
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
    return clean(str(value))


def _number(value: float) -> str:
    if value == int(value) and abs(value) < 1e17:
        return str(int(value))
    return f"{value:.12g}"
