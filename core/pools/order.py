"""The order in which pools are asked whether a new lead is theirs."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, settings
from core.errors import Missing, Refusal, msgid
from core.models import Member, Pool
from core.pools.known import FIRST
from core.pools.rules import one_at_a_time


class TakesTheRest(Refusal):
    message = msgid("{pool} takes what no other pool asks for, so it always comes last and stays open.")
    field = "into"


def must_not_be_first(pool: Pool) -> None:
    """Refuse for the pool every workspace has."""
    if pool.position == FIRST:
        raise TakesTheRest(pool=pool)


async def move(
    session: AsyncSession, *, pool_id: int, up: bool, by: Member, now: datetime, source: str | None = None
) -> Pool:
    """Let a pool be asked one place earlier or later. At either end it stays where it is."""
    await settings.must_be_admin(session, by=by)
    await one_at_a_time(session, by=by)
    found = await session.scalars(
        select(Pool).where(Pool.workspace_id == by.workspace_id).order_by(Pool.position).with_for_update(key_share=True)
    )
    known = {pool.id: pool for pool in found}
    pool = known.get(pool_id)
    if pool is None:
        raise Missing
    must_not_be_first(pool)
    asked = [each for each in known.values() if each.position != FIRST]
    place = asked.index(pool) + (-1 if up else 1)
    if not 0 <= place < len(asked):
        return pool
    before = audit.snapshot(pool, ("position",))
    await _swap(session, pool, asked[place])
    after = audit.snapshot(pool, ("position",))
    await audit.record(session, row=pool, verb="order", by=by, now=now, before=before, after=after, source=source)
    return pool


async def _swap(session: AsyncSession, one: Pool, other: Pool) -> None:
    theirs, its = other.position, one.position
    one.position = -its  # two rows are changed one after the other, and no two may stand in one place
    await session.flush()
    other.position = its
    await session.flush()
    one.position = theirs
    await session.flush()
