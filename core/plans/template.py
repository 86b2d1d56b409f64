"""The template of a pipeline's plans, kept by admins: milestones with the working days they usually take."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import audit, changes, listed, ordering, pipelines, presets
from core.errors import Missing, OddNumber, Refusal, msgid
from core.models import AuditRow, List, Member, Pipeline, PlanStep
from core.stages.held import alone
from core.stages.told import Names

MOST_STEPS = 60
LONGEST_DAYS = 366  # working days
# Whose a milestone is by default: the deal's owner's, whoever's leads them, whoever's has a role on the deal's team.
OWNS = ("owner", "manager", "mate")
COLUMNS = ("name_zh", "name_en", "days", "from_start", "owns", "role_id", "stage_id")


class TooManySteps(Refusal):
    message = msgid("The template has {most} milestones, as many as it can. Remove one first.")


class StepGone(Refusal):
    message = msgid("That milestone was taken out of the template meanwhile. Look at the list again.")


class StepMoved(Refusal):
    message = msgid("The template was changed meanwhile. Look at the list again, then decide.")


class StepChanged(Refusal):
    message = msgid("{who} changed this milestone meanwhile, so yours was not saved. Look at the list again.")


class StepAtTheEnd(Refusal):
    message = msgid("{step} cannot go further that way.")


class TemplateThere(Refusal):
    message = msgid("The template of {pipeline} has milestones already. Look at the list again.")


@dataclass(frozen=True, kw_only=True)
class Step(Names):
    """All of a milestone of a template. `days`: working days after the plan's start, or after the step before."""

    days: int | None
    from_start: bool = False
    owns: str = "owner"
    role_id: int | None = None  # of a mate
    stage_id: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.days is None or not 0 <= self.days <= LONGEST_DAYS:
            raise OddNumber(field="days", least=0, most=LONGEST_DAYS)
        if self.owns not in OWNS or (self.owns == "mate") != (self.role_id is not None):
            raise Missing  # no form of ours offers it

    def values(self) -> dict[str, Any]:
        """As a row keeps them."""
        return {name: getattr(self, name) for name in COLUMNS}


async def of(session: AsyncSession, *, pipeline_id: int, by: Member) -> Sequence[PlanStep]:
    """A pipeline's template, in its order."""
    rows = await session.scalars(
        select(PlanStep)
        .options(joinedload(PlanStep.stage), joinedload(PlanStep.role))
        .where(PlanStep.workspace_id == by.workspace_id, PlanStep.pipeline_id == pipeline_id)
        .order_by(PlanStep.position)
        .execution_options(populate_existing=True)
    )
    return rows.all()


async def held(session: AsyncSession, *, pipeline_id: int, by: Member) -> tuple[Pipeline, Sequence[PlanStep]]:
    """A pipeline in use with its template, for an admin alone to change."""
    pipeline = await alone(session, pipeline_id=pipeline_id, by=by)
    return pipeline, await of(session, pipeline_id=pipeline_id, by=by)


async def get(session: AsyncSession, *, step_id: int, by: Member) -> tuple[Pipeline, PlanStep, Sequence[PlanStep]]:
    """A milestone of a template, with its pipeline held for an admin alone."""
    pipeline_id = await session.scalar(
        select(PlanStep.pipeline_id).where(PlanStep.workspace_id == by.workspace_id, PlanStep.id == step_id)
    )
    if pipeline_id is None:
        raise StepGone
    pipeline, steps = await held(session, pipeline_id=pipeline_id, by=by)
    step = next((each for each in steps if each.id == step_id), None)
    if step is None:
        raise StepGone
    return pipeline, step, steps


async def add(
    session: AsyncSession, *, pipeline_id: int, told: Step, by: Member, now: datetime, source: str | None = None
) -> PlanStep:
    """One more milestone, the last. Plans that stand are as they were made."""
    pipeline, steps = await held(session, pipeline_id=pipeline_id, by=by)
    if again := await audit.done_before(session, verb="add", source=source, by=by):
        return next((each for each in steps if each.id == again.noun_id), steps[-1])
    if len(steps) >= MOST_STEPS:
        raise TooManySteps(most=MOST_STEPS)
    await _must_be_known(session, told, pipeline, by=by)
    place = steps[-1].position + 1 if steps else 0
    step = PlanStep(workspace_id=by.workspace_id, pipeline_id=pipeline.id, position=place, **told.values())
    session.add(step)
    await session.flush()
    await audit.record(
        session, row=step, verb="add", by=by, now=now, after=audit.snapshot(step, COLUMNS), source=source
    )
    return step


async def change(
    session: AsyncSession,
    *,
    step_id: int,
    told: Step,
    seen: int,
    by: Member,
    now: datetime,
    source: str | None = None,
) -> PlanStep:
    """Change a milestone of the template, unless another admin did since its form was opened (`seen`)."""
    pipeline, step, _ = await get(session, step_id=step_id, by=by)
    if news := await changes.since(session, row=step, seen=seen, columns=COLUMNS):
        raise StepChanged(who=news[-1].by or "–")
    await _must_be_known(session, told, pipeline, by=by)
    before = audit.snapshot(step, COLUMNS)
    for name, value in told.values().items():
        setattr(step, name, value)
    await session.flush()
    after = audit.snapshot(step, COLUMNS)
    await audit.record(session, row=step, verb="change", by=by, now=now, before=before, after=after, source=source)
    return step


async def _must_be_known(session: AsyncSession, told: Step, pipeline: Pipeline, *, by: Member) -> None:
    if told.role_id is not None:
        await listed.get(session, word_id=told.role_id, lists=(List.MATE,), by=by)
    if told.stage_id is None:
        return
    known = await pipelines.stages_of(session, by=by, pipeline_id=pipeline.id)
    if told.stage_id not in {stage.id for stage in known}:
        raise Missing  # no form of ours offers it


async def remove(session: AsyncSession, *, step_id: int, by: Member, now: datetime, source: str | None = None) -> int:
    """Take a milestone out of the template; the id of its pipeline. Plans that stand keep theirs."""
    pipeline, step, _ = await get(session, step_id=step_id, by=by)
    before = audit.snapshot(step, (*COLUMNS, "position", "pipeline_id"))
    await audit.record(session, row=step, verb="remove", by=by, now=now, before=before, source=source)
    await session.delete(step)
    await session.flush()
    return pipeline.id


async def shift(
    session: AsyncSession, *, step_id: int, up: bool, place: int, by: Member, now: datetime, source: str | None = None
) -> int:
    """Move a milestone one place up or down; the id of its pipeline. `place`: where it stood on the list pressed."""
    pipeline, step, steps = await get(session, step_id=step_id, by=by)
    here = [each.id for each in steps].index(step.id)
    if here != place:
        raise StepMoved
    there = here + (-1 if up else 1)
    if not 0 <= there < len(steps):
        raise StepAtTheEnd(step=step)
    other = steps[there]
    before, after = {"position": step.position}, {"position": other.position}
    await ordering.swap(session, step, other)
    await audit.record(session, row=step, verb="shift", by=by, now=now, before=before, after=after, source=source)
    return pipeline.id


async def fill(
    session: AsyncSession, *, pipeline_id: int, preset: int, by: Member, now: datetime, source: str | None = None
) -> AuditRow:
    """Begin an empty template with the usual milestones of one of `presets.PIPELINES`."""
    pipeline, steps = await held(session, pipeline_id=pipeline_id, by=by)
    if preset not in range(len(presets.PIPELINES)):
        raise Missing
    if steps:
        raise TemplateThere(pipeline=pipeline)
    stages = await pipelines.stages_of(session, by=by, pipeline_id=pipeline_id)
    made = presets.plan_of(pipeline, presets.PIPELINES[preset].plan, stages)
    session.add_all(made)
    await session.flush()
    after = {"preset": preset, "steps": [each.id for each in made]}
    return await audit.record(session, row=pipeline, verb="fill_plan", by=by, now=now, after=after, source=source)
