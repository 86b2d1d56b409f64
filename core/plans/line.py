"""A deal's plan changed in one line: a milestone added, or the one of that name moved, given away, reached."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import deals, members
from core.calendar import local_day
from core.days import DayHasPassed
from core.errors import Refusal, msgid
from core.models import AuditRow, Deal, DealStatus, Member, Task
from core.plans import change, read
from core.plans.change import Told
from core.reading.milestone import milestone


class NoDeal(Refusal):
    message = msgid("{customer} has no deal yet, so there is nothing to plan. Enter one: /deal new")


class NoSuchMilestone(Refusal):
    message = msgid("The plan of {deal} has no open milestone called “{name}”. See `/deal {customer} plan`.")


async def deal_of(session: AsyncSession, *, account_id: int, customer: str, by: Member) -> Deal:
    """The deal a customer's plan is of: the newest open one, else the newest."""
    found = await deals.of_account(session, account_id=account_id, by=by)
    if not found:
        raise NoDeal(customer=customer)
    return found[0]


async def say(
    session: AsyncSession, *, deal: Deal, line: str, by: Member, now: datetime, source: str | None = None
) -> tuple[Task, AuditRow | None]:
    """Do what the line says to the plan."""
    said = milestone(line, today=local_day(now, by.zone), locale=by.locale)
    if said.past is not None:
        raise DayHasPassed(day=said.past)
    owner = await members.meant(session, who=said.who, is_name=said.named, by=by) if said.who else None
    known = await _called(session, deal=deal, name=said.name) if said.name else None
    told: dict[str, Any] = {"by": by, "now": now, "source": source}
    if said.done:
        if known is None:
            if deal.status != DealStatus.OPEN:
                raise await deals.why_ended(session, deal=deal, by=by)
            raise NoSuchMilestone(deal=deal.name, name=said.name or "–", customer=deal.account.name)
        return await change.finish(session, task_id=known, outcome="", **told)
    if known is None or (said.on is None and owner is None):
        return await change.add(session, deal_id=deal.id, milestone=Told(said.name, said.on, owner), **told)
    changed = await change.change(session, task_id=known, milestone=Told(on=said.on, owner=owner), **told)
    assert isinstance(changed, tuple)  # who types a line has seen nothing that could have changed since
    return changed


async def _called(session: AsyncSession, *, deal: Deal, name: str) -> int | None:
    """The open milestone of that name, in either language."""
    names = (func.lower(Task.text), func.lower(Task.name_zh), func.lower(Task.name_en))
    found = await session.scalars(
        select(Task.id)
        .where(
            Task.workspace_id == deal.workspace_id,
            Task.deal_id == deal.id,
            read.is_open(),
            or_(*(each == name.lower() for each in names)),
        )
        .order_by(Task.on, Task.id)
        .limit(1)
    )
    return found.first()
