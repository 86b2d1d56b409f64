"""A pool is closed: its leads, held and free, go to another one first."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, delete, func, insert, literal, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, settings
from core.errors import Refusal, msgid
from core.models import AuditRow, Base, Lead, LeadStatus, Member, Pool, PoolMember
from core.pools.known import lock
from core.pools.order import must_not_be_first
from core.pools.rules import belonging, one_at_a_time, rules_of


class IntoItself(Refusal):
    message = msgid("Choose another pool for its leads.")
    field = "into"


async def close(
    session: AsyncSession, *, pool_id: int, into_id: int, by: Member, now: datetime, source: str | None = None
) -> tuple[Pool, Pool, int]:
    """Move all that belongs to a pool to another one, and take the pool away: what it was, where its leads went, how
    many."""
    await settings.must_be_admin(session, by=by)
    await one_at_a_time(session, by=by)
    if pool_id == into_id:
        raise IntoItself
    found = {each: await lock(session, pool_id=each, by=by) for each in sorted((pool_id, into_id))}
    pool, into = found[pool_id], found[into_id]
    must_not_be_first(pool)
    moved = await _note_leads(session, pool=pool, into=into, by=by, now=now, source=source)
    free = (Lead.workspace_id == pool.workspace_id, Lead.pool_id == pool.id, Lead.owner_id.is_(None))
    await session.execute(
        update(Lead).where(*free, Lead.status == LeadStatus.OPEN).values(allot_at=now if into.allots else None)
    )
    for column in _pointing():
        here = (column.table.c.workspace_id == pool.workspace_id, column == pool.id)
        await session.execute(update(column.table).where(*here).values({column: into.id}))
    seated = await belonging(session, pool=pool)
    before = {**audit.plain(vars(rules_of(pool))), "members": list(seated.members), "teams": list(seated.teams)}
    after = {"into": into.id, "leads": moved}
    await audit.record(session, row=pool, verb="close", by=by, now=now, before=before, after=after, source=source)
    seats = (PoolMember.workspace_id == pool.workspace_id, PoolMember.pool_id == pool.id)
    await session.execute(delete(PoolMember).where(*seats))
    await session.delete(pool)
    await session.flush()
    return pool, into, moved


def _pointing() -> Iterator[Column[int]]:
    """Every column that names a pool, but for who belongs to it."""
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_key_constraints:
            if key.referred_table.name == Pool.__tablename__ and table.name != PoolMember.__tablename__:
                yield next(column for column in key.columns if column.name != "workspace_id")


async def _note_leads(
    session: AsyncSession, *, pool: Pool, into: Pool, by: Member, now: datetime, source: str | None
) -> int:
    """In each lead's own history: where it went, and by whom. In one statement, however many they are."""

    def kept(pool_id: int) -> ColumnElement[Any]:
        return func.jsonb_build_object("pool_id", pool_id, type_=JSONB)

    told = select(
        literal(pool.workspace_id),
        literal(by.id),
        literal("lead"),
        Lead.id,
        literal("move"),
        kept(pool.id),
        kept(into.id),
        literal(source),
        literal(now),
    ).where(Lead.workspace_id == pool.workspace_id, Lead.pool_id == pool.id)
    columns = ("workspace_id", "actor_id", "noun", "noun_id", "verb", "before", "after", "source", "at")
    result = await session.execute(insert(AuditRow).from_select(columns, told).returning(AuditRow.id))
    return len(result.all())
