"""Which silent leads go back into their pool, and which are spared."""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.locks import is_locked
from core.models import Deal, DealStatus, Lead, Pool


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
    if is_locked(lead):
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
