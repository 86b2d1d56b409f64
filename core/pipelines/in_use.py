"""Pipelines and their stages, as deals go through them. Those retired are kept for their history."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import Missing
from core.models import Member, Pipeline, Stage, StageKind


async def all_of(session: AsyncSession, *, by: Member) -> Sequence[Pipeline]:
    """The pipelines in use, in their order."""
    found = await session.scalars(
        select(Pipeline)
        .where(Pipeline.workspace_id == by.workspace_id, Pipeline.retired_at.is_(None))
        .order_by(Pipeline.position)
    )
    return found.all()


async def hold(session: AsyncSession, *, pipeline_id: int | None, by: Member) -> Pipeline:
    """A pipeline in use (None: the first), whose stages stay as they are until this transaction ends. Hold it
    before any deal that is to move: whoever changes its stages waits, and so do its deals' next moves for them."""
    found = await session.scalars(
        select(Pipeline)
        .where(
            Pipeline.workspace_id == by.workspace_id,
            Pipeline.retired_at.is_(None),
            *([] if pipeline_id is None else [Pipeline.id == pipeline_id]),
        )
        .order_by(Pipeline.position)
        .limit(1)
        .with_for_update(read=True)
    )
    pipeline = found.first()
    if pipeline is None:
        raise Missing
    return pipeline


async def keep(session: AsyncSession, *, pipeline_id: int, by: Member) -> None:
    """The same for a pipeline in which a deal stands already, in use or not."""
    await session.execute(
        select(Pipeline.id)
        .where(Pipeline.workspace_id == by.workspace_id, Pipeline.id == pipeline_id)
        .with_for_update(read=True)
    )


async def stages_of(session: AsyncSession, *, by: Member, pipeline_id: int) -> Sequence[Stage]:
    """A pipeline's stages in use, in their order, the ways to end among them."""
    found = await session.scalars(
        select(Stage)
        .where(Stage.workspace_id == by.workspace_id, Stage.pipeline_id == pipeline_id, Stage.retired_at.is_(None))
        .order_by(Stage.position)
        .execution_options(populate_existing=True)
    )
    return found.all()


def pick(stages: Sequence[Stage], *, kind: StageKind) -> Stage:
    """The first stage of a kind: where a pipeline begins, how it is won, how it is lost."""
    return next(stage for stage in stages if stage.kind == kind)
