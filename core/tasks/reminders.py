"""When a task is told: on the morning of its day, or before its time and at it; in its owner's zone."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.calendar import instant, local_day
from core.models import Member, Task

MORNING = time(9)
LEAD_TIME = 15  # minutes; a task with a time is told this long before it, unless its owner chose otherwise


def remind_at(
    on: date | None, at: time | None, *, zone: str, now: datetime, lead_time: int = LEAD_TIME
) -> datetime | None:
    """When a task is told first: `lead_time` minutes before its time, or on the morning of its day; None: all past.

    Whoever plans something nearer than that has it in mind: it is told at its time, and a task for what is left of
    today not before it is overdue.
    """
    if on is None:
        return None
    if at is not None:
        due = instant(on, at, zone)
        before = due - timedelta(minutes=lead_time)
        return before if before > now else due if due >= now else None
    if on < local_day(now, zone):
        return None
    morning = instant(on, MORNING, zone)
    return morning if morning > now else instant(on + timedelta(days=1), MORNING, zone)


def step_at(task: Task, moment: datetime) -> str:
    """What a reminder says at that moment: `before` its time, `due`, or `overdue` once its day has passed."""
    if task.on is None or local_day(moment, task.zone) > task.on:
        return "overdue"
    return "before" if task.at and moment < instant(task.on, task.at, task.zone) else "due"


async def rezone(session: AsyncSession, *, owner: Member) -> int:
    """Let the owner's open tasks keep their local time where they are now: 09:00 stays 09:00. How many moved."""
    rows = await session.scalars(
        select(Task)
        .where(
            Task.workspace_id == owner.workspace_id,
            Task.owner_id == owner.id,
            Task.done_at.is_(None),
            Task.cancelled_at.is_(None),
            Task.zone != owner.zone,
        )
        .with_for_update()
    )
    moved = rows.all()
    for task in moved:
        keep_local(task, zone=owner.zone)
    return len(moved)


def keep_local(task: Task, *, zone: str) -> None:
    """Have a task and its reminder keep their local time in another zone."""
    if task.remind_at is not None:
        wall = task.remind_at.astimezone(ZoneInfo(task.zone))
        task.remind_at = instant(wall.date(), wall.time(), zone)
    task.zone = zone
