"""A stage or a pipeline held for an admin alone: other admins and the moves of its deals wait meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import changes, pipelines
from core.errors import Missing, Refusal, msgid
from core.models import AuditRow, Member, Pipeline, Stage
from core.settings import must_be_admin


class StageRetired(Refusal):
    message = msgid("{stage} was retired: {who} did that. Look at the list again.")


class LastOfItsKind(Refusal):
    message = msgid("Every pipeline needs an open stage, one that wins and one that loses: {stage} is the last such.")
    field = "kind"


@dataclass(frozen=True)
class Set:
    """A stage as it stands now; `deals`: how many open deals took its new probability, moved or ended with it."""

    stage: Stage
    entry: AuditRow
    deals: int = 0


async def get(session: AsyncSession, *, stage_id: int, by: Member) -> Stage:
    """A stage in use."""
    stage = await session.get(Stage, (by.workspace_id, stage_id))
    if stage is None:
        raise Missing
    if stage.retired_at is not None:
        raise StageRetired(stage=stage, who=await changes.last_by(session, row=stage) or "–")
    return stage


async def alone(session: AsyncSession, *, pipeline_id: int, by: Member) -> Pipeline:
    """A pipeline in use, for an admin alone to change: other admins and its deals' moves wait."""
    await must_be_admin(session, by=by)
    found = await session.scalars(
        select(Pipeline)
        .where(Pipeline.workspace_id == by.workspace_id, Pipeline.id == pipeline_id, Pipeline.retired_at.is_(None))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    pipeline = found.first()
    if pipeline is None:
        raise Missing
    return pipeline


async def of_stage(session: AsyncSession, *, stage_id: int, by: Member) -> tuple[Pipeline, Stage, list[Stage]]:
    """A stage in use, its pipeline held, and all of that pipeline's stages in use."""
    pipeline_id = await session.scalar(
        select(Stage.pipeline_id).where(Stage.workspace_id == by.workspace_id, Stage.id == stage_id)
    )
    if pipeline_id is None:
        raise Missing
    pipeline = await alone(session, pipeline_id=pipeline_id, by=by)
    found = await session.scalars(
        select(Stage)
        .where(Stage.workspace_id == by.workspace_id, Stage.id == stage_id)
        .execution_options(populate_existing=True)
    )
    stage = found.one()
    if stage.retired_at is not None:
        raise StageRetired(stage=stage, who=await changes.last_by(session, row=stage) or "–")
    return pipeline, stage, list(await pipelines.stages_of(session, by=by, pipeline_id=pipeline_id))


def must_not_be_last(stage: Stage, stages: Sequence[Stage]) -> None:
    if not any(other.kind == stage.kind and other.id != stage.id for other in stages):
        raise LastOfItsKind(stage=stage)
