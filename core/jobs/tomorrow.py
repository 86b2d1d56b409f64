"""Nothing planned for the next working day: its owner hears of it before the end of this one."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import hours, notices, tasks
from core.calendar import instant, local_day
from core.hearing import heard
from core.models import Deal, DealStatus, Lead, LeadStatus, Member, Role, Task, Workspace
from core.notices import Telling

BEFORE = timedelta(minutes=30)  # the end of the working day: time enough to plan


async def nudge_empty_tomorrow(session: AsyncSession, *, workspace: Workspace, now: datetime, forced: bool) -> int:
    """Tell those whose working day ends soon (`forced`: who work today) and whose next one is empty; once a day."""
    leaving = [
        member
        for member in await _busy(session, workspace=workspace)
        if _leaves_soon(member, workspace=workspace, now=now, forced=forced)
    ]
    days = {member.id: _next_day(member, workspace=workspace, now=now) for member in leaving}
    planned = await _planned(session, workspace=workspace, days=days)
    tellings = [_telling(member, days[member.id], now=now) for member in leaving if member.id not in planned]
    tellings = await heard(session, workspace_id=workspace.id, tellings=tellings, now=now)
    return await notices.tell_many(session, workspace_id=workspace.id, tellings=tellings, now=now)


async def _busy(session: AsyncSession, *, workspace: Workspace) -> Sequence[Member]:
    """Those who sell: with an open lead or deal of their own."""
    # One row of the owner's index, not `exists`: for whoever holds nothing that may read all there is.
    lead = (
        select(Lead.id)
        .where(Lead.workspace_id == workspace.id, Lead.owner_id == Member.id, Lead.status == LeadStatus.OPEN)
        .order_by(Lead.silent_on)
        .limit(1)
    ).scalar_subquery()
    deal = (
        select(Deal.id)
        .where(Deal.workspace_id == workspace.id, Deal.owner_id == Member.id, Deal.status == DealStatus.OPEN)
        .order_by(Deal.expected_close)
        .limit(1)
    ).scalar_subquery()
    sells = Member.role.in_((Role.REP, Role.MANAGER))
    found = await session.scalars(
        select(Member)
        .where(Member.workspace_id == workspace.id, Member.active, sells, lead.is_not(None) | deal.is_not(None))
        .order_by(Member.id)
    )
    return found.all()


def _leaves_soon(member: Member, *, workspace: Workspace, now: datetime, forced: bool) -> bool:
    today = local_day(now, member.zone)
    if not hours.of(member, workspace).works_on(today):
        return False
    end = instant(today, member.works_until, member.zone)
    return forced or end - BEFORE <= now < end


def _next_day(member: Member, *, workspace: Workspace, now: datetime) -> date:
    return hours.next_working_day(local_day(now, member.zone), hours.of(member, workspace))


async def _planned(session: AsyncSession, *, workspace: Workspace, days: dict[int, date]) -> set[int]:
    """The members who have something planned for their day."""
    if not days:
        return set()
    rows = await session.execute(
        select(Task.owner_id, Task.on).where(
            Task.workspace_id == workspace.id,
            Task.owner_id.in_(days),
            Task.on.in_(set(days.values())),
            Task.done_at.is_(None),
            Task.cancelled_at.is_(None),
        )
    )
    return {owner_id for owner_id, on in rows if on == days[owner_id]}


def _telling(member: Member, day: date, *, now: datetime) -> Telling:
    today = local_day(now, member.zone)
    return Telling(
        kind="empty_day",
        key=f"empty:{member.id}:{today}",
        facts={"day": day.isoformat()},
        to=member,
        topic=tasks.day_of(member.id, day),
        due_at=now,
        expires_at=instant(today + timedelta(days=1), time(), member.zone),
    )
