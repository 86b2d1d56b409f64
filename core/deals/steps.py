"""What is planned for a deal: it comes along with the lead it was, is dropped when the deal is lost or freed, and is
planned again when it is open once more."""

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from core import notices, tasks
from core.models import Deal, Task


async def carry(session: AsyncSession, *, deal: Deal) -> None:
    """What was planned for its lead is planned for the deal from now on."""
    if deal.lead_id is not None:
        theirs = (Task.workspace_id == deal.workspace_id, Task.lead_id == deal.lead_id)
        await session.execute(update(Task).where(*theirs, *_OPEN).values(deal_id=deal.id))


async def drop(session: AsyncSession, *, deal: Deal, now: datetime) -> None:
    """Nobody is reminded of its steps any more; what is shown of them is struck through."""
    going = update(Task).where(*_planned(deal), *_OPEN).values(cancelled_at=now).returning(Task.id)
    gone = (await session.scalars(going)).all()
    shown = [tasks.closed(task_id, cause=f"deal:{deal.id}:v{deal.version}") for task_id in gone]
    await notices.again(session, workspace_id=deal.workspace_id, agains=shown, now=now)


async def plan_again(session: AsyncSession, *, deal: Deal, dropped_at: datetime | None) -> None:
    """The steps that were dropped at that moment stand again."""
    if dropped_at is not None:
        theirs = (*_planned(deal), Task.done_at.is_(None), Task.cancelled_at == dropped_at)
        await session.execute(update(Task).where(*theirs).values(cancelled_at=None))


_OPEN = (Task.done_at.is_(None), Task.cancelled_at.is_(None))


def _planned(deal: Deal) -> tuple[Any, ...]:
    """Its milestones are none of these: core.deals.ends knows how they follow it."""
    return Task.workspace_id == deal.workspace_id, Task.deal_id == deal.id, Task.place.is_(None)
