"""Which silent leads go back into their pool, which are spared, which have gone."""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core.models import Deal, DealStatus, Lead, LeadStatus, Member, Pool
from core.pools import locks


class Spared(StrEnum):
    """Why a silent lead stays with its owner."""

    POOL = "pool"  # its pool takes none back
    LOCK = "lock"  # a manager keeps it where it is
    DEAL = "deal"  # its customer has a deal that is open or won


async def spared(session: AsyncSession, *, leads: Sequence[Lead]) -> Mapping[int, Spared]:
    """Which of these leads of one workspace stay with their owner, and why; two statements however many they are."""
    if not leads:
        return {}
    here = leads[0].workspace_id
    keeping = await _that_take_none_back(session, here, {lead.pool_id for lead in leads})
    dealing = await _with_a_deal(session, here, {lead.account_id for lead in leads})
    why = ((lead, _why(lead, keeping, dealing)) for lead in leads)
    return {lead.id: found for lead, found in why if found}


def _why(lead: Lead, keeping: Collection[int], dealing: Collection[int]) -> Spared | None:
    if locks.is_locked(lead):
        return Spared.LOCK
    if lead.pool_id in keeping:
        return Spared.POOL
    return Spared.DEAL if lead.account_id in dealing else None


async def _that_take_none_back(session: AsyncSession, here: str, pools: Collection[int]) -> Collection[int]:
    found = await session.scalars(
        select(Pool.id).where(Pool.workspace_id == here, Pool.id.in_(pools), Pool.recycles.is_(False))
    )
    return set(found)


async def _with_a_deal(session: AsyncSession, here: str, accounts: Collection[int]) -> Collection[int]:
    standing = Deal.status.in_((DealStatus.OPEN, DealStatus.WON))
    found = await session.scalars(
        select(Deal.account_id).where(Deal.workspace_id == here, Deal.account_id.in_(accounts), standing)
    )
    return set(found)


async def gone(
    session: AsyncSession, *, workspace_id: str, pairs: Sequence[tuple[int, int]]
) -> list[tuple[Lead, Member | None]]:
    """The leads of these ids that still exist, each with the member of the other id, from whom it went."""
    wanted = dict(pairs)
    rows = await session.scalars(
        select(Lead)
        .options(joinedload(Lead.account))
        .where(Lead.workspace_id == workspace_id, Lead.id.in_(wanted), Lead.status != LeadStatus.WITHDRAWN)
        .order_by(Lead.id)
    )
    people = await session.scalars(
        select(Member).where(Member.workspace_id == workspace_id, Member.id.in_(set(wanted.values())))
    )
    owners = {member.id: member for member in people}
    return [(lead, owners.get(wanted[lead.id])) for lead in rows]
