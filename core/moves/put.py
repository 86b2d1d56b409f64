"""One move of one deal written down: where it stands, what it is worth by that, how long the last stage took."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from core import audit, clocks, deals, owners, reviews, rooms
from core.calendar import local_day
from core.deals import appeals, ends, steps
from core.models import (
    AuditRow,
    Deal,
    DealStatus,
    Extension,
    Listed,
    Member,
    Plea,
    Stage,
    StageKind,
    StageMove,
    Workspace,
)
from core.moves.outcome import NO_ENDING, Ending
from core.requests import end as requests

MOVED = (
    "stage_id",
    "stage_since",
    "status",
    "probability",
    "probability_set",
    "open_probability",
    "closed_at",
    "reason_id",
    "close_reason",
    "competitor",
)


async def put(
    session: AsyncSession,
    *,
    deal: Deal,
    to: Stage,
    verb: str,
    by: Member | None,
    now: datetime,
    ending: Ending = NO_ENDING,
    why: str | None = None,
    lacking: Mapping[str, Any] | None = None,
    source: str | None = None,
) -> AuditRow:
    """Put a locked deal into a stage; probability, history, clock and posted cards follow. `why`: of a move that needs
    a reason; `lacking`: what was missing, where a manager let it through; `by` None: a job did it."""
    workspace = await session.get_one(Workspace, deal.workspace_id)
    before = audit.snapshot(deal, MOVED)
    came_from, stayed = deal.stage_id, now - await last_moved(session, deal=deal)
    was = deal.status
    reopened = deal.status != DealStatus.OPEN and to.kind == StageKind.OPEN
    lost_at = deal.closed_at if deal.status == DealStatus.LOST else None
    _stand(deal, to=to, now=now)
    if reopened:
        deals.wind(deal, pipeline=deal.pipeline, workspace=workspace, today=local_day(now, workspace.zone))
    _end(deal, to=to, ending=ending, now=now)
    await _say_why(session, deal)
    deal.version += 1
    await clocks.wind(session, thing=deal, workspace=workspace)
    move = move_of(deal, came_from=came_from, by=by, now=now)
    move.stayed = stayed
    move.reason, move.reason_id = why or ending.words, deal.reason_id
    move.lacking = dict(lacking) if lacking else None
    session.add(move)
    after = audit.snapshot(deal, MOVED)
    entry = await audit.record(session, row=deal, verb=verb, by=by, now=now, before=before, after=after, source=source)
    kinds = (Plea,) if to.kind == StageKind.OPEN else (Plea, Extension)
    if to.kind == StageKind.LOST:
        await steps.drop(session, deal=deal, now=now)
    elif lost_at is not None:
        await steps.plan_again(session, deal=deal, dropped_at=lost_at)
    if by is not None:
        await requests.stepped(session, deal_id=deal.id, by=by, now=now)
    if deal.status != was:
        await ends.follow(session, workspace_id=deal.workspace_id, deal_ids=[deal.id], now=now)
    await appeals.overtake(session, *kinds, workspace_id=deal.workspace_id, deal_ids=[deal.id], now=now)
    await owners.show_again(session, thing=deal, now=now)
    await reviews.follow(session, deal=deal, cause=entry.id, now=now)
    await rooms.tell_move(session, deal=deal, move=move, now=now)
    if reopened:
        await rooms.follow(session, workspace_id=deal.workspace_id, deal_ids=[deal.id])
    return entry


def _stand(deal: Deal, *, to: Stage, now: datetime) -> None:
    """Where it stands, and how likely it is: by its stage, unless a person said so and it stays open."""
    was_open = deal.status == DealStatus.OPEN
    deal.stage_id, deal.stage_since = to.id, now
    set_committed_value(deal, "stage", to)
    deal.status = DealStatus(to.kind.value)
    if to.kind != StageKind.OPEN:
        if was_open:
            deal.open_probability = deal.probability if deal.probability_set else None
        deal.probability, deal.probability_set = to.probability, False
    elif not was_open:
        deal.probability_set = deal.open_probability is not None
        deal.probability = to.probability if deal.open_probability is None else deal.open_probability
        deal.open_probability = None
    elif not deal.probability_set:
        deal.probability = to.probability


def _end(deal: Deal, *, to: Stage, ending: Ending, now: datetime) -> None:
    """When it closed (won once more: when it was first), and why; an open deal has neither."""
    if to.kind == StageKind.OPEN:
        deal.closed_at, deal.reason_id, deal.close_reason = None, None, None
    else:
        deal.closed_at = deal.closed_at or now
        deal.reason_id, deal.close_reason = ending.reason_id, ending.words
    deal.competitor = ending.competitor or deal.competitor


async def _say_why(session: AsyncSession, deal: Deal) -> None:
    found = await session.get(Listed, (deal.workspace_id, deal.reason_id)) if deal.reason_id else None
    set_committed_value(deal, "listed_reason", found)


def move_of(deal: Deal, *, came_from: int | None, by: Member | None, now: datetime) -> StageMove:
    """A move into the stage where the deal stands, under the name that the stage has today."""
    return StageMove(
        workspace_id=deal.workspace_id,
        deal_id=deal.id,
        from_id=came_from,
        to_id=deal.stage_id,
        by_id=by.id if by else None,
        at=now,
        probability=deal.probability,
        name_zh=deal.stage.name_zh,
        name_en=deal.stage.name_en,
    )


async def last_moved(session: AsyncSession, *, deal: Deal) -> datetime:
    """When it last moved. Not `stage_since`, which an undone move leaves as it was: so that the times in stages add up
    to the deal's age."""
    last = await session.scalar(
        select(func.max(StageMove.at)).where(StageMove.workspace_id == deal.workspace_id, StageMove.deal_id == deal.id)
    )
    return last or deal.created_at
