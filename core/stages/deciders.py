"""When it is warned of who decides, as an admin says for a pipeline: from which stage on, after how many days."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, pipelines
from core.errors import Missing, OddNumber
from core.models import Member, Pipeline, Stage, StageKind
from core.stages import behind
from core.stages.held import alone

MOST = 250  # working days
COLUMNS = ("unmet_days", "nothing_new_days")


async def change(
    session: AsyncSession,
    *,
    pipeline_id: int,
    stage_id: int | None,
    unmet_days: int | None,
    nothing_new_days: int | None,
    by: Member,
    now: datetime,
    source: str | None = None,
) -> Pipeline:
    """Set from which stage on whoever decides must be known (None: by the probability), and the working days of the
    warnings (None: the usual, 0: never). Its open deals are looked at anew."""
    for name, value in (("unmet_days", unmet_days), ("nothing_new_days", nothing_new_days)):
        if value is not None and not 0 <= value <= MOST:
            raise OddNumber(field=name, least=0, most=MOST)
    pipeline = await alone(session, pipeline_id=pipeline_id, by=by)
    stages = await pipelines.stages_of(session, by=by, pipeline_id=pipeline.id)
    if stage_id is not None and stage_id not in {each.id for each in stages if each.kind == StageKind.OPEN}:
        raise Missing  # no form of ours offers it
    marked = next((each.id for each in stages if each.decides_from), None)
    before = {**audit.snapshot(pipeline, COLUMNS), "decides_from": marked}
    pipeline.unmet_days, pipeline.nothing_new_days = unmet_days, nothing_new_days
    await session.execute(
        update(Stage)
        .where(Stage.workspace_id == by.workspace_id, Stage.pipeline_id == pipeline.id)
        .values(decides_from=Stage.id == (stage_id or 0))
    )
    after = {**audit.snapshot(pipeline, COLUMNS), "decides_from": stage_id}
    await audit.record(
        session, row=pipeline, verb="deciders", by=by, now=now, before=before, after=after, source=source
    )
    await behind.look_again(session, pipeline=pipeline, by=by, now=now)
    return pipeline
