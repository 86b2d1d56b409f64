"""Many new rows of one table, written in two statements: their numbers are drawn first, so that none has to come back.

The unit of work cannot do that for keys of two columns: it sends a statement for each row.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, text
from sqlalchemy.ext.asyncio import AsyncSession

_NUMBERS = text("select nextval(pg_get_serial_sequence(:table, 'id')) from generate_series(1, :count)")


async def add(session: AsyncSession, *, rows: Sequence[Any]) -> None:
    """Write rows of one kind, each with the same columns set. They get their `id`, and stay outside the session."""
    if not rows:
        return
    table: Table = type(rows[0]).__table__
    numbers = await session.scalars(_NUMBERS, {"table": table.name, "count": len(rows)})
    for row, number in zip(rows, numbers.all(), strict=True):
        row.id = number
    names = table.columns.keys()
    values = [{name: row.__dict__[name] for name in names if name in row.__dict__} for row in rows]
    await session.execute(table.insert(), values)
