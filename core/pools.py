"""Pools 公海: where leads lie that nobody holds, and which of them a new lead goes to."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.access import sees_pool
from core.models import Lead, Member, Pool
from core.names import fold

FIRST = 0  # the position of the pool every workspace has


async def add_first(session: AsyncSession, *, workspace_id: str) -> None:
    """Begin a workspace with one pool, open to all."""
    session.add(Pool(workspace_id=workspace_id, position=FIRST, name=None))
    await session.flush()


async def all_of(session: AsyncSession, *, by: Member) -> Sequence[Pool]:
    """The pools this person may see, in the order in which they are asked for a lead."""
    found = await session.scalars(select(Pool).where(sees_pool(by)).order_by(Pool.position))
    return found.all()


async def settle(session: AsyncSession, *, lead: Lead) -> Pool:
    """The pool a new lead belongs to: the first that asks for its region or one of its tags, else the first of all."""
    return (await settle_many(session, leads=[lead]))[0]


async def settle_many(session: AsyncSession, *, leads: Sequence[Lead]) -> list[Pool]:
    """The same for new leads of one workspace, in their order, in one statement."""
    found = await session.scalars(
        select(Pool).where(Pool.workspace_id == leads[0].workspace_id).order_by(Pool.position.desc())
    )
    known = found.all()
    return [next((pool for pool in reversed(known) if _asks_for(pool, lead)), known[-1]) for lead in leads]


def _asks_for(pool: Pool, lead: Lead) -> bool:
    region = fold(lead.region or "")
    in_region = bool(region) and any(fold(name) in region for name in pool.regions)
    tagged = {fold(tag) for tag in lead.tags} & {fold(tag) for tag in pool.tags}
    return in_region or bool(tagged)
