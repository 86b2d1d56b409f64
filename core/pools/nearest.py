"""To whom a rule refuses one lead: the nearest that they may claim."""

from datetime import datetime

from sqlalchemy import ColumnElement, Integer, Select, case, cast, desc, literal, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from core import leads
from core.access import sees_pool
from core.models import Lead, LeadStatus, Member, Pool
from core.pools import cooling, quotas

LOOKED_AT = 200  # of each pool, the newest


async def to(session: AsyncSession, *, lead: Lead, by: Member, now: datetime) -> Lead | None:
    """The lead most like the one refused that `by` may claim at this moment: of its pool if any there is, then of its
    region, of its tags, then the newest. None where no rule lets them claim any."""
    found = (await session.execute(_best_of_each_pool(lead, by, now))).all()
    if not found:
        return None
    spent = await quotas.usage(session, member=by, now=now)
    best = next((row.id for row in found if spent.of(row.Pool).allows_a_claim), None)
    return await leads.get(session, lead_id=best, by=by) if best else None


def _best_of_each_pool(wanted: Lead, by: Member, now: datetime) -> Select[Pool, int]:
    """One lead a pool that they may see, the likest first, as far as lock and days of waiting let it be claimed."""
    newest = (
        select(Lead.id, Lead.pool_id, Lead.region, Lead.tags)
        .where(
            Lead.workspace_id == Pool.workspace_id,
            Lead.pool_id == Pool.id,
            Lead.owner_id.is_(None),
            Lead.status == LeadStatus.OPEN,
            Lead.locked_at.is_(None),
            Lead.id != wanted.id,
            cooling.is_over(by.id, now=now),
        )
        .order_by(Lead.id.desc())
        .limit(LOOKED_AT)
        .correlate(Pool)
        .subquery()
    )
    alike = [
        _one_if(newest.c.region == wanted.region),
        sum((_one_if(newest.c.tags.contains([tag])) for tag in wanted.tags), cast(literal(0), Integer)),
    ]
    ranks = [each.label(f"rank_{n}") for n, each in enumerate(alike)]
    best = (
        select(newest.c.id, *ranks).order_by(*map(desc, ranks), newest.c.id.desc()).limit(1).correlate(Pool).lateral()
    )
    return (
        select(Pool, best.c.id)
        .join(best, true())
        .where(sees_pool(by))
        .order_by(desc(_one_if(Pool.id == wanted.pool_id)), desc(best.c.rank_0), desc(best.c.rank_1), desc(best.c.id))
    )


def _one_if(so: ColumnElement[bool]) -> ColumnElement[int]:
    return case((so, 1), else_=0)
