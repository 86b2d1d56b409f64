"""Pipelines as an admin sets them: begun from a preset or empty, renamed, their dates kept, retired."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, pipelines, presets, workspaces
from core.errors import Missing, Refusal, msgid
from core.models import AuditRow, Deal, DealStatus, Member, Pipeline, Stage, StageKind
from core.settings import must_be_admin
from core.stages import behind
from core.stages.held import alone
from core.stages.told import MOST_PIPELINES, Days, Names, NameTaken

COLUMNS = ("name_zh", "name_en", "warning_days", "grace_days")


class TooManyPipelines(Refusal):
    message = msgid("There are {most} pipelines, as many as there can be. Retire one first.")


class LastPipeline(Refusal):
    message = msgid("{pipeline} is the only pipeline, and deals need one. Add another first.")


class PipelineHasDeals(Refusal):
    message = msgid("{n} open deals are in {pipeline}. Choose where they go.")
    field = "to"


@dataclass(frozen=True)
class Row:
    """A pipeline in the list of all: its stages in use, and how many open deals it has in all."""

    pipeline: Pipeline
    stages: Sequence[Stage]
    deals: int


async def overview(session: AsyncSession, *, by: Member) -> tuple[list[Row], int]:
    """The pipelines in use, and how many were retired; for admins. Four statements."""
    await must_be_admin(session, by=by)
    live = await pipelines.all_of(session, by=by)
    stages = await session.scalars(
        select(Stage)
        .where(Stage.workspace_id == by.workspace_id, Stage.retired_at.is_(None))
        .order_by(Stage.pipeline_id, Stage.position)
    )
    by_pipeline: dict[int, list[Stage]] = {}
    for stage in stages:
        by_pipeline.setdefault(stage.pipeline_id, []).append(stage)
    counts = await session.execute(
        select(Deal.pipeline_id, func.count())
        .where(Deal.workspace_id == by.workspace_id, Deal.status == DealStatus.OPEN)
        .group_by(Deal.pipeline_id)
    )
    deals = {pipeline_id: count for pipeline_id, count in counts}  # noqa: C416  # rows, not pairs, to the type checker
    retired = await session.scalar(
        select(func.count())
        .select_from(Pipeline)
        .where(Pipeline.workspace_id == by.workspace_id, Pipeline.retired_at.is_not(None))
    )
    rows = [Row(each, by_pipeline.get(each.id, []), deals.get(each.id, 0)) for each in live]
    return rows, retired or 0


async def row(session: AsyncSession, *, pipeline_id: int, by: Member) -> Row:
    """One pipeline in use, for admins."""
    rows, _ = await overview(session, by=by)
    for each in rows:
        if each.pipeline.id == pipeline_id:
            return each
    raise Missing


async def add(
    session: AsyncSession,
    *,
    preset: int | None,
    names: Names | None,
    by: Member,
    now: datetime,
    source: str | None = None,
) -> tuple[Pipeline, AuditRow]:
    """Begin a pipeline from one of `presets.PIPELINES` (None: with one stage and the two ways to end). `names` None:
    the preset's own."""
    await must_be_admin(session, by=by)
    await workspaces.one_at_a_time(session, by=by)
    if again := await audit.done_before(session, verb="add", source=source, by=by):
        return await session.get_one(Pipeline, (by.workspace_id, again.noun_id)), again
    if preset is not None and preset not in range(len(presets.PIPELINES)):
        raise Missing
    chosen = presets.PIPELINES[preset] if preset is not None else None
    if names is None:
        names = Names(name_zh=chosen.zh if chosen else "", name_en=chosen.en if chosen else "")
    live = await pipelines.all_of(session, by=by)
    if len(live) >= MOST_PIPELINES:
        raise TooManyPipelines(most=MOST_PIPELINES)
    _must_be_new(live, names)
    last = await session.scalar(select(func.max(Pipeline.position)).where(Pipeline.workspace_id == by.workspace_id))
    pipeline = Pipeline(
        workspace_id=by.workspace_id, name_zh=names.name_zh, name_en=names.name_en, position=(last or 0) + 1
    )
    session.add(pipeline)
    await session.flush()
    stages = presets.stages_of(pipeline, chosen.stages if chosen else presets.EMPTY)
    session.add_all(stages)
    await session.flush()
    session.add_all(presets.plan_of(pipeline, chosen.plan if chosen else (), stages))
    await session.flush()
    after = audit.snapshot(pipeline, ("name_zh", "name_en"))
    entry = await audit.record(session, row=pipeline, verb="add", by=by, now=now, after=after, source=source)
    return pipeline, entry


def _must_be_new(live: Sequence[Pipeline], names: Names, own: int | None = None) -> None:
    for each in live:
        if each.id != own and (each.name_zh == names.name_zh or each.name_en == names.name_en):
            raise NameTaken(name=each)


async def change(
    session: AsyncSession,
    *,
    pipeline_id: int,
    names: Names,
    days: Days,
    by: Member,
    now: datetime,
    source: str | None = None,
) -> tuple[Pipeline, AuditRow]:
    """Call a pipeline otherwise, set when its deals are warned of and closed by themselves; its open deals follow."""
    pipeline = await alone(session, pipeline_id=pipeline_id, by=by)
    _must_be_new(await pipelines.all_of(session, by=by), names, own=pipeline.id)
    before = audit.snapshot(pipeline, COLUMNS)
    pipeline.name_zh, pipeline.name_en = names.name_zh, names.name_en
    pipeline.warning_days, pipeline.grace_days = days.warning, days.grace
    await session.flush()
    after = audit.snapshot(pipeline, COLUMNS)
    if (before["warning_days"], before["grace_days"]) != (days.warning, days.grace):
        await behind.wind(session, pipeline=pipeline, by=by, now=now)
    return pipeline, await audit.record(
        session, row=pipeline, verb="change", by=by, now=now, before=before, after=after, source=source
    )


async def retire(
    session: AsyncSession, *, pipeline_id: int, to_id: int | None, by: Member, now: datetime, source: str | None = None
) -> tuple[Pipeline, int]:
    """Take a pipeline out of use; its open deals go into a stage of another one first (how many)."""
    await must_be_admin(session, by=by)
    to = await session.get(Stage, (by.workspace_id, to_id)) if to_id is not None else None
    # In one order, so that two admins who move deals to and fro wait for each other instead of in a circle.
    held = {each: await alone(session, pipeline_id=each, by=by) for each in sorted({pipeline_id, *_pipeline_of(to)})}
    pipeline = held[pipeline_id]
    stages = await pipelines.stages_of(session, by=by, pipeline_id=pipeline_id)
    if len(await pipelines.all_of(session, by=by)) == 1:
        raise LastPipeline(pipeline=pipeline)
    standing = await behind.count(session, stage_ids=[stage.id for stage in stages], by=by)
    if standing and to is None:
        raise PipelineHasDeals(n=standing, pipeline=pipeline)
    if to is not None:
        await session.refresh(to)
        if to.pipeline_id == pipeline_id or to.kind != StageKind.OPEN or to.retired_at is not None:
            raise Missing
        ids = [stage.id for stage in stages]
        await behind.move_all(session, stage_ids=ids, to=to, reason=None, by=by, now=now)
    pipeline.retired_at = now
    await session.flush()
    after = {**audit.snapshot(pipeline, ("retired_at",)), "to": to_id, "deals": standing}
    await audit.record(session, row=pipeline, verb="retire", by=by, now=now, after=after, source=source)
    return pipeline, standing


def _pipeline_of(stage: Stage | None) -> list[int]:
    return [stage.pipeline_id] if stage else []
