"""What is no longer needed is put away: that events came, once none of them can come again; what files
said; the channels of deals that ended.

Notices are not: they hold ids alone, their keys are told once for ever, and a message of last year is still made true.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.imports import tidying
from core.jobs.batch import BATCH
from core.models import InboxEvent, Workspace
from core.rooms import keeping

EVENTS_KEPT = timedelta(days=8)  # after they were done; older ones are refused when they come again


async def prune(
    session: AsyncSession, *, workspace: Workspace, now: datetime, forced: bool
) -> int:  # every job is called alike
    """Forget the events that were done long ago, and what old files said, and archive channels that are over; how
    many. A clock moved ahead forgets no event sooner."""
    events = await _forget_events(session, workspace=workspace, now=now)
    rooms = await keeping.look_round(session, workspace=workspace, now=now)
    return max(events, rooms, await tidying.tidy(session, workspace=workspace, now=now, most=BATCH))


async def _forget_events(session: AsyncSession, *, workspace: Workspace, now: datetime) -> int:
    old = (
        select(InboxEvent.event_id)
        .where(
            InboxEvent.workspace_id == workspace.id,
            InboxEvent.done_at.is_not(None),
            InboxEvent.at < func.least(func.now(), now) - EVENTS_KEPT,
        )
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    gone = await session.scalars(
        delete(InboxEvent)
        .where(InboxEvent.workspace_id == workspace.id, InboxEvent.event_id.in_(old))
        .returning(InboxEvent.event_id),
        execution_options={"synchronize_session": False},
    )
    return len(gone.all())
