"""Tasks 待办: something planned for a day, or for a time of it; told before, and once when overdue."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import audit, notices
from core.calendar import instant
from core.errors import Missing, Refusal, msgid
from core.models import AuditRow, Member, Task

MORNING = time(9)
AHEAD = timedelta(minutes=15)  # a task with a time is told this long before it


class NotInThePast(Refusal):
    message = msgid("{day} has passed. Choose today or a later day.")
    field = "on"


def remind_at(on: date | None, at: time | None, *, zone: str, now: datetime) -> datetime | None:
    """When a task is told first: a quarter of an hour before its time, or on the morning of its day."""
    if on is None:
        return None
    due = instant(on, at, zone) - AHEAD if at else instant(on, MORNING, zone)
    return max(due, now) if instant(on, at or time(23, 59), zone) >= now else None


async def get(session: AsyncSession, *, task_id: int, by: Member) -> Task:
    """An own task, whatever became of it."""
    found = await session.scalars(
        select(Task)
        .options(joinedload(Task.account))
        .where(Task.workspace_id == by.workspace_id, Task.id == task_id, Task.owner_id == by.id)
    )
    task = found.first()
    if task is None:
        raise Missing
    return task


async def lock(session: AsyncSession, *, task_id: int, by: Member) -> Task:
    """An own task, held still for this transaction."""
    found = await session.scalars(
        select(Task)
        .options(joinedload(Task.account))
        .where(Task.workspace_id == by.workspace_id, Task.id == task_id, Task.owner_id == by.id)
        .with_for_update(of=Task)
    )
    task = found.first()
    if task is None or task.cancelled_at is not None:
        raise Missing
    return task


async def finish(
    session: AsyncSession, *, task_id: int, by: Member, now: datetime, source: str | None = None
) -> tuple[Task, AuditRow | None]:
    """Tick an own task off. Twice is once."""
    task = await lock(session, task_id=task_id, by=by)
    if task.done_at is not None:
        return task, None
    before = audit.snapshot(task, ("done_at", "remind_at"))
    task.done_at, task.remind_at = now, None
    after = audit.snapshot(task, ("done_at", "remind_at"))
    entry = await audit.record(
        session, row=task, verb="done", by=by, now=now, before=before, after=after, source=source
    )
    await settle_reminders(session, task_ids=[task.id], cause=entry.id, by=by, now=now)
    return task, entry


async def settle_reminders(
    session: AsyncSession, *, task_ids: Sequence[int], cause: int, by: Member, now: datetime
) -> None:
    """Strike the reminders shown for these tasks through: done, moved or taken back by the audit row `cause`."""
    for task_id in task_ids:
        await notices.close(
            session,
            workspace_id=by.workspace_id,
            topic=f"task:{task_id}",
            kind="task_due",
            facts={"task": task_id},
            key=f"task:{task_id}:closed:{cause}",
            now=now,
        )


async def postpone(
    session: AsyncSession,
    *,
    task_id: int,
    on: date,
    at: time | None,
    by: Member,
    now: datetime,
    source: str | None = None,
) -> tuple[Task, AuditRow]:
    """Move an own task to another day, or another time of it. Never into the past."""
    task = await lock(session, task_id=task_id, by=by)
    if instant(on, at or time(23, 59), by.zone) < now:
        raise NotInThePast(day=on)
    columns = ("on", "at", "until", "zone", "remind_at", "done_at")
    before = audit.snapshot(task, columns)
    task.on, task.at, task.until, task.zone, task.done_at = on, at, None, by.zone, None
    task.remind_at = remind_at(on, at, zone=by.zone, now=now)
    after = audit.snapshot(task, columns)
    entry = await audit.record(
        session, row=task, verb="postpone", by=by, now=now, before=before, after=after, source=source
    )
    await settle_reminders(session, task_ids=[task.id], cause=entry.id, by=by, now=now)
    return task, entry


async def open_of(session: AsyncSession, *, owner: Member) -> Sequence[Task]:
    """A member's open tasks, the earliest first, those without a day last. At most 200."""
    rows = await session.scalars(
        select(Task)
        .options(joinedload(Task.account))
        .where(
            Task.workspace_id == owner.workspace_id,
            Task.owner_id == owner.id,
            Task.done_at.is_(None),
            Task.cancelled_at.is_(None),
        )
        .order_by(Task.on.asc().nulls_last(), Task.at.asc().nulls_last(), Task.id)
        .limit(200)
    )
    return rows.all()


async def next_for(session: AsyncSession, *, account_id: int, by: Member) -> Task | None:
    """The next step agreed with a customer, whoever is to take it."""
    rows = await session.scalars(
        select(Task)
        .where(
            Task.workspace_id == by.workspace_id,
            Task.account_id == account_id,
            Task.done_at.is_(None),
            Task.cancelled_at.is_(None),
        )
        .order_by(Task.on.asc().nulls_last(), Task.id)
        .limit(1)
    )
    return rows.first()
