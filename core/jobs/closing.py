"""Deals whose expected close comes near or has passed: their owner is told, and where a pipeline says so they end."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from core import deals, hours, listed, moves, notices
from core.calendar import local_day
from core.errors import Refusal
from core.hearing import heard
from core.jobs.batch import BATCH
from core.models import Deal, DealStatus, Member, Pipeline, Stage, StageKind, Workspace
from core.moves import Ending
from core.notices import Telling

log = structlog.get_logger("genjin.jobs")


async def warn_closing_deals(
    session: AsyncSession, *, workspace: Workspace, now: datetime, forced: bool
) -> int:  # every job is called alike
    """Tell owners of the deals that close within the pipeline's days; and of those that will be closed by themselves,
    once their date has passed and the day before. Once for each expected date."""
    today = local_day(now, workspace.zone)
    rows = await session.execute(
        select(Deal, Member)
        .join(Member, (Member.workspace_id == Deal.workspace_id) & (Member.id == Deal.owner_id))
        .where(
            Deal.workspace_id == workspace.id,
            Deal.warn_close_on <= today,
            Deal.status == DealStatus.OPEN,
        )
        .order_by(Deal.warn_close_on, Deal.id)
        .limit(BATCH)
        .with_for_update(of=Deal, skip_locked=True)
    )
    found = [(deal, owner) for deal, owner in rows]
    tellings = [_telling(deal, owner, today=today, now=now) for deal, owner in found]
    for deal, _ in found:
        _told(deal, today=today)
    tellings = await heard(session, workspace_id=workspace.id, tellings=tellings, now=now)
    await notices.tell_many(session, workspace_id=workspace.id, tellings=tellings, now=now)
    return len(found)


def _telling(deal: Deal, owner: Member, *, today: date, now: datetime) -> Telling:
    kind, about = ("lapsing_deal", "lapsing") if deals.is_late(deal, today=today) else ("closing_deal", "closing")
    return Telling(
        kind=kind,
        key=f"{about}:{deal.id}:{deal.expected_close}:{deal.version}:{deal.warn_close_on}",
        facts={"deal": deal.id, "account": deal.account_id},
        to=owner,
        topic=f"{about}:{deal.id}",
        due_at=now,
    )


def _told(deal: Deal, *, today: date) -> None:
    """When its owner is told next; never closed before the day after tomorrow, so that they can act."""
    if deal.lapse_on is None or deal.expected_close is None:
        deal.warn_close_on = None
    elif deal.expected_close >= today:
        deal.warn_close_on = deal.expected_close + timedelta(days=1)
    elif deals.end_is_told(deal):
        deal.warn_close_on = None
    else:
        deal.lapse_on = max(deal.lapse_on, today + timedelta(days=2))
        before = deal.lapse_on - timedelta(days=1)
        deal.warn_close_on = before if before > today + timedelta(days=1) else None


async def close_overdue_deals(session: AsyncSession, *, workspace: Workspace, now: datetime, forced: bool) -> int:
    """Close as lost the deals whose grace is over, in the workspace's working hours (`forced`: at once); how many."""
    if not forced and not hours.is_open(now, hours.office(workspace)):
        return 0
    today = local_day(now, workspace.zone)
    ways = await _ways_out(session, workspace=workspace)
    rows = await session.scalars(
        deals.whole()
        .where(
            Deal.workspace_id == workspace.id,
            Deal.lapse_on <= today,
            Deal.status == DealStatus.OPEN,
            Deal.pipeline_id.in_(ways),
        )
        .order_by(Deal.lapse_on, Deal.id)
        .limit(BATCH)
        .with_for_update(of=Deal, skip_locked=True)
    )
    found = rows.all()
    if not found:
        return 0
    reason = await listed.lapsed(session, workspace_id=workspace.id, now=now)
    ending = Ending(reason_id=reason.id)
    closed = [deal for deal in found if await _closed(session, deal, to=ways[deal.pipeline_id], ending=ending, now=now)]
    await _tell(session, closed, workspace=workspace, now=now)
    return len(closed)


async def _closed(session: AsyncSession, deal: Deal, *, to: Stage, ending: Ending, now: datetime) -> bool:
    """Close one deal; one that cannot be closed stays as it is and keeps no other from its end."""
    deal_id = deal.id
    try:
        async with session.begin_nested():
            await moves.put(session, deal=deal, to=to, verb="lapse", by=None, now=now, ending=ending)
    except (Refusal, SQLAlchemyError):
        log.exception("deal not closed", deal=deal_id)
        return False
    return True


async def _ways_out(session: AsyncSession, *, workspace: Workspace) -> dict[int, Stage]:
    """How the deals of each pipeline that closes them are lost; the pipelines are held as for any move."""
    held = await session.scalars(
        select(Pipeline.id)
        .where(Pipeline.workspace_id == workspace.id, Pipeline.grace_days.is_not(None))
        .order_by(Pipeline.id)
        .with_for_update(read=True)
    )
    stages = await session.scalars(
        select(Stage)
        .where(
            Stage.workspace_id == workspace.id,
            Stage.pipeline_id.in_(held.all()),
            Stage.kind == StageKind.LOST,
            Stage.retired_at.is_(None),
        )
        .order_by(Stage.position.desc())
    )
    return {stage.pipeline_id: stage for stage in stages}


async def _tell(session: AsyncSession, found: Sequence[Deal], *, workspace: Workspace, now: datetime) -> None:
    """Each owner hears of it, and how to open the deal again."""
    tellings = [
        Telling(
            kind="deal_lapsed",
            key=f"lapsed:{deal.id}:v{deal.version}",
            facts={"deal": deal.id, "account": deal.account_id},
            to=deal.owner,
            topic=f"lapsed:{deal.id}",
            due_at=now,
        )
        for deal in found
        if deal.owner is not None
    ]
    await notices.tell_many(session, workspace_id=workspace.id, tellings=tellings, now=now)
