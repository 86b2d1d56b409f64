"""Stages added and changed by an admin. Of two who change the same, the second learns what the first said."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, changes, listed, pipelines
from core.changes import Change
from core.errors import Missing, Refusal, msgid
from core.models import Deal, DealStatus, Member, Stage, StageKind
from core.stages import behind
from core.stages.held import Set, alone, get, must_not_be_last, of_stage
from core.stages.told import COLUMNS, MOST_STAGES, NameTaken, Told


class TooManyStages(Refusal):
    message = msgid("{pipeline} has {most} stages, as many as one can have. Retire one first.")


class ClosedThere(Refusal):
    message = msgid("{n} deals were closed in {stage}, so it goes on meaning that. Add a new stage instead.")
    field = "kind"


class WhyEnded(Refusal):
    message = msgid("{n} open deals stand in {stage} and would be closed by this. Say why, and they are.")
    field = "why"


@dataclass(frozen=True)
class Clash:
    """Nothing was written: another admin changed the same meanwhile. Sent again with `told`, it goes before theirs."""

    stage: Stage
    changes: Sequence[Change]

    @property
    def told(self) -> int:
        """The newest change its writer now knows of."""
        return max(change.entry.id for change in self.changes)


async def add(
    session: AsyncSession, *, pipeline_id: int, told: Told, by: Member, now: datetime, source: str | None = None
) -> Set:
    """A new stage: an open one before the first way to end, a way to end after the last."""
    pipeline = await alone(session, pipeline_id=pipeline_id, by=by)
    if again := await audit.done_before(session, verb="add", source=source, by=by):
        return Set(await get(session, stage_id=again.noun_id, by=by), again)
    stages = list(await pipelines.stages_of(session, by=by, pipeline_id=pipeline_id))
    if len(stages) >= MOST_STAGES:
        raise TooManyStages(pipeline=pipeline, most=MOST_STAGES)
    _must_be_new(stages, told)
    await _must_know_kinds(session, told, by=by)
    ends = [stage.position for stage in stages if stage.kind != StageKind.OPEN]
    last = await session.scalar(
        select(func.max(Stage.position)).where(Stage.workspace_id == by.workspace_id, Stage.pipeline_id == pipeline_id)
    )
    place = min(ends) if told.kind == StageKind.OPEN and ends else (last or 0) + 1
    await _make_room(session, pipeline_id=pipeline_id, at=place, by=by)
    stage = Stage(workspace_id=by.workspace_id, pipeline_id=pipeline_id, position=place, **told.values())
    session.add(stage)
    await session.flush()
    after = audit.snapshot(stage, (*COLUMNS, "pipeline_id", "position"))
    return Set(stage, await audit.record(session, row=stage, verb="add", by=by, now=now, after=after, source=source))


async def _make_room(session: AsyncSession, *, pipeline_id: int, at: int, by: Member) -> None:
    """Move whatever stands there or behind one place on."""
    await session.execute(
        update(Stage)
        .where(Stage.workspace_id == by.workspace_id, Stage.pipeline_id == pipeline_id, Stage.position >= at)
        .values(position=Stage.position + 1)
    )


async def _must_know_kinds(session: AsyncSession, told: Told, *, by: Member) -> None:
    kinds = {kind.id for kind in await listed.of(session, lists=listed.KINDS, by=by)} if told.asks.evidence else set()
    if set(told.asks.evidence) - kinds:
        raise Missing  # no form of ours offers it


def _must_be_new(stages: Sequence[Stage], told: Told, own: int | None = None) -> None:
    for stage in stages:
        if stage.id != own and (stage.name_zh == told.name_zh or stage.name_en == told.name_en):
            raise NameTaken(name=stage)


async def change(
    session: AsyncSession,
    *,
    stage_id: int,
    told: Told,
    by: Member,
    now: datetime,
    seen: int | None = None,
    already_told: int = 0,
    why: str = "",
    source: str | None = None,
) -> Set | Clash:
    """Change a stage. Open deals that follow its probability take the new one; made a way to end, it ends its open
    deals, which needs a reason (`why`). `seen`, `already_told`: as in core.changes.merge."""
    _, stage, stages = await of_stage(session, stage_id=stage_id, by=by)
    await _must_know_kinds(session, told, by=by)
    values = dict(told.values())
    if seen is not None:
        changed = await changes.since(session, row=stage, seen=seen, columns=COLUMNS)
        merged = changes.merge(values, {name: getattr(stage, name) for name in COLUMNS}, changed, told=already_told)
        if merged.clashes:
            return Clash(stage, merged.clashes)
        values = dict(merged.values)
    _must_be_new(stages, replace(told, name_zh=values["name_zh"], name_en=values["name_en"]), own=stage.id)
    before = audit.snapshot(stage, COLUMNS)
    ended = await _may_become(session, stage, StageKind(values["kind"]), stages, why=why, by=by)
    for name, value in values.items():
        setattr(stage, name, value)
    await session.flush()
    after = audit.snapshot(stage, COLUMNS)
    entry = await audit.record(
        session, row=stage, verb="change", by=by, now=now, before=before, after=after, source=source
    )
    if ended:
        reason = why.strip() or None
        closed = await behind.move_all(session, stage_ids=[stage.id], to=stage, reason=reason, by=by, now=now)
        return Set(stage, entry, closed)
    followed = await behind.follow(session, stage=stage, by=by, now=now) if stage.kind == StageKind.OPEN else 0
    if not followed:
        await behind.show(session, stage=stage, by=by, now=now)
    return Set(stage, entry, followed)


async def _may_become(
    session: AsyncSession, stage: Stage, kind: StageKind, stages: Sequence[Stage], *, why: str, by: Member
) -> bool:
    """Whether the stage is made a way to end, which ends the deals in it."""
    if kind == stage.kind:
        return False
    must_not_be_last(stage, stages)
    if stage.kind != StageKind.OPEN:
        closed = await session.scalar(
            select(func.count())
            .select_from(Deal)
            .where(
                Deal.workspace_id == by.workspace_id,
                Deal.stage_id == stage.id,
                Deal.status.in_((DealStatus.WON, DealStatus.LOST)),
            )
        )
        if closed:
            raise ClosedThere(n=closed, stage=stage)
        return False
    standing = await behind.count(session, stage_ids=[stage.id], by=by)
    if standing and not why.strip():
        raise WhyEnded(n=standing, stage=stage)
    return True
