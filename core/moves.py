"""Moves of a deal: through its stages, to won or lost. Every one is kept, with how long the last stage took."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from core import audit, clocks, deals, owners, pipelines, workspaces
from core.errors import Missing, Refusal, msgid
from core.models import AuditRow, Deal, DealStatus, Member, Stage, StageKind, StageMove

MOVED = (
    "stage_id",
    "stage_since",
    "status",
    "probability",
    "probability_set",
    "closed_at",
    "close_reason",
    "competitor",
)


class DealMoved(Refusal):
    message = msgid("{deal} is in {stage} now: {who} moved it. Look at the card again, then decide.")


class FirstStage(Refusal):
    message = msgid("{deal} is in the first stage already, so it cannot be sent back.")


class ReasonMissing(Refusal):
    message = msgid("Why was it lost? A few words are enough; they teach the next deal.")
    field = "reason"


async def advance(
    session: AsyncSession, *, deal_id: int, seen_stage: int, by: Member, now: datetime, source: str | None = None
) -> tuple[Deal, AuditRow]:
    """Move a deal on by one stage; from the last open one it is won. `seen_stage`: the stage on the card pressed."""
    return await _step(session, deal_id=deal_id, seen_stage=seen_stage, forward=True, by=by, now=now, source=source)


async def send_back(
    session: AsyncSession, *, deal_id: int, seen_stage: int, by: Member, now: datetime, source: str | None = None
) -> tuple[Deal, AuditRow]:
    """Move a deal back by one stage."""
    return await _step(session, deal_id=deal_id, seen_stage=seen_stage, forward=False, by=by, now=now, source=source)


async def _step(
    session: AsyncSession,
    *,
    deal_id: int,
    seen_stage: int,
    forward: bool,
    by: Member,
    now: datetime,
    source: str | None,
) -> tuple[Deal, AuditRow]:
    deal = await _lock_seen(session, deal_id=deal_id, seen_stage=seen_stage, by=by)
    stages = await pipelines.stages_of(session, by=by, pipeline_id=deal.pipeline_id)
    way = [stage for stage in stages if stage.kind == StageKind.OPEN]
    place = way.index(deal.stage)
    if not forward and place == 0:
        raise FirstStage(deal=deal.name)
    if forward and place + 1 == len(way):
        target = pipelines.pick(stages, kind=StageKind.WON)
    else:
        target = way[place + (1 if forward else -1)]
    verb = "advance" if forward else "send_back"
    return deal, await _put(session, deal=deal, to=target, verb=verb, by=by, now=now, source=source)


async def win(
    session: AsyncSession,
    *,
    deal_id: int,
    by: Member,
    now: datetime,
    reason: str | None = None,
    source: str | None = None,
) -> tuple[Deal, AuditRow]:
    """Close a deal as won. Won already: nothing changes but that it is said."""
    deal = await deals.lock_open(session, deal_id=deal_id, by=by)
    stages = await pipelines.stages_of(session, by=by, pipeline_id=deal.pipeline_id)
    target = pipelines.pick(stages, kind=StageKind.WON)
    return deal, await _put(session, deal=deal, to=target, verb="win", by=by, now=now, reason=reason, source=source)


async def lose(
    session: AsyncSession,
    *,
    deal_id: int,
    reason: str,
    by: Member,
    now: datetime,
    stage_id: int | None = None,
    competitor: str | None = None,
    source: str | None = None,
) -> tuple[Deal, AuditRow]:
    """Close a deal as lost, in one of the pipeline's ways to lose, with its reason."""
    if not reason.strip():
        raise ReasonMissing
    deal = await deals.lock_open(session, deal_id=deal_id, by=by)
    stages = await pipelines.stages_of(session, by=by, pipeline_id=deal.pipeline_id)
    ways = [stage for stage in stages if stage.kind == StageKind.LOST and stage_id in (None, stage.id)]
    if not ways:
        raise Missing
    return deal, await _put(
        session,
        deal=deal,
        to=ways[0],
        verb="lose",
        by=by,
        now=now,
        reason=reason.strip(),
        competitor=competitor,
        source=source,
    )


async def _lock_seen(session: AsyncSession, *, deal_id: int, seen_stage: int, by: Member) -> Deal:
    """The deal, if it still is in the stage the presser saw; else they are told who moved it."""
    deal = await deals.lock_open(session, deal_id=deal_id, by=by)
    if deal.stage_id != seen_stage:
        last = (await history(session, deal=deal))[-1]
        raise DealMoved(deal=deal.name, stage=deal.stage, who=last.by)
    return deal


async def _put(
    session: AsyncSession,
    *,
    deal: Deal,
    to: Stage,
    verb: str,
    by: Member,
    now: datetime,
    reason: str | None = None,
    competitor: str | None = None,
    source: str | None = None,
) -> AuditRow:
    """Put a locked deal into a stage: probability follows, the move is kept with how long the last stage took."""
    workspace = await workspaces.of(session, by=by)
    before = audit.snapshot(deal, MOVED)
    # Not since `stage_since`, which an undone move leaves as it was: so the times in stages add up to the deal's age.
    came_from, stayed = deal.stage_id, now - await _last_moved(session, deal=deal)
    deal.stage_id, deal.stage_since = to.id, now
    set_committed_value(deal, "stage", to)
    deal.status = DealStatus(to.kind.value)
    if not deal.probability_set or to.kind != StageKind.OPEN:
        deal.probability, deal.probability_set = to.probability, False
    deal.closed_at = None if to.kind == StageKind.OPEN else now
    deal.close_reason, deal.competitor = reason, competitor
    deal.version += 1
    await clocks.wind(session, thing=deal, workspace=workspace)
    session.add(
        StageMove(
            workspace_id=deal.workspace_id,
            deal_id=deal.id,
            from_id=came_from,
            to_id=to.id,
            by_id=by.id,
            at=now,
            stayed=stayed,
            probability=deal.probability,
            reason=reason,
        )
    )
    entry = await audit.record(
        session,
        row=deal,
        verb=verb,
        by=by,
        now=now,
        before=before,
        after=audit.snapshot(deal, MOVED),
        source=source,
    )
    await owners.show_again(session, thing=deal, now=now)
    return entry


async def _last_moved(session: AsyncSession, *, deal: Deal) -> datetime:
    last = await session.scalar(
        select(func.max(StageMove.at)).where(StageMove.workspace_id == deal.workspace_id, StageMove.deal_id == deal.id)
    )
    return last or deal.created_at


async def history(session: AsyncSession, *, deal: Deal) -> Sequence[StageMove]:
    """Every move of a deal, oldest first, with who made it and how long the stage before took."""
    rows = await session.scalars(
        select(StageMove)
        .options(joinedload(StageMove.by), joinedload(StageMove.to))
        .where(StageMove.workspace_id == deal.workspace_id, StageMove.deal_id == deal.id)
        .order_by(StageMove.id)
    )
    return rows.all()
