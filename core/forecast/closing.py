"""What closes soon: open deals past their close date, or near it."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core.access import holds_deal
from core.models import Deal, DealStatus, Member

SOON = timedelta(days=30)


async def closing(session: AsyncSession, *, by: Member, day: date, most: int) -> tuple[Sequence[Deal], int]:
    """The open deals past their close date or closing within 30 days, the earliest first, and how many in all."""
    near = (holds_deal(by), Deal.status == DealStatus.OPEN, Deal.expected_close <= day + SOON)
    total = await session.scalar(select(func.count()).select_from(Deal).where(*near))
    rows = await session.scalars(
        select(Deal)
        .options(joinedload(Deal.account), joinedload(Deal.owner), joinedload(Deal.stage))
        .where(*near)
        .order_by(Deal.expected_close, Deal.id)
        .limit(most)
    )
    return rows.all(), total or 0
