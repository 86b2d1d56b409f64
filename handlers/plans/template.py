"""The template of a pipeline's plans in chat, for admins: its milestones, the form of one, the usual ones."""

from sqlalchemy.ext.asyncio import AsyncSession

from core import changes, listed, pipelines
from core.errors import OddNumber
from core.models import List, PlanStep
from core.plans import template
from core.plans.template import LONGEST_DAYS, Step
from handlers import more, payload
from handlers.blocks import Message
from handlers.pages import number
from handlers.plans import template_views as views
from handlers.pressing import Press, Submission


async def _drawn(
    session: AsyncSession, told: Press | Submission, pipeline_id: int, *, page: int = 0, note: str | None = None
) -> Message:
    pipeline, steps = await template.held(session, pipeline_id=pipeline_id, by=told.me)
    return views.template(pipeline, steps, told.t, page=page, note=note)


async def show(press: Press) -> None:
    """Show the template, or turn to a page of it."""
    async with press.db.begin() as session:
        shown = await _drawn(session, press, press.id("pipeline"), page=number(press.values))
    await press.show(shown)


async def new(press: Press) -> None:
    """Open the form for a milestone."""
    async with press.db.begin() as session:
        pipeline, _ = await template.held(session, pipeline_id=press.id("pipeline"), by=press.me)
        stages = await pipelines.stages_of(session, by=press.me, pipeline_id=pipeline.id)
        roles = await listed.of(session, lists=(List.MATE,), by=press.me)
    await press.open(views.step_form(pipeline, stages, roles, press.t))


async def _edit(press: Press) -> None:
    async with press.db.begin() as session:
        pipeline, step, _ = await template.get(session, step_id=press.id("step"), by=press.me)
        seen = await changes.last(session, row=step)
        stages = await pipelines.stages_of(session, by=press.me, pipeline_id=pipeline.id)
        roles = await listed.of(session, lists=(List.MATE,), by=press.me)
    await press.open(views.step_form(pipeline, stages, roles, press.t, step=step, seen=seen))


async def _shift(press: Press) -> None:
    place = press.place("place")
    async with press.db.begin() as session:
        pipeline_id = await template.shift(
            session,
            step_id=press.id("step"),
            up=press.values["do"] == "up",
            place=place,
            by=press.me,
            now=press.now(),
            source=press.source,
        )
        shown = await _drawn(session, press, pipeline_id, page=place // views.PAGE)
    await press.show(shown)


async def _remove(press: Press) -> None:
    async with press.db.begin() as session:
        pipeline_id = await template.remove(
            session, step_id=press.id("step"), by=press.me, now=press.now(), source=press.source
        )
        note = press.t("It is out of the template. Plans that stand keep theirs.")
        shown = await _drawn(session, press, pipeline_id, note=note)
    await press.show(shown)


async def fill(press: Press) -> None:
    """Begin with the usual milestones of a preset."""
    async with press.db.begin() as session:
        await template.fill(
            session,
            pipeline_id=press.id("pipeline"),
            preset=press.place("preset"),
            by=press.me,
            now=press.now(),
            source=press.source,
        )
        shown = await _drawn(session, press, press.id("pipeline"))
    await press.show(shown)


async def save(form: Submission) -> None:
    """Add a milestone, or change it."""
    told = _told(form)
    async with form.db.begin() as session:
        step = await _saved(form, session, told)
        note = form.t("*{step}* is saved. Plans made from now on have it.", step=step)
        shown = await _drawn(session, form, step.pipeline_id, page=number(form.kept), note=note)
    await form.show(shown)


async def _saved(form: Submission, session: AsyncSession, told: Step) -> PlanStep:
    if "step" not in form.kept:
        return await template.add(
            session, pipeline_id=form.id("pipeline"), told=told, by=form.me, now=form.now(), source=form.source
        )
    return await template.change(
        session,
        step_id=form.id("step"),
        told=told,
        seen=form.id("seen") if form.kept.get("seen") else 0,
        by=form.me,
        now=form.now(),
        source=form.source,
    )


def _told(form: Submission) -> Step:
    role = form.text("owns").removeprefix(views.MATE) if form.text("owns").startswith(views.MATE) else ""
    return Step(
        name_zh=form.text("name_zh"),
        name_en=form.text("name_en"),
        days=form.whole("days", OddNumber(field="days", least=0, most=LONGEST_DAYS)),
        from_start=form.text("since") == views.START,
        owns="mate" if role else form.text("owns"),
        role_id=payload.row(role) if role else None,
        stage_id=form.chosen("stage"),
    )


# What is to be done with a milestone.
menu = more.chosen({"edit": _edit, "up": _shift, "down": _shift, "remove": _remove})
