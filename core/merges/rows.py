"""The rows that belong to a customer or a lead, in whatever table: found by their references, moved, brought back."""

from collections.abc import Mapping, Sequence
from functools import cache

from sqlalchemy import Column, Table, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.merges.holding import Busy
from core.models import Base

# Moved by rules of their own: keys are made anew, contacts and mutes may meet one of the same name, pairs stay.
BY_RULE = frozenset(["account_keys", "account_pairs", "accounts", "contacts", "mutes"])
# What is told of a lead's past stays with the lead; a lead that has a deal is not open, and so is never folded.
STAY_WITH_LEAD = frozenset(["deals", "leads", "offers", "owner_changes", "revivals"])

Moved = dict[str, list[int]]  # table → ids


@cache
def referring(to: str) -> tuple[tuple[Table, Column[int]], ...]:
    """Every table with a column that names a row of the table `to`."""
    found = (
        (table, next(column for column in key.columns if column.name != "workspace_id"))
        for table in Base.metadata.sorted_tables
        for key in table.foreign_key_constraints
        if key.referred_table.name == to
    )
    return tuple(sorted(found, key=lambda each: (each[0].name, each[1].name)))


async def move(
    session: AsyncSession, *, workspace_id: str, to: str, apart: frozenset[str], old: int, new: int
) -> Moved:
    """Have every row that names `old` of the table `to` name `new`, but for the tables `apart`; which they were."""
    moved: Moved = {}
    for table, column in referring(to):
        if table.name in apart:
            continue
        here = table.c.workspace_id == workspace_id, column == old
        free = await session.scalars(
            select(table.c.id).where(*here).order_by(table.c.id).with_for_update(skip_locked=True)
        )
        ids = list(free)
        if len(ids) != await session.scalar(select(func.count()).select_from(table).where(*here)):
            raise Busy
        if ids:
            await session.execute(update(table).where(*here, table.c.id.in_(ids)).values({column.name: new}))
            moved[table.name] = ids
    return moved


async def bring_back(
    session: AsyncSession, *, workspace_id: str, to: str, moved: Mapping[str, Sequence[int]], old: int, new: int
) -> None:
    """Have the rows that were moved name `old` again; those that were moved on since stay where they are."""
    columns = {table.name: (table, column) for table, column in referring(to)}
    for name, ids in moved.items():
        table, column = columns[name]
        await session.execute(
            update(table)
            .where(table.c.workspace_id == workspace_id, table.c.id.in_(ids), column == new)
            .values({column.name: old})
        )
