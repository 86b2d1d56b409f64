"""A person's day: overdue, due, planned, silent, to be followed up, closing. The same for /today and the Home tab."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import clocks, tasks, workspaces
from core.calendar import local_day, working_days_after
from core.models import Deal, DealStatus, Lead, LeadStatus, Member, Request, Task
from core.requests import read as requests

LONGEST = 1000  # of each kind: what is beyond is not even counted


@dataclass(frozen=True)
class Day:
    """What one member has before them on `day` (their local date)."""

    day: date
    overdue: Sequence[Task]
    due: Sequence[Task]
    planned: Sequence[Task]
    someday: Sequence[Task]
    silent: Sequence[Lead]
    rhythmic: Sequence[Lead]  # to be followed up within three working days, by their rhythm
    quiet_deals: Sequence[Deal]
    closing: Sequence[Deal]
    lapsed: Sequence[Deal]  # past their close date
    asked: Sequence[Request]  # of them, by colleagues
    waits: Sequence[Request]  # that they wait for

    @property
    def empty(self) -> bool:
        """Whether there is nothing at all to show."""
        of_deals = (self.quiet_deals, self.closing, self.lapsed, self.asked, self.waits)
        return not any((*self._tasks, self.silent, self.rhythmic, *of_deals))

    @property
    def _tasks(self) -> tuple[Sequence[Task], ...]:
        return self.overdue, self.due, self.planned, self.someday


async def of(session: AsyncSession, *, member: Member, now: datetime) -> Day:
    """What a member has before them now."""
    day = local_day(now, member.zone)
    workspace = await workspaces.of(session, by=member)
    open_tasks = await tasks.open_of(session, owner=member)
    soon = working_days_after(day, clocks.EARLY, **clocks.calendar(workspace))
    closing_by = day + timedelta(days=workspace.close_warning_days)
    of_others = await requests.of_member(session, member=member)
    dated = [(task, task.on) for task in open_tasks if task.on is not None]
    return Day(
        day=day,
        overdue=[task for task, on in dated if on < day],
        due=[task for task, on in dated if on == day],
        planned=[task for task, on in dated if on > day],
        someday=[task for task in open_tasks if task.on is None],
        silent=await _leads(session, member, Lead.silent_on <= day),
        rhythmic=await _leads(session, member, Lead.silent_on.between(day + timedelta(days=1), soon)),
        quiet_deals=await _deals(session, member, Deal.silent_on <= day, Deal.silent_on),
        closing=await _deals(session, member, Deal.expected_close.between(day, closing_by), Deal.expected_close),
        lapsed=await _deals(session, member, Deal.expected_close < day, Deal.expected_close),
        asked=of_others.asked,
        waits=of_others.waits,
    )


async def _leads(session: AsyncSession, member: Member, which: ColumnElement[bool]) -> Sequence[Lead]:
    """The member's open leads of a kind, those that were to be followed up soonest first."""
    rows = await session.scalars(
        select(Lead)
        .options(joinedload(Lead.account), joinedload(Lead.owner))
        .where(
            Lead.workspace_id == member.workspace_id,
            Lead.owner_id == member.id,
            Lead.status == LeadStatus.OPEN,
            which,
        )
        .order_by(Lead.silent_on, Lead.id)
        .limit(LONGEST)
    )
    return rows.all()


async def next_due(session: AsyncSession, *, member: Member) -> Sequence[Lead]:
    """The three open leads of the member that are to be followed up next."""
    rows = await session.scalars(
        select(Lead)
        .options(joinedload(Lead.account))
        .where(
            Lead.workspace_id == member.workspace_id,
            Lead.owner_id == member.id,
            Lead.status == LeadStatus.OPEN,
            Lead.silent_on.is_not(None),
        )
        .order_by(Lead.silent_on, Lead.id)
        .limit(3)
    )
    return rows.all()


async def _deals(session: AsyncSession, member: Member, which: object, order: object) -> Sequence[Deal]:
    rows = await session.scalars(
        select(Deal)
        .options(joinedload(Deal.account), joinedload(Deal.owner), joinedload(Deal.stage))
        .where(
            Deal.workspace_id == member.workspace_id,
            Deal.owner_id == member.id,
            Deal.status == DealStatus.OPEN,
            which,  # type: ignore[arg-type]  # a condition on deals
        )
        .order_by(order, Deal.id)  # type: ignore[arg-type]  # a column of deals
        .limit(LONGEST)
    )
    return rows.all()
