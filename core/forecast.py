"""What is to come: open deals by the month they are expected to close in, and those that close soon."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core.access import sees_deal
from core.models import Deal, DealStatus, Member

SOON = timedelta(days=30)


@dataclass
class Month:
    """The open deals of one month (its first day; None: no close date), their sums and weighted sums by currency."""

    begins: date | None
    count: int = 0
    sums: dict[str, Decimal] = field(default_factory=dict)
    weighted: dict[str, Decimal] = field(default_factory=dict)


async def by_month(session: AsyncSession, *, by: Member) -> list[Month]:
    """What this person may see, month by month, those without a close date last. One statement."""
    begins = func.date_trunc("month", Deal.expected_close)
    rows = await session.execute(
        select(
            begins,
            Deal.currency,
            func.count(Deal.id),
            func.coalesce(func.sum(Deal.amount), 0),
            func.coalesce(func.sum(Deal.amount * Deal.probability / 100), 0),
        )
        .where(sees_deal(by), Deal.status == DealStatus.OPEN)
        .group_by(begins, Deal.currency)
        .order_by(begins.asc().nulls_last(), Deal.currency)
    )
    months: dict[date | None, Month] = {}
    for begun, currency, count, amount, weighted in rows:
        first = begun.date() if begun else None
        month = months.setdefault(first, Month(first))
        month.count += count
        month.sums[currency] = Decimal(amount)
        month.weighted[currency] = Decimal(weighted).quantize(Decimal("0.01"))
    return list(months.values())


async def closing(session: AsyncSession, *, by: Member, day: date, most: int) -> tuple[Sequence[Deal], int]:
    """The open deals past their close date or closing within 30 days, the earliest first, and how many in all."""
    near = (sees_deal(by), Deal.status == DealStatus.OPEN, Deal.expected_close <= day + SOON)
    total = await session.scalar(select(func.count()).select_from(Deal).where(*near))
    rows = await session.scalars(
        select(Deal)
        .options(joinedload(Deal.account), joinedload(Deal.owner), joinedload(Deal.stage))
        .where(*near)
        .order_by(Deal.expected_close, Deal.id)
        .limit(most)
    )
    return rows.all(), total or 0
