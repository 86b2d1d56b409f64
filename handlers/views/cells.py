"""What stands in a column of one deal: as people read it, and as a workbook holds it."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from core.views import COLUMNS, Kind, Names, Row, Shape
from core.workbooks import Cell
from handlers.exports.views import DEAL_STATES
from handlers.views.words import label, named
from handlers.words import Translate, number


def shown(column: str, row: Row, names: Names, t: Translate) -> str:
    """The cell as text."""
    value = row.cells[column]
    if value is None or value == []:
        return "–"
    match COLUMNS[column].kind:
        case Kind.MONEY:
            return t.money(value.quantize(1) if column == "weighted" else value, row.currency)
        case Kind.PERCENT:
            return f"{value}%"
        case Kind.NUMBER:
            return number(value)
        case Kind.MOMENT:
            return t.day(_local(value, t))
        case Kind.WORDS:
            return t.listed(value)
        case Kind.STATE:
            return t.plain(DEAL_STATES[value])
        case Kind.ONE:
            return named(names.of(column, value) or "–", t)
    beside = row.beside.get(column)
    return f"{t.day(beside)} {value}" if beside else t.text(value)


def kept(column: str, row: Row, names: Names, t: Translate) -> Cell:
    """The cell as a workbook holds it: figures as figures, days as days."""
    value: Any = row.cells[column]
    match COLUMNS[column].kind:
        case Kind.MONEY | Kind.PERCENT | Kind.NUMBER | Kind.DAY:
            return value  # type: ignore[no-any-return]  # by its kind a figure or a day
        case Kind.MOMENT:
            return _local(value, t) if value else None
    return shown(column, row, names, t) if value not in (None, []) else None


def head(shape: Shape, t: Translate) -> list[str]:
    """What the columns of a workbook are called: the deal, then those of the list; sums with their currency."""
    names = [t.plain("Deal"), *(label(column, t) for column in shape.columns)]
    return [*names, t.plain("Currency")] if _has_sums(shape) else names


def row(found: Row, shape: Shape, names: Names, t: Translate) -> list[Cell]:
    """One deal in those columns."""
    cells: list[Cell] = [found.name, *(kept(column, found, names, t) for column in shape.columns)]
    return [*cells, found.currency] if _has_sums(shape) else cells


def _has_sums(shape: Shape) -> bool:
    return any(COLUMNS[column].kind == Kind.MONEY for column in shape.columns)


def _local(value: Any, t: Translate) -> date:
    return value.astimezone(ZoneInfo(t.zone)).date()  # type: ignore[no-any-return]  # of an instant
