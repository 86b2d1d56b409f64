"""Stages moved up and down, and taken out of use, by an admin."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, changes, ordering
from core.errors import Missing, Refusal, msgid
from core.models import Member, StageKind
from core.stages import behind
from core.stages.held import Set, must_not_be_last, of_stage


class MovedMeanwhile(Refusal):
    message = msgid("{stage} was moved meanwhile: {who} did that. Look at the list again, then decide.")


class AtTheEnd(Refusal):
    message = msgid("{stage} cannot go further that way.")


class Nowhere(Refusal):
    message = msgid("{n} open deals stand in {stage}. Choose where they go.")
    field = "to"


async def shift(
    session: AsyncSession, *, stage_id: int, up: bool, place: int, by: Member, now: datetime, source: str | None = None
) -> Set:
    """Move a stage one place up or down among those in use. `place`: where it stood on the list pressed."""
    _, stage, stages = await of_stage(session, stage_id=stage_id, by=by)
    here = [each.id for each in stages].index(stage.id)
    if here != place:
        raise MovedMeanwhile(stage=stage, who=await changes.last_by(session, row=stage) or "–")
    there = here + (-1 if up else 1)
    if not 0 <= there < len(stages):
        raise AtTheEnd(stage=stage)
    other = stages[there]
    before, after = {"position": stage.position}, {"position": other.position}
    await ordering.swap(session, stage, other)
    await audit.record(session, row=other, verb="shift", by=by, now=now, before=after, after=before, source=source)
    entry = await audit.record(
        session, row=stage, verb="shift", by=by, now=now, before=before, after=after, source=source
    )
    return Set(stage, entry)


async def retire(
    session: AsyncSession,
    *,
    stage_id: int,
    to_id: int | None,
    by: Member,
    now: datetime,
    source: str | None = None,
) -> Set:
    """Take a stage out of use; its open deals go into another stage of the pipeline first. Its history stays."""
    _, stage, stages = await of_stage(session, stage_id=stage_id, by=by)
    must_not_be_last(stage, stages)
    standing = await behind.count(session, stage_ids=[stage.id], by=by)
    to = next((each for each in stages if each.id == to_id and each.id != stage.id), None)
    if standing and to is None:
        raise Nowhere(n=standing, stage=stage)
    if to is not None and to.kind != StageKind.OPEN:
        raise Missing  # no form of ours offers an end: deals end one by one, each with its reason
    moved = 0
    if to is not None:
        moved = await behind.move_all(session, stage_ids=[stage.id], to=to, reason=None, by=by, now=now)
    stage.retired_at = now
    await session.flush()
    after = {**audit.snapshot(stage, ("retired_at",)), "to": to_id, "deals": moved}
    entry = await audit.record(session, row=stage, verb="retire", by=by, now=now, after=after, source=source)
    return Set(stage, entry, moved)
