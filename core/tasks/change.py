"""Planning a task, ticking it off, and putting it off."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, hours, notices, workspaces
from core.calendar import instant, local_day
from core.errors import Refusal, msgid
from core.models import AuditRow, Deal, Lead, Member, Task
from core.requests import end as requests
from core.tasks.found import lock
from core.tasks.reminders import remind_at
from core.tasks.shown import planned_for, show_again

WAYS = ("hour", "tomorrow", "workday")  # how a task is put off without a form


class NotInThePast(Refusal):
    message = msgid("{day} has passed. Choose today or a later day.")
    field = "on"


async def plan(
    session: AsyncSession,
    *,
    thing: Lead | Deal,
    text: str,
    on: date | None,
    by: Member,
    now: datetime,
    source: str | None = None,
) -> Task:
    """Plan a step for a lead or deal somebody holds; it is its owner's to take. `on` a local day, None: without one."""
    if on is not None and on < local_day(now, by.zone):
        raise NotInThePast(day=on)
    noun = "lead_id" if isinstance(thing, Lead) else "deal_id"
    owner = thing.owner or by
    task = Task(
        workspace_id=by.workspace_id,
        account_id=thing.account_id,
        owner_id=owner.id,
        text=text.strip()[:500],
        on=on,
        zone=owner.zone,
        remind_at=remind_at(on, None, zone=owner.zone, now=now),
        created_at=now,
        **{noun: thing.id},
    )
    session.add(task)
    await session.flush()
    after = audit.snapshot(task, ("text", "on", "owner_id"))
    entry = await audit.record(session, row=task, verb="plan", by=by, now=now, after=after, source=source)
    if on is not None:
        shown = [planned_for(owner, on, cause=entry.id)]
        await notices.again(session, workspace_id=by.workspace_id, agains=shown, now=now)
    await show_again(session, task=task, cause=entry.id, by=by, now=now)
    return task


async def finish(
    session: AsyncSession, *, task_id: int, by: Member, now: datetime, source: str | None = None
) -> tuple[Task, AuditRow | None]:
    """Tick an own task off. Twice is once."""
    task = await lock(session, task_id=task_id, by=by)
    if task.done_at is not None:
        return task, None
    done = {"done_at": now, "remind_at": None}
    entry = await audit.change(session, row=task, verb="done", values=done, by=by, now=now, source=source)
    if task.deal_id is not None:
        await requests.stepped(session, deal_id=task.deal_id, by=by, now=now)
    await show_again(session, task=task, cause=entry.id, by=by, now=now)
    return task, entry


async def postpone(
    session: AsyncSession,
    *,
    task_id: int,
    on: date,
    at: time | None,
    by: Member,
    now: datetime,
    lead_time: int | None = None,
    source: str | None = None,
) -> tuple[Task, AuditRow]:
    """Move an own task to another day, or another time of it. Never into the past.

    `lead_time`: the minutes before it that this task alone is told; None leaves them.
    """
    task = await lock(session, task_id=task_id, by=by)
    if instant(on, at or time(23, 59), by.zone) < now:
        raise NotInThePast(day=on)
    columns = ("on", "at", "until", "zone", "lead_time", "remind_at", "done_at")
    before = audit.snapshot(task, columns)
    task.on, task.at, task.until, task.zone, task.done_at = on, at, None, by.zone, None
    task.lead_time = task.lead_time if lead_time is None else lead_time
    ahead = by.lead_time if task.lead_time is None else task.lead_time
    task.remind_at = remind_at(on, at, zone=by.zone, now=now, lead_time=ahead)
    after = audit.snapshot(task, columns)
    entry = await audit.record(
        session, row=task, verb="postpone", by=by, now=now, before=before, after=after, source=source
    )
    planned = [planned_for(by, on, cause=entry.id)]
    await notices.again(session, workspace_id=by.workspace_id, agains=planned, now=now)
    await show_again(session, task=task, cause=entry.id, by=by, now=now)
    return task, entry


async def put_off(
    session: AsyncSession, *, task_id: int, way: str, by: Member, now: datetime, source: str | None = None
) -> tuple[Task, AuditRow]:
    """Move an own task in one of the usual `WAYS`: in an hour, tomorrow, the next working day, at its time of day."""
    task = await lock(session, task_id=task_id, by=by)
    today, at, lead_time = local_day(now, by.zone), task.at, None
    if way == "hour":
        then = (now + timedelta(hours=1)).astimezone(ZoneInfo(by.zone)).replace(second=0, microsecond=0)
        on, at, lead_time = then.date(), then.time(), 0
    elif way == "tomorrow":
        on = today + timedelta(days=1)
    else:
        on = hours.next_working_day(today, hours.of(by, await workspaces.of(session, by=by)))
    return await postpone(session, task_id=task_id, on=on, at=at, by=by, now=now, lead_time=lead_time, source=source)
