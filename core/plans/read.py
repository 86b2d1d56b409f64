"""A deal's plan as its reader may see it: all of it with the deal, else one's own milestones; how far it has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased, joinedload

from core import deals, workspaces
from core.calendar import local_day
from core.errors import Missing
from core.models import Deal, DealStatus, Member, PlanStep, Stage, Task

SHOWN = 3  # milestones a card names


@dataclass(frozen=True)
class Progress:
    """How far a plan has come. `late`: open past their day; `ends`: the last day of what is open; `first`: open ones,
    the earliest first."""

    total: int
    done: int
    late: int
    ends: date | None
    first: Sequence[Task]


@dataclass(frozen=True)
class Plan:
    """A page of a deal's plan. `whole`: its reader sees the deal; else these are their own milestones alone.
    `may_change`: they may change it; `template`: its pipeline has one; `today` in the workspace's zone."""

    deal: Deal
    whole: bool
    may_change: bool
    template: bool
    progress: Progress
    milestones: Sequence[Task]
    page: int
    today: date


def in_plan() -> ColumnElement[bool]:
    """Milestones of plans, those of deals that have ended among them."""
    return and_(Task.place.is_not(None), or_(Task.cancelled_at.is_(None), Task.ended))


def is_open() -> ColumnElement[bool]:
    """Milestones that are still to be reached."""
    return and_(Task.place.is_not(None), Task.done_at.is_(None), Task.cancelled_at.is_(None))


def milestones(*which: ColumnElement[bool]) -> Select[Task]:
    """Milestones as they are drawn, in the order of a plan."""
    return (
        select(Task)
        .options(joinedload(Task.owner), joinedload(Task.account), joinedload(Task.stage))
        .where(*which)
        .order_by(Task.on.asc().nulls_last(), Task.place, Task.id)
        .execution_options(populate_existing=True)  # a deal that ends takes them along behind the session's back
    )


async def of(session: AsyncSession, *, deal_id: int, by: Member, now: datetime, page: int = 0, size: int = 15) -> Plan:
    """A page of the plan; the last one where there are fewer. Who sees neither the deal nor owns a milestone of it is
    told that it is missing."""
    try:
        deal, whole = await deals.get(session, deal_id=deal_id, by=by), True
    except Missing:
        deal, whole = await deals.of_all(session, deal_id=deal_id, workspace_id=by.workspace_id), False
    which = _of_deal(deal) if whole else [*_of_deal(deal), Task.owner_id == by.id]
    today = local_day(now, (await workspaces.of(session, by=by)).zone)
    found = await progress(session, which=which, today=today)
    if not whole and not found.total:
        raise Missing
    page = min(page, max(found.total - 1, 0) // size)
    shown = await session.scalars(milestones(*which).limit(size).offset(page * size))
    return Plan(
        deal,
        whole,
        whole and deal.status == DealStatus.OPEN and await deals.is_led(session, deal=deal, by=by),
        await has_template(session, deal=deal) if whole else False,
        found,
        shown.all(),
        page,
        today,
    )


def _of_deal(deal: Deal) -> list[ColumnElement[bool]]:
    return [Task.workspace_id == deal.workspace_id, Task.deal_id == deal.id, in_plan()]


async def of_card(session: AsyncSession, *, deal: Deal, today: date) -> Progress:
    """What a deal's card says of its plan. One statement without a plan, two with one."""
    return await progress(session, which=_of_deal(deal), today=today)


async def progress(session: AsyncSession, *, which: Sequence[ColumnElement[bool]], today: date) -> Progress:
    """How far these milestones have come."""
    late = and_(is_open(), Task.on < today)
    row = (
        await session.execute(
            select(
                func.count(),
                func.count().filter(Task.done_at.is_not(None)),
                func.count().filter(late),
                func.max(Task.on).filter(is_open()),
            )
            .select_from(Task)
            .where(*which)
        )
    ).one()
    total, done, behind, ends = row
    first = await session.scalars(milestones(*which, is_open()).limit(SHOWN)) if total > done else None
    return Progress(total, done, behind, ends, first.all() if first else [])


async def has_template(session: AsyncSession, *, deal: Deal) -> bool:
    """Whether a plan can be made from the template of the deal's pipeline."""
    here: tuple[Any, ...] = PlanStep.workspace_id == deal.workspace_id, PlanStep.pipeline_id == deal.pipeline_id
    return await session.scalar(select(PlanStep.id).where(*here).limit(1)) is not None


async def left_behind(session: AsyncSession, *, deal: Deal, came_from: int) -> Sequence[Task]:
    """Open milestones of the stages a deal has just left on its way on; none where it went back."""
    left, now_in = aliased(Stage), aliased(Stage)
    passed = (
        select(Stage.id)
        .join(left, (left.workspace_id == Stage.workspace_id) & (left.pipeline_id == Stage.pipeline_id))
        .join(now_in, (now_in.workspace_id == Stage.workspace_id) & (now_in.pipeline_id == Stage.pipeline_id))
        .where(
            Stage.workspace_id == deal.workspace_id,
            left.id == came_from,
            now_in.id == deal.stage_id,
            Stage.position >= left.position,
            Stage.position < now_in.position,
        )
    )
    of_deal = Task.workspace_id == deal.workspace_id, Task.deal_id == deal.id
    return (await session.scalars(milestones(*of_deal, is_open(), Task.stage_id.in_(passed)))).all()


def is_late(task: Task, *, today: date) -> bool:
    """Whether a milestone's day has passed and it is still to be reached."""
    return task.done_at is None and task.cancelled_at is None and task.on is not None and task.on < today


async def deal_of(session: AsyncSession, *, task_id: int, by: Member) -> int | None:
    """The deal of whose plan a task is a milestone; None: it is none."""
    here = Task.workspace_id == by.workspace_id, Task.id == task_id, Task.place.is_not(None)
    return await session.scalar(select(Task.deal_id).where(*here))
