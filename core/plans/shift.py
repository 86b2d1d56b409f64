"""A whole plan moved because a date slips: all that is open, by working days."""

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, deals, tasks, workspaces
from core.calendar import local_day, working_days_after, working_days_ahead
from core.errors import OddNumber, Refusal, msgid
from core.models import AuditRow, Deal, Member, Task
from core.plans import read, told

MOST = 250  # working days, either way


class NothingOpen(Refusal):
    message = msgid("Nothing of the plan of {deal} is open, so there is nothing to move.")


class IntoThePast(Refusal):
    message = msgid("{milestone} would be due on {day}, which has passed. Move the plan by fewer days.")
    field = "days"


async def shift(
    session: AsyncSession, *, deal_id: int, days: int, by: Member, now: datetime, source: str | None = None
) -> tuple[Deal, int, AuditRow]:
    """Move every open milestone by so many working days (fewer than none: back); how many. Owners are told theirs."""
    if not 1 <= abs(days) <= MOST:
        raise OddNumber(field="days", least=1, most=MOST)
    deal = await deals.lock_open(session, deal_id=deal_id, by=by)
    workspace = await workspaces.of(session, by=by)
    today = local_day(now, workspace.zone)
    here = Task.workspace_id == by.workspace_id, Task.deal_id == deal.id
    found = (await session.scalars(read.milestones(*here, read.is_open()).with_for_update(of=Task))).all()
    if not found:
        raise NothingOpen(deal=deal.name)
    before = {str(each.id): each.on.isoformat() for each in found if each.on}
    move = working_days_after if days > 0 else working_days_ahead
    for each in found:
        if each.on is None:
            continue
        on = move(each.on, abs(days), country=workspace.country, overrides=workspace.overrides)
        if days < 0 and on < today:
            raise IntoThePast(milestone=each, day=on)
        put(each, on, now=now)
    after = {str(each.id): each.on.isoformat() for each in found if each.on}
    entry = await audit.record(
        session,
        row=deal,
        verb="shift_plan",
        by=by,
        now=now,
        before={"plan": before},
        after={"plan": after, "days": days},
        source=source,
    )
    await told.moved(session, deal=deal, milestones=found, cause=entry, by=by, now=now)
    await told.show_again(session, deal=deal, milestones=found, cause=entry, now=now)
    return deal, len(found), entry


def put(task: Task, on: date, *, now: datetime) -> None:
    """Set an open milestone's day; it is told then. One that stays late is not told of again."""
    task.on = on
    task.remind_at = tasks.remind_at(on, task.at, zone=task.zone, now=now) or task.remind_at
