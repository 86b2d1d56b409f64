"""Which pools there are, which of them a person may see, and which of them a new lead goes to."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.access import sees_pool
from core.errors import Missing, Refusal, msgid
from core.models import Lead, Member, Pool, Workspace
from core.names import fold

FIRST = 0  # the position of the pool every workspace has, which takes what no other asks for


class NoSuchPool(Refusal):
    message = msgid("No pool is called “{text}”. There is: {pools}.")


async def add_first(session: AsyncSession, *, workspace_id: str) -> None:
    """Begin a workspace with one pool, open to all."""
    session.add(Pool(workspace_id=workspace_id, position=FIRST, name=None))
    await session.flush()


async def all_of(session: AsyncSession, *, by: Member) -> Sequence[Pool]:
    """The pools this person may see, in the order in which they are asked for a lead; the first of all is the last."""
    found = await session.scalars(select(Pool).where(sees_pool(by)).order_by(Pool.position == FIRST, Pool.position))
    return found.all()


async def get(session: AsyncSession, *, pool_id: int, by: Member) -> Pool:
    """A pool this person may see; one they may not is missing."""
    found = await session.scalars(select(Pool).where(Pool.id == pool_id, sees_pool(by)))
    pool = found.first()
    if pool is None:
        raise Missing
    return pool


async def called(session: AsyncSession, *, text: str, first: str, by: Member) -> Pool:
    """The pool somebody names, or begins to name, of those they may see. `first` is what they call one without a
    name."""
    known, said = await all_of(session, by=by), fold(text)
    names = {pool.id: fold(pool.name or first) for pool in known}
    found = [pool for pool in known if said and names[pool.id].startswith(said)]
    if not found:
        raise NoSuchPool(text=text[:80], pools=[pool.name or first for pool in known])
    return min(found, key=lambda pool: names[pool.id] != said)


async def lock(session: AsyncSession, *, pool_id: int, by: Member) -> Pool:
    """The pool, held still for this transaction."""
    found = await session.scalars(
        select(Pool)
        .where(Pool.id == pool_id, sees_pool(by))
        .with_for_update(of=Pool)
        .execution_options(populate_existing=True)
    )
    pool = found.first()
    if pool is None:
        raise Missing
    return pool


async def settle(session: AsyncSession, *, lead: Lead) -> Pool:
    """The pool a new lead belongs to: the first that asks for its region or one of its tags, else the first of all."""
    return (await settle_many(session, leads=[lead]))[0]


async def settle_many(session: AsyncSession, *, leads: Sequence[Lead]) -> list[Pool]:
    """The same for new leads of one workspace, in their order; two statements unless a pool closes meanwhile."""
    while True:
        found = await session.scalars(
            select(Pool)
            .where(Pool.workspace_id == leads[0].workspace_id)
            .order_by(Pool.position == FIRST, Pool.position)
        )
        known = found.all()
        chosen = [next((pool for pool in known if _asks_for(pool, lead)), known[-1]) for lead in leads]
        if await _stay(session, pools=chosen):
            return chosen


async def stays(session: AsyncSession, *, pool: Pool) -> bool:
    """Whether it is there still, and will be until this transaction ends: nobody closes it under a new lead."""
    return await _stay(session, pools=[pool])


async def _stay(session: AsyncSession, *, pools: Sequence[Pool]) -> bool:
    ids = {pool.id for pool in pools}
    kept = select(Pool.id).where(Pool.workspace_id == pools[0].workspace_id, Pool.id.in_(ids)).order_by(Pool.id)
    return set(await session.scalars(kept.with_for_update(read=True, key_share=True))) == ids


def _asks_for(pool: Pool, lead: Lead) -> bool:
    if pool.position == FIRST:
        return False
    region = fold(lead.region or "")
    in_region = bool(region) and any(fold(name) in region for name in pool.regions)
    tagged = {fold(tag) for tag in lead.tags} & {fold(tag) for tag in pool.tags}
    return in_region or bool(tagged)


def channel_of(pool: Pool, *, workspace: Workspace) -> str | None:
    """Where its leads are shown. The workspace's channel is everybody's: a pool for some has its own, or none."""
    return pool.channel or (workspace.pool_channel if pool.open_to_all else None)
