"""A deal held still for a move, with the stages of its pipeline, which stay as they are meanwhile."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import deals, pipelines
from core.access import sees_deal
from core.errors import Missing, Refusal, msgid
from core.models import Deal, DealStatus, Member, Stage, StageMove
from core.moves.outcome import Stale


class PipelineChanged(Refusal):
    message = msgid("{deal} went into another pipeline at this very moment. Open its card and look again.")


class Ready(NamedTuple):
    deal: Deal
    stages: Sequence[Stage]


async def ready(session: AsyncSession, *, deal_id: int, seen_stage: int | None, by: Member) -> Ready | Stale:
    """The deal, if it still is in the stage the presser saw (None: they saw none). The pipeline is held before the
    deal, as whoever changes the pipeline does."""
    pipeline_id = await session.scalar(select(Deal.pipeline_id).where(Deal.id == deal_id, sees_deal(by)))
    if pipeline_id is None:
        raise Missing
    await pipelines.keep(session, pipeline_id=pipeline_id, by=by)
    deal = await deals.lock(session, deal_id=deal_id, by=by)
    if deal.pipeline_id != pipeline_id:
        raise PipelineChanged(deal=deal.name)
    if seen_stage not in (None, deal.stage_id):
        return Stale(deal, (await history(session, deal=deal))[-1])
    return Ready(deal, await pipelines.stages_of(session, by=by, pipeline_id=pipeline_id))


async def ready_open(session: AsyncSession, *, deal_id: int, seen_stage: int | None, by: Member) -> Ready | Stale:
    """The same for a deal that has to be open."""
    found = await ready(session, deal_id=deal_id, seen_stage=seen_stage, by=by)
    if isinstance(found, Ready) and found.deal.status != DealStatus.OPEN:
        raise await deals.why_ended(session, deal=found.deal, by=by)
    return found


async def history(session: AsyncSession, *, deal: Deal) -> Sequence[StageMove]:
    """Every move of a deal, oldest first, with who made it and how long the stage before took."""
    rows = await session.scalars(
        select(StageMove)
        .options(joinedload(StageMove.by), joinedload(StageMove.to), joinedload(StageMove.listed_reason))
        .where(StageMove.workspace_id == deal.workspace_id, StageMove.deal_id == deal.id)
        .order_by(StageMove.id)
    )
    return rows.all()
