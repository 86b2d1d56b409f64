"""Many new rows of one table, written in two statements: their numbers are drawn first, so that none has to come back.

The unit of work cannot do that for keys of two columns: it sends a statement for each row, and so does a driver that is
given a list of rows.
"""

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, Table, TextClause, text
from sqlalchemy.dialects.postgresql import dialect
from sqlalchemy.ext.asyncio import AsyncSession

_NUMBERS = text("select nextval(pg_get_serial_sequence(:table, 'id')) from generate_series(1, :count)")
_QUOTE = dialect().identifier_preparer.quote  # type: ignore[no-untyped-call]  # SQLAlchemy's own, without hints


async def add(session: AsyncSession, *, rows: Sequence[Any]) -> None:
    """Write rows of one kind, each with the same columns set. They get their `id`, and stay outside the session."""
    if not rows:
        return
    table: Table = type(rows[0]).__table__
    numbers = await session.scalars(_NUMBERS, {"table": table.name, "count": len(rows)})
    for row, number in zip(rows, numbers.all(), strict=True):
        row.id = number
    columns = [column for column in table.columns if column.name in rows[0].__dict__ or column.default is not None]
    told = [{column.name: _value(row, column) for column in columns} for row in rows]
    written = json.dumps(told, ensure_ascii=False, default=_plain)
    await session.execute(_insert(table.name, tuple(column.name for column in columns)), {"rows": written})


@lru_cache(maxsize=64)
def _insert(table: str, names: tuple[str, ...]) -> TextClause:
    columns = ", ".join(map(_QUOTE, names))
    told = f"jsonb_populate_recordset(null::{_QUOTE(table)}, cast(:rows as jsonb))"
    return text(f"insert into {_QUOTE(table)} ({columns}) select {columns} from {told}")


def _value(row: Any, column: Column[Any]) -> Any:
    """What the row says, else what the column says for rows that do not."""
    if column.name in row.__dict__ or column.default is None:
        return row.__dict__[column.name]
    default: Any = column.default
    return default.arg(None) if default.is_callable else default.arg


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"no column holds a {type(value).__name__}")
