"""What sources and campaigns cost, day by day: entered, and taken out where they were wrong."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, members, sums, workspaces
from core.errors import Missing, Refusal, msgid
from core.models import AuditRow, Member, Source, SourceCost
from core.sources import changes

FIELDS = ("source_id", "amount", "currency", "on", "note", "removed_at")
LONGEST = 200  # characters of a note


class CostMissing(Refusal):
    message = msgid("What did it cost? Write a sum above zero, like 30k or 1,200.")
    field = "amount"


class CostFarAway(Refusal):
    message = msgid("{day} is more than ten years from today. Check the year.")
    field = "on"


async def add(
    session: AsyncSession,
    *,
    source_id: int,
    amount: Decimal | None,
    currency: str | None,
    on: date,
    note: str | None,
    by: Member,
    now: datetime,
    source: str | None = None,
) -> tuple[SourceCost, AuditRow]:
    """Enter what was spent on a source or campaign, on the day it counts for. `currency`: None is the workspace's."""
    await members.must_manage(session, by=by)
    entry = await changes.get(session, source_id=source_id, by=by)
    if amount is None or amount < audit.CENT:
        raise CostMissing
    sums.must_be_sensible(amount=amount)
    if abs((on - now.date()).days) > 3653:
        raise CostFarAway(day=on)
    cost = SourceCost(
        workspace_id=by.workspace_id,
        source_id=entry.merged_id or entry.id,
        amount=amount,
        currency=currency or (await workspaces.of(session, by=by)).currency,
        on=on,
        note=(note or "").strip()[:LONGEST] or None,
        created_by_id=by.id,
        created_at=now,
    )
    session.add(cost)
    await session.flush()
    after = audit.snapshot(cost, FIELDS)
    return cost, await audit.record(session, row=cost, verb="add", by=by, now=now, after=after, source=source)


async def remove(
    session: AsyncSession, *, cost_id: int, by: Member, now: datetime, source: str | None = None
) -> tuple[SourceCost, AuditRow]:
    """Take a wrong cost out of every count; it stays on record."""
    await members.must_manage(session, by=by)
    found = await session.scalars(
        select(SourceCost).where(SourceCost.workspace_id == by.workspace_id, SourceCost.id == cost_id).with_for_update()
    )
    cost = found.first()
    if cost is None or cost.removed_at is not None:
        raise Missing
    gone = {"removed_at": now}
    return cost, await audit.change(session, row=cost, verb="remove", values=gone, by=by, now=now, source=source)


async def of_source(
    session: AsyncSession, *, source_id: int, by: Member, page: int = 0, size: int = 10
) -> tuple[Sequence[SourceCost], int]:
    """A page of what an entry itself cost, under every spelling, the latest first, and how many in all."""
    await members.must_manage(session, by=by)
    spellings = select(Source.id).where(
        Source.workspace_id == by.workspace_id, (Source.id == source_id) | (Source.merged_id == source_id)
    )
    here = (
        SourceCost.workspace_id == by.workspace_id,
        SourceCost.source_id.in_(spellings),
        SourceCost.removed_at.is_(None),
    )
    total = await session.scalar(select(func.count()).select_from(SourceCost).where(*here))
    order = (SourceCost.on.desc(), SourceCost.id.desc())
    rows = await session.scalars(select(SourceCost).where(*here).order_by(*order).limit(size).offset(page * size))
    return rows.all(), total or 0
