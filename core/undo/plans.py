"""How what was done to a deal's plan is taken back: a plan made, moved; a milestone added, changed, removed."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import audit
from core.models import AuditRow, Deal, DealStatus, Member, Task
from core.plans import change, shift, told
from core.undo.entry import ChangedSince, locked, must_be_as_left, note, put_back


async def made(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """A plan made from the template goes, as long as nobody has worked on it."""
    deal: Deal = await locked(session, Deal, entry)
    left = entry.after["milestones"]
    found = await _milestones(session, entry, [int(each) for each in left])
    if any(_touched(each, left[str(each.id)]) for each in found):
        raise ChangedSince
    for each in found:
        each.cancelled_at, each.remind_at = now, None
    undone = await note(session, deal, entry, by, now)
    await told.show_again(session, deal=deal, milestones=found, cause=undone, now=now)


def _touched(task: Task, left: dict[str, object]) -> bool:
    ended = task.done_at is not None or task.cancelled_at is not None
    return ended or audit.snapshot(task, ("on", "owner_id")) != left


async def shifted(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """A plan moved as a whole: each milestone has the day it had; its owners are told."""
    deal: Deal = await locked(session, Deal, entry)
    was, left = entry.before["plan"], entry.after["plan"]
    found = await _milestones(session, entry, [int(each) for each in left])
    if deal.status != DealStatus.OPEN or any(_moved_since(each, left) for each in found):
        raise ChangedSince
    for each in found:
        shift.put(each, date.fromisoformat(was[str(each.id)]), now=now)
    undone = await note(session, deal, entry, by, now)
    await told.moved(session, deal=deal, milestones=found, cause=undone, by=by, now=now)
    await told.show_again(session, deal=deal, milestones=found, cause=undone, now=now)


def _moved_since(task: Task, left: dict[str, str]) -> bool:
    ended = task.done_at is not None or task.cancelled_at is not None
    return ended or task.on is None or task.on.isoformat() != left[str(task.id)]


async def _milestones(session: AsyncSession, entry: AuditRow, ids: list[int]) -> list[Task]:
    rows = await session.scalars(
        select(Task)
        .options(joinedload(Task.owner))
        .where(Task.workspace_id == entry.workspace_id, Task.id.in_(ids))
        .order_by(Task.id)
        .with_for_update(of=Task)
        .execution_options(populate_existing=True)
    )
    return list(rows)


async def milestone(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """One milestone: added by mistake it goes; changed, reached or removed it is as it was."""
    found = await session.scalar(
        select(Task.deal_id).where(Task.workspace_id == entry.workspace_id, Task.id == entry.noun_id)
    )
    deal: Deal = await locked(session, Deal, entry, found)
    task: Task = await locked(session, Task, entry)
    if deal.status != DealStatus.OPEN:
        raise ChangedSince
    if entry.verb == "add":
        must_be_as_left(task, entry)
        task.cancelled_at, task.remind_at = now, None
    else:
        put_back(task, entry)
    undone = await note(session, task, entry, by, now)
    if entry.verb == "add":
        await told.show_again(session, deal=deal, milestones=[task], cause=undone, now=now)
    else:
        was = {"before": entry.after, "after": entry.before}
        await change.tell(session, deal=deal, task=task, **was, cause=undone, by=by, now=now)
