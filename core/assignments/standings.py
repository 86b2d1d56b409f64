"""How members stand for leads: what they hold, got lately and won; read in eight statements however many there are."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import func, or_, select, text, union
from sqlalchemy.ext.asyncio import AsyncSession

from core.absence import is_away
from core.assignments.ranking import Field, Past, Standing
from core.models import Deal, DealStatus, Lead, LeadStatus, Member, OwnerChange, Pool, PoolMember, Workspace
from core.pools.cooling import PASSED_BY, TAKEN_BACK

LATELY = timedelta(days=1)
YEAR = timedelta(days=365)


async def of(
    session: AsyncSession, *, leads: Sequence[Lead], people: Sequence[Member], workspace: Workspace, now: datetime
) -> Field:
    """The field of `people` for these leads. To hold what it says, lock the people first."""
    known = {pool.id: pool for pool in await _pools(session, workspace, {lead.pool_id for lead in leads})}
    standings = {member.id: Standing(member, away=is_away(member, now=now)) for member in people}
    if standings:
        await _count_held(session, workspace, standings)
        await _count_lately(session, workspace, standings, since=now - LATELY)
        await _note_customers(session, workspace, standings, leads)
        await _note_passed(session, workspace, standings, leads, known, now=now)
        await _note_pools(session, workspace, standings, known)
        await _read_past(session, workspace, standings, leads, since=now - YEAR)
    scales = await _scales(session, workspace, leads, since=now - YEAR)
    return Field(list(standings.values()), known, workspace.held_at_once, scales, now)


async def _pools(session: AsyncSession, workspace: Workspace, ids: Iterable[int]) -> Sequence[Pool]:
    return (await session.scalars(select(Pool).where(Pool.workspace_id == workspace.id, Pool.id.in_(ids)))).all()


async def _count_held(session: AsyncSession, workspace: Workspace, standings: Mapping[int, Standing]) -> None:
    rows = await session.execute(
        select(Lead.owner_id, Lead.pool_id, func.count())
        .where(Lead.workspace_id == workspace.id, Lead.owner_id.in_(standings), Lead.status == LeadStatus.OPEN)
        .group_by(Lead.owner_id, Lead.pool_id)
    )
    for owner_id, pool_id, count in rows:
        standings[owner_id or 0].held[pool_id] = count


async def _count_lately(
    session: AsyncSession, workspace: Workspace, standings: Mapping[int, Standing], *, since: datetime
) -> None:
    """What came to them and is theirs still: given to somebody else it counts there."""
    rows = await session.execute(
        select(Lead.owner_id, func.count(Lead.id.distinct()))
        .join(OwnerChange, (OwnerChange.workspace_id == Lead.workspace_id) & (OwnerChange.lead_id == Lead.id))
        .where(
            OwnerChange.workspace_id == workspace.id,
            OwnerChange.to_id.in_(standings),
            OwnerChange.at > since,
            OwnerChange.to_id == Lead.owner_id,
        )
        .group_by(Lead.owner_id)
    )
    for owner_id, count in rows:
        standings[owner_id or 0].lately = count


async def _note_customers(
    session: AsyncSession, workspace: Workspace, standings: Mapping[int, Standing], leads: Sequence[Lead]
) -> None:
    """Who follows the customers already, by another lead or a deal."""
    customers = {lead.account_id for lead in leads}
    by_lead = select(Lead.owner_id, Lead.account_id).where(
        Lead.workspace_id == workspace.id,
        Lead.account_id.in_(customers),
        Lead.owner_id.in_(standings),
        Lead.status == LeadStatus.OPEN,
        Lead.id.not_in([lead.id for lead in leads]),
    )
    by_deal = select(Deal.owner_id, Deal.account_id).where(
        Deal.workspace_id == workspace.id,
        Deal.account_id.in_(customers),
        Deal.owner_id.in_(standings),
        Deal.status.in_((DealStatus.OPEN, DealStatus.WON)),
    )
    for owner_id, account_id in await session.execute(union(by_lead, by_deal)):
        standings[owner_id or 0].follows.add(account_id)


async def _note_passed(
    session: AsyncSession,
    workspace: Workspace,
    standings: Mapping[int, Standing],
    leads: Sequence[Lead],
    pools: Mapping[int, Pool],
    *,
    now: datetime,
) -> None:
    """Who let one of them go within the days in which a former owner may not claim it either."""
    days = {lead.id: timedelta(days=pools[lead.pool_id].cooling_days) for lead in leads}
    released = OwnerChange.to_id.is_(None) & OwnerChange.cause.not_in(TAKEN_BACK)
    rows = await session.execute(
        select(OwnerChange.from_id, OwnerChange.lead_id, func.max(OwnerChange.at))
        .where(
            OwnerChange.workspace_id == workspace.id,
            OwnerChange.lead_id.in_(days),
            OwnerChange.from_id.in_(standings),
            released | OwnerChange.cause.in_(PASSED_BY),
        )
        .group_by(OwnerChange.from_id, OwnerChange.lead_id)
    )
    for member_id, lead_id, at in rows:
        if member_id and lead_id and at + days[lead_id] > now:
            standings[member_id].passed.add(lead_id)


async def _note_pools(
    session: AsyncSession, workspace: Workspace, standings: Mapping[int, Standing], pools: Mapping[int, Pool]
) -> None:
    closed = [pool.id for pool in pools.values() if not pool.open_to_all]
    if not closed:
        return
    rows = await session.execute(
        select(Member.id, PoolMember.pool_id)
        .join(
            PoolMember,
            (PoolMember.workspace_id == Member.workspace_id)
            & or_(PoolMember.member_id == Member.id, PoolMember.team_id == Member.team_id),
        )
        .where(Member.workspace_id == workspace.id, Member.id.in_(standings), PoolMember.pool_id.in_(closed))
    )
    for member_id, pool_id in rows:
        standings[member_id].pools.add(pool_id)


async def _read_past(
    session: AsyncSession,
    workspace: Workspace,
    standings: Mapping[int, Standing],
    leads: Sequence[Lead],
    *,
    since: datetime,
) -> None:
    """What they have held within a year, and won: kinds such as these leads apart, all others together."""
    holes = {
        "workspace": workspace.id,
        "people": list(standings),
        "since": since,
        "tags": sorted({tag for lead in leads for tag in lead.tags}),
        "regions": sorted({lead.region for lead in leads if lead.region}),
        "these": [lead.id for lead in leads],
    }
    past: dict[int, list[Past]] = {}
    for member_id, tags, region, held, won in await session.execute(_PAST, holes):
        past.setdefault(member_id, []).append(Past(frozenset(tags), region, held, won))
    for member_id, found in past.items():
        standings[member_id].past = found


async def _scales(
    session: AsyncSession, workspace: Workspace, leads: Sequence[Lead], *, since: datetime
) -> dict[str, tuple[Decimal, Decimal]]:
    """A middling and a large budget of the last year, by currency."""
    currencies = {lead.budget_currency for lead in leads if lead.budget is not None}
    if not currencies:
        return {}
    middling, large = (func.percentile_disc(share).within_group(Lead.budget) for share in (0.5, 0.85))
    rows = await session.execute(
        select(Lead.budget_currency, middling, large)
        .where(
            Lead.workspace_id == workspace.id,
            Lead.created_at > since,
            Lead.budget.is_not(None),
            Lead.budget_currency.in_(currencies),
        )
        .group_by(Lead.budget_currency)
    )
    return {currency: (low, high) for currency, low, high in rows if currency}


# Undone, declined and unanswered is as if never held. Of the leads' tags only those asked for tell kinds apart.
_PAST = text("""
    with held as (
        select to_id as member_id, lead_id from owner_changes
        where workspace_id = :workspace and to_id = any(:people) and lead_id is not null and at > :since
          and lead_id <> all(:these)
        except
        select from_id, lead_id from owner_changes
        where workspace_id = :workspace and from_id = any(:people) and lead_id is not null and at > :since
          and cause in ('unclaim', 'undo', 'decline', 'no_answer')
    )
    select held.member_id, kind.tags, kind.region, count(*), count(deals.id)
    from held
    join leads on leads.workspace_id = :workspace and leads.id = held.lead_id and leads.status <> 'withdrawn'
    cross join lateral (
        select case when leads.tags ?| cast(:tags as text[]) then leads.tags else '[]' end as tags,
               case when leads.region = any(cast(:regions as text[])) then leads.region end as region) as kind
    left join deals on deals.workspace_id = :workspace and deals.lead_id = leads.id and deals.status = 'won'
      and deals.owner_id = held.member_id
    group by held.member_id, kind.tags, kind.region
""")
