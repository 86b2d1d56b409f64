"""Tasks: told before their time, at it, and once more when they are overdue."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import hours, notices
from core.calendar import instant
from core.hearing import heard
from core.jobs.batch import BATCH
from core.models import Member, Task, Workspace
from core.notices import Again, Telling
from core.tasks import step_at

NEAR = timedelta(minutes=30)  # what one person is to be told of ahead within this goes as one message


async def remind_tasks(
    session: AsyncSession, *, workspace: Workspace, now: datetime, forced: bool
) -> int:  # every job is called alike
    """Tell the owners of the tasks whose moment has come; set when each is told next. How many tasks.

    Whoever is told ahead of one task is told of those that follow within half an hour as well.
    """
    rows = await session.execute(
        select(Task, Member)
        .join(Member, (Member.workspace_id == Task.workspace_id) & (Member.id == Task.owner_id))
        .where(
            Task.workspace_id == workspace.id,
            Task.remind_at <= now + NEAR,
            Task.done_at.is_(None),
            Task.cancelled_at.is_(None),
        )
        .order_by(Task.remind_at, Task.id)
        .limit(BATCH)
        .with_for_update(of=Task, skip_locked=True)
    )
    found = _told_together([(task, owner) for task, owner in rows], now)
    tellings = [_telling(task, owner, now=now) for task, owner in found if owner.active]
    past = [_past(task, now) for task, _ in found if step_at(task, now) != "before"]
    await notices.again(session, workspace_id=workspace.id, agains=past, now=now)
    for task, owner in found:
        task.remind_at = _next(task, owner, workspace=workspace, now=now)
    tellings = await heard(session, workspace_id=workspace.id, tellings=tellings, now=now)
    await notices.tell_many(session, workspace_id=workspace.id, tellings=tellings, now=now)
    return len(found)


def _told_together(near: Sequence[tuple[Task, Member]], now: datetime) -> list[tuple[Task, Member]]:
    """Those whose moment has come, and those a little later that are told ahead, where their owner is told now."""
    told = {owner.id for task, owner in near if _has_come(task, now) and step_at(task, now) == "before"}
    return [
        (task, owner)
        for task, owner in near
        if _has_come(task, now) or (owner.id in told and step_at(task, now) == "before")
    ]


def _has_come(task: Task, now: datetime) -> bool:
    return task.remind_at is not None and task.remind_at <= now


def _past(task: Task, now: datetime) -> Again:
    """Folds up what was told of it before: an old message that is edited reminds nobody, so the new word is posted."""
    facts = {"task": task.id, "step": "past"}
    return Again(mode="close", topic=f"task:{task.id}", kind="task_due", facts=facts, key=f"{_key(task, now)}:past")


def _telling(task: Task, owner: Member, *, now: datetime) -> Telling:
    return Telling(
        kind="task_due",
        key=_key(task, now),
        facts={
            "task": task.id,
            "account": task.account_id,
            "step": step_at(task, now),
            "planned": task.created_at.isoformat(),
        },
        to=owner,
        topic=f"task:{task.id}",
        due_at=now,
        expires_at=now + timedelta(days=2),
        manner="asked" if task.at and step_at(task, now) != "overdue" else "due",
    )


def _key(task: Task, now: datetime) -> str:
    return f"task:{task.id}:{(task.remind_at or now).isoformat()}"


def _next(task: Task, owner: Member, *, workspace: Workspace, now: datetime) -> datetime | None:
    """At its time, then on its owner's working morning after its day; told as overdue, never again."""
    step = step_at(task, now)
    if task.on is None or step == "overdue":
        return None
    if step == "before" and task.at is not None:
        return instant(task.on, task.at, task.zone)
    return instant(hours.next_working_day(task.on, hours.of(owner, workspace)), owner.works_from, task.zone)
