"""What was handed over for a while goes back on the day that was set."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import hours
from core.calendar import local_day
from core.handovers import returning
from core.models import Assignment, Workspace

# In one transaction: two would hold their leads out of order, and wait in a circle with whoever takes several.
AT_ONCE = 1


async def return_handovers(session: AsyncSession, *, workspace: Workspace, now: datetime, forced: bool) -> int:
    """Give back what is due, in the workspace's working hours (`forced`: at once); how many handovers were."""
    if not forced and not hours.is_open(now, hours.office(workspace)):
        return 0
    found = await session.scalars(
        select(Assignment)
        .where(
            Assignment.workspace_id == workspace.id,
            Assignment.back_on <= local_day(now, workspace.zone),
            Assignment.returned_at.is_(None),
            Assignment.finished_at.is_not(None),
        )
        .order_by(Assignment.back_on, Assignment.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    due = found.all()
    for row in due:
        await returning.give_back(session, row=row, now=now)
    return len(due)
