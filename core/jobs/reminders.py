"""Tasks: told before they are due, and once more when they are overdue."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import notices
from core.calendar import instant, local_day, working_days_after
from core.models import Member, Task, Workspace
from core.notices import Telling
from core.tasks import MORNING

BATCH = 500


async def remind_tasks(
    session: AsyncSession, *, workspace: Workspace, now: datetime, forced: bool
) -> int:  # every job is called alike
    """Tell the owners of the tasks whose moment has come; set when each is told next."""
    rows = await session.execute(
        select(Task, Member)
        .join(Member, (Member.workspace_id == Task.workspace_id) & (Member.id == Task.owner_id))
        .where(
            Task.workspace_id == workspace.id,
            Task.remind_at <= now,
            Task.done_at.is_(None),
            Task.cancelled_at.is_(None),
        )
        .order_by(Task.remind_at, Task.id)
        .limit(BATCH)
        .with_for_update(of=Task, skip_locked=True)
    )
    found = [(task, owner) for task, owner in rows]
    tellings = [_telling(task, owner, now=now) for task, owner in found if owner.active]
    for task, _ in found:
        task.remind_at = _next(task, workspace=workspace, now=now)
    await notices.tell_many(session, workspace_id=workspace.id, tellings=tellings, now=now)
    return len(found)


def _telling(task: Task, owner: Member, *, now: datetime) -> Telling:
    told = task.remind_at or now
    return Telling(
        kind="task_due",
        key=f"task:{task.id}:{told.isoformat()}",
        facts={"task": task.id},
        to=owner,
        topic=f"task:{task.id}",
        due_at=now,
        expires_at=now + timedelta(days=2),
    )


def _next(task: Task, *, workspace: Workspace, now: datetime) -> datetime | None:
    """On the working morning after its day, once; told as overdue already, never again."""
    if task.on is None or local_day(now, task.zone) > task.on:
        return None
    return instant(working_days_after(task.on, 1, country=workspace.country), MORNING, task.zone)
