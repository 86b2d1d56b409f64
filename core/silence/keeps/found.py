"""Questions whether a lead may be kept: those of the clock on which it runs now, the last, those granted."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import clocks
from core.errors import Missing
from core.models import Answer, Keep, Lead, LeadStatus


def whole() -> Select[Keep]:
    """A question with the people in it."""
    return select(Keep).options(joinedload(Keep.owner), joinedload(Keep.asked), joinedload(Keep.answered_by))


def _of_clock(lead: Lead) -> Select[Keep]:
    """The questions about the clock on which a lead runs now."""
    return whole().where(
        Keep.workspace_id == lead.workspace_id,
        Keep.lead_id == lead.id,
        Keep.owner_id == lead.owner_id,
        Keep.clock_from == clocks.runs_from(lead),
    )


async def of_clock(session: AsyncSession, *, lead: Lead) -> Sequence[Keep]:
    """Every question about the clock on which a lead runs now, those withdrawn too, the first first."""
    return (await session.scalars(_of_clock(lead).order_by(Keep.id))).all()


async def last_of(session: AsyncSession, *, lead: Lead) -> Keep | None:
    """The last question about the clock on which a lead runs now."""
    stands = _of_clock(lead).where(Keep.answer.is_distinct_from(Answer.WITHDRAWN))
    return (await session.scalars(stands.order_by(Keep.id.desc()).limit(1))).first()


async def get(session: AsyncSession, *, workspace_id: str, keep_id: int) -> Keep:
    """A question, for what its owner is told of it."""
    found = await session.scalars(whole().where(Keep.workspace_id == workspace_id, Keep.id == keep_id))
    keep = found.first()
    if keep is None:
        raise Missing
    return keep


async def granted(session: AsyncSession, *, lead: Lead) -> int:
    """How often its present owner has been granted to keep it."""
    mine = (Keep.lead_id == lead.id) & (Keep.owner_id == lead.owner_id) & (Keep.answer == Answer.APPROVED)
    return (
        await session.scalar(select(func.count()).select_from(Keep).where(Keep.workspace_id == lead.workspace_id, mine))
        or 0
    )


def stands(keep: Keep, lead: Lead) -> bool:
    """Whether it is still the same owner's lead, on the same clock."""
    held = lead.status == LeadStatus.OPEN and lead.owner_id == keep.owner_id
    return held and clocks.runs_from(lead) == keep.clock_from
