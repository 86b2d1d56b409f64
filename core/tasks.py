"""Tasks 待办: something planned for a day, or for a time of it; told before, and once when overdue."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import audit, hours, notices, workspaces
from core.access import sees_task
from core.calendar import instant, local_day
from core.errors import Missing, Refusal, msgid
from core.models import AuditRow, Deal, Lead, Member, Task
from core.notices import Again
from core.requests import end as requests

MORNING = time(9)
WAYS = ("hour", "tomorrow", "workday")  # how a task is put off without a form
LEAD_TIME = 15  # minutes; a task with a time is told this long before it, unless its owner chose otherwise


class NotInThePast(Refusal):
    message = msgid("{day} has passed. Choose today or a later day.")
    field = "on"


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


async def settle_reminders(
    session: AsyncSession, *, task_ids: Sequence[int], cause: int, by: Member, now: datetime
) -> None:
    """Strike the reminders shown for these tasks through: done, moved or taken back by the audit row `cause`."""
    shown = [closed(task_id, cause=str(cause)) for task_id in task_ids]
    await notices.again(session, workspace_id=by.workspace_id, agains=shown, now=now)


def closed(task_id: int, *, cause: str) -> Again:
    """Strikes the reminder shown for a task through; `cause` is told once for it."""
    key = f"task:{task_id}:closed:{cause}"
    return Again(mode="close", topic=f"task:{task_id}", kind="task_due", facts={"task": task_id}, key=key)


def day_of(member_id: int, day: date) -> str:
    """The topic of what somebody is told when nothing is planned for a day of theirs."""
    return f"empty:{member_id}:{day}"


def planned_for(owner: Member, on: date, *, cause: int) -> Again:
    """Makes that true after the audit row `cause` has planned something for the day."""
    topic = day_of(owner.id, on)
    facts = {"day": on.isoformat()}
    return Again(mode="redraw", topic=topic, kind="empty_day", facts=facts, key=f"{topic}:planned:{cause}")


async def show_again(session: AsyncSession, *, task: Task, cause: int, by: Member, now: datetime) -> None:
    """A task was planned, done, moved or taken back by the audit row `cause`: its reminder is struck through, and the
    posted cards of its deal tell of the next step as it is now."""
    await settle_reminders(session, task_ids=[task.id], cause=cause, by=by, now=now)
    if task.deal_id is not None:
        topic = f"deal:{task.deal_id}"
        facts = {"deal": task.deal_id}
        card = Again(mode="redraw", topic=topic, kind="deal_card", facts=facts, key=f"{topic}:task:{cause}")
        await notices.again(session, workspace_id=by.workspace_id, agains=[card], now=now)


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


async def open_of(session: AsyncSession, *, owner: Member) -> Sequence[Task]:
    """A member's open tasks, the earliest first, those without a day last. At most 3,000."""
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
        .limit(3000)
    )
    return rows.all()


async def planned(session: AsyncSession, *, owner: Member, on: date) -> bool:
    """Whether a member has anything open planned for that day."""
    found = await session.scalar(
        select(Task.id)
        .where(
            Task.workspace_id == owner.workspace_id,
            Task.owner_id == owner.id,
            Task.on == on,
            Task.done_at.is_(None),
            Task.cancelled_at.is_(None),
        )
        .limit(1)
    )
    return found is not None


async def next_for(session: AsyncSession, *, account_id: int, by: Member) -> Task | None:
    """The next step agreed with a customer, whoever is to take it. A milestone of a plan is none."""
    rows = await session.scalars(
        select(Task)
        .where(
            Task.workspace_id == by.workspace_id,
            Task.account_id == account_id,
            Task.place.is_(None),
            Task.done_at.is_(None),
            Task.cancelled_at.is_(None),
            sees_task(by),
        )
        .order_by(Task.on.asc().nulls_last(), Task.id)
        .limit(1)
    )
    return rows.first()


async def next_of_deal(session: AsyncSession, *, deal: Deal) -> Task | None:
    """The next step planned for a deal, whoever is to take it. For a deal its reader may see."""
    rows = await session.scalars(
        select(Task)
        .where(
            Task.workspace_id == deal.workspace_id,
            Task.deal_id == deal.id,
            Task.done_at.is_(None),
            Task.cancelled_at.is_(None),
        )
        .order_by(Task.on.asc().nulls_last(), Task.id)
        .limit(1)
    )
    return rows.first()
