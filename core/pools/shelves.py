"""A look into a pool: a page of its leads, what else may be looked at, and what the looker may take."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import leads, pools
from core.errors import Missing
from core.models import Lead, LeadStatus, Member, Pool
from core.pools import Choice, Facet, Only, cooling, quotas
from core.pools.quotas import Quota


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """What somebody sees of a pool. `lying`: open leads of each pool they may see; `waits`: until when they may not
    claim some of the leads again; `only`: what the page is narrowed to."""

    pool: Pool
    pools: Sequence[Pool]
    lying: Mapping[int, int]
    found: Sequence[Lead]
    total: int
    page: int
    quota: Quota
    only: Only | None
    choices: Mapping[Facet, Sequence[Choice]]
    waits: Mapping[int, datetime]


async def look(
    session: AsyncSession,
    *,
    by: Member,
    now: datetime,
    size: int,
    pool_id: int | None = None,
    only: Only | None = None,
    page: int = 0,
) -> Shelf:
    """A page of a pool; of the one that is theirs first, where none is asked for. Past the end it is the last page."""
    known = await pools.all_of(session, by=by)
    lying = await _lying(session, known, by=by)
    pool = _chosen(known, lying, pool_id)
    found, total = await leads.pool(session, by=by, pool_id=pool.id, only=only, page=page, size=size)
    last = max(total - 1, 0) // size
    if page > last:
        page = last
        found, total = await leads.pool(session, by=by, pool_id=pool.id, only=only, page=page, size=size)
    return Shelf(
        pool=pool,
        pools=known,
        lying=lying,
        found=found,
        total=total,
        page=page,
        quota=await quotas.quota(session, member=by, pool=pool, now=now),
        only=only,
        choices=await pools.choices(session, pool=pool, by=by) if lying.get(pool.id) else {},
        waits=await cooling.until(session, leads=found, by=by, now=now) if found else {},
    )


def _chosen(known: Sequence[Pool], lying: Mapping[int, int], pool_id: int | None) -> Pool:
    """The pool asked for; else the first with something in it, one for some before one for all."""
    if pool_id is not None:
        found = next((pool for pool in known if pool.id == pool_id), None)
    else:
        found = min(known, key=lambda pool: (not lying.get(pool.id), pool.open_to_all, known.index(pool)), default=None)
    if found is None:
        raise Missing
    return found


async def _lying(session: AsyncSession, known: Sequence[Pool], *, by: Member) -> dict[int, int]:
    rows = await session.execute(
        select(Lead.pool_id, func.count().label("n"))
        .where(
            Lead.workspace_id == by.workspace_id,
            Lead.pool_id.in_([pool.id for pool in known]),
            Lead.owner_id.is_(None),
            Lead.status == LeadStatus.OPEN,
        )
        .group_by(Lead.pool_id)
    )
    return {row.pool_id: row.n for row in rows}
