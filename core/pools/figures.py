"""How the pools stand: how many leads lie in each, how many are held, who belongs."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.models import Lead, LeadStatus, Member, Pool, PoolMember, Team


@dataclass(frozen=True)
class Standing:
    """One pool with its figures: open leads that lie in it, those of them that are locked, those somebody holds."""

    pool: Pool
    lying: int
    locked: int
    held: int
    members: Sequence[Member]
    teams: Sequence[Team]


async def figures(session: AsyncSession, *, pools: Sequence[Pool], by: Member) -> list[Standing]:
    """The figures of these pools, in their order. Three statements, however many they are."""
    ids = [pool.id for pool in pools]
    counts = await session.execute(
        select(
            Lead.pool_id,
            func.count().filter(Lead.owner_id.is_(None)).label("lying"),
            func.count().filter(Lead.owner_id.is_(None), Lead.locked_at.is_not(None)).label("locked"),
            func.count().filter(Lead.owner_id.is_not(None)).label("held"),
        )
        .where(Lead.workspace_id == by.workspace_id, Lead.status == LeadStatus.OPEN, Lead.pool_id.in_(ids))
        .group_by(Lead.pool_id)
    )
    found = {row.pool_id: (row.lying, row.locked, row.held) for row in counts}
    people, teams = await _seats(session, ids, by=by), await _team_seats(session, ids, by=by)
    return [
        Standing(pool, *found.get(pool.id, (0, 0, 0)), people.get(pool.id, []), teams.get(pool.id, []))
        for pool in pools
    ]


async def _seats(session: AsyncSession, ids: Sequence[int], *, by: Member) -> dict[int, list[Member]]:
    rows = await session.execute(
        select(PoolMember.pool_id, Member)
        .join(Member, (Member.workspace_id == PoolMember.workspace_id) & (Member.id == PoolMember.member_id))
        .where(PoolMember.workspace_id == by.workspace_id, PoolMember.pool_id.in_(ids), Member.active)
        .order_by(Member.name)
    )
    found: dict[int, list[Member]] = {}
    for pool_id, member in rows:
        found.setdefault(pool_id, []).append(member)
    return found


async def _team_seats(session: AsyncSession, ids: Sequence[int], *, by: Member) -> dict[int, list[Team]]:
    rows = await session.execute(
        select(PoolMember.pool_id, Team)
        .join(Team, (Team.workspace_id == PoolMember.workspace_id) & (Team.id == PoolMember.team_id))
        .where(PoolMember.workspace_id == by.workspace_id, PoolMember.pool_id.in_(ids))
        .order_by(Team.name)
    )
    found: dict[int, list[Team]] = {}
    for pool_id, team in rows:
        found.setdefault(pool_id, []).append(team)
    return found
