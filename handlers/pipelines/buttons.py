"""Buttons on pipelines and stages, for admins."""

from sqlalchemy.ext.asyncio import AsyncSession

from core import changes, listed, stages
from core.errors import Missing
from core.models import Listed, Member
from core.pipelines import settings
from core.stages import behind
from handlers import more
from handlers.blocks import Message
from handlers.pipelines import dialogs, views
from handlers.pressing import Press
from handlers.words import Translate


async def show(press: Press) -> None:
    """All pipelines."""
    async with press.db.begin() as session:
        rows, retired = await settings.overview(session, by=press.me)
    await press.show(views.overview(rows, retired, press.t))


async def open_one(press: Press) -> None:
    """One pipeline with its stages."""
    async with press.db.begin() as session:
        drawn = await one(session, press.id("pipeline"), press.me, press.t)
    await press.show(drawn)


async def one(session: AsyncSession, pipeline_id: int, me: Member, t: Translate, *, note: str | None = None) -> Message:
    """The pipeline as it is now."""
    row = await settings.row(session, pipeline_id=pipeline_id, by=me)
    return views.one(row, await kinds_by_id(session, me), t, note=note)


async def kinds_by_id(session: AsyncSession, me: Member) -> dict[int, Listed]:
    """The kinds of evidence there are."""
    return {kind.id: kind for kind in await listed.of(session, lists=listed.KINDS, by=me)}


async def new(press: Press) -> None:
    """Open the form for a pipeline."""
    async with press.db.begin() as session:
        await settings.overview(session, by=press.me)
    await press.open(dialogs.new_pipeline(press.t))


async def rename(press: Press) -> None:
    """Open the form with the pipeline's names."""
    async with press.db.begin() as session:
        row = await settings.row(session, pipeline_id=press.id("pipeline"), by=press.me)
    await press.open(dialogs.rename(row.pipeline, press.t))


async def deciders(press: Press) -> None:
    """Open the form that says when it is warned of who decides."""
    async with press.db.begin() as session:
        row = await settings.row(session, pipeline_id=press.id("pipeline"), by=press.me)
    await press.open(dialogs.deciders(row, press.t))


async def retire(press: Press) -> None:
    """Open the form that takes a pipeline out of use."""
    async with press.db.begin() as session:
        rows, _ = await settings.overview(session, by=press.me)
    row = next((each for each in rows if each.pipeline.id == press.id("pipeline")), None)
    if row is None:
        raise Missing
    others = [each for each in rows if each is not row]
    await press.open(dialogs.retire_pipeline(row, others, press.t))


async def new_stage(press: Press) -> None:
    """Open the form for a stage."""
    async with press.db.begin() as session:
        row = await settings.row(session, pipeline_id=press.id("pipeline"), by=press.me)
        kinds = await listed.of(session, lists=listed.KINDS, by=press.me)
    await press.open(dialogs.stage_form(kinds, press.t, pipeline_id=row.pipeline.id))


async def _edit(press: Press) -> None:
    async with press.db.begin() as session:
        stage = await stages.get(session, stage_id=press.id("stage"), by=press.me)
        await settings.row(session, pipeline_id=stage.pipeline_id, by=press.me)
        seen = await changes.last(session, row=stage)
        await session.refresh(stage)
        standing = await behind.count(session, stage_ids=[stage.id], by=press.me)
        kinds = await listed.of(session, lists=listed.KINDS, by=press.me)
    await press.open(
        dialogs.stage_form(kinds, press.t, pipeline_id=stage.pipeline_id, stage=stage, deals=standing, seen=seen)
    )


async def _shift(press: Press) -> None:
    async with press.db.begin() as session:
        done = await stages.shift(
            session,
            stage_id=press.id("stage"),
            up=press.values["do"] == "up",
            place=press.place("place"),
            by=press.me,
            now=press.now(),
            source=press.source,
        )
        drawn = await one(session, done.stage.pipeline_id, press.me, press.t)
    await press.show(drawn)


async def _retire(press: Press) -> None:
    async with press.db.begin() as session:
        stage = await stages.get(session, stage_id=press.id("stage"), by=press.me)
        row = await settings.row(session, pipeline_id=stage.pipeline_id, by=press.me)
        standing = await behind.count(session, stage_ids=[stage.id], by=press.me)
    await press.open(dialogs.retire_stage(stage, row.stages, standing, press.t))


# What is to be done with a stage.
menu = more.chosen({"edit": _edit, "up": _shift, "down": _shift, "retire": _retire})
