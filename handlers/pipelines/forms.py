"""Forms of pipelines and stages, as they are sent. Each shows the pipeline as it is then."""

from sqlalchemy.ext.asyncio import AsyncSession

from core import listed, stages
from core.errors import Missing, OddNumber
from core.models import StageKind
from core.pipelines import settings
from core.stages import Clash, Days, Names, Set, Told, behind
from core.stages import deciders as warnings
from core.stages.asks import Asks
from core.stages.told import LONGEST_DAYS, LONGEST_WAIT, OddDays, OddStageProbability
from handlers import payload
from handlers.pipelines import dialogs, views
from handlers.pipelines.buttons import one
from handlers.pressing import Submission


def _names(form: Submission) -> Names:
    return Names(name_zh=form.text("name_zh"), name_en=form.text("name_en"))


async def add_pipeline(form: Submission) -> None:
    """Begin a pipeline."""
    preset = None if form.text("preset") == dialogs.EMPTY else form.chosen("preset")
    unnamed = preset is not None and not (form.text("name_zh") or form.text("name_en"))
    async with form.db.begin() as session:
        pipeline, _ = await settings.add(
            session,
            preset=preset,
            names=None if unnamed else _names(form),
            by=form.me,
            now=form.now(),
            source=form.source,
        )
        note = form.t("*{pipeline}* is there. New deals can go into it.", pipeline=pipeline)
        drawn = await one(session, pipeline.id, form.me, form.t, note=note)
    await form.show(drawn)


def _wait(form: Submission, name: str, *, least: int) -> int | None:
    return form.whole(name, OddNumber(field=name, least=least, most=LONGEST_WAIT))


async def rename(form: Submission) -> None:
    """Call a pipeline otherwise, set when its deals are warned of and closed by themselves."""
    days = Days(_wait(form, "warning_days", least=0), _wait(form, "grace_days", least=1))
    async with form.db.begin() as session:
        pipeline, _ = await settings.change(
            session,
            pipeline_id=form.id("pipeline"),
            names=_names(form),
            days=days,
            by=form.me,
            now=form.now(),
            source=form.source,
        )
        drawn = await one(session, pipeline.id, form.me, form.t, note=form.t("Saved."))
    await form.show(drawn)


async def deciders(form: Submission) -> None:
    """Set when it is warned of who decides."""
    days = {name: _waited(form, name) for name in ("unmet_days", "nothing_new_days")}
    async with form.db.begin() as session:
        pipeline = await warnings.change(
            session,
            pipeline_id=form.id("pipeline"),
            stage_id=form.chosen("stage"),
            **days,
            by=form.me,
            now=form.now(),
            source=form.source,
        )
        drawn = await one(session, pipeline.id, form.me, form.t, note=form.t("Saved."))
    await form.show(drawn)


def _waited(form: Submission, name: str) -> int | None:
    return form.whole(name, OddNumber(field=name, least=0, most=warnings.MOST))


async def retire_pipeline(form: Submission) -> None:
    """Take a pipeline out of use."""
    async with form.db.begin() as session:
        pipeline, moved = await settings.retire(
            session,
            pipeline_id=form.id("pipeline"),
            to_id=form.chosen("to"),
            by=form.me,
            now=form.now(),
            source=form.source,
        )
        rows, retired = await settings.overview(session, by=form.me)
    gone = form.t("*{pipeline}* is out of use; histories keep its name.", pipeline=pipeline)
    carried = form.t.n("{n} open deal was moved.", "{n} open deals were moved.", moved) if moved else ""
    note = form.t.sentences(gone, carried)
    await form.show(views.overview(rows, retired, form.t, note=note))


async def save_stage(form: Submission) -> None:
    """Add a stage, or change it; what another admin changed meanwhile is told."""
    told = _told(form)
    async with form.db.begin() as session:
        outcome = await _saved(form, session, told)
        if isinstance(outcome, Clash):
            kinds = await listed.of(session, lists=listed.KINDS, by=form.me)
            standing = await behind.count(session, stage_ids=[outcome.stage.id], by=form.me)
        else:
            note = _done(outcome, form)
            drawn = await one(session, outcome.stage.pipeline_id, form.me, form.t, note=note)
    if isinstance(outcome, Clash):
        again = dialogs.stage_form(
            kinds,
            form.t,
            pipeline_id=outcome.stage.pipeline_id,
            stage=outcome.stage,
            deals=standing,
            seen=form.id("seen") if form.kept.get("seen") else 0,
            clash=outcome,
        )
        await form.redraw(again)
    else:
        await form.show(drawn)


def _told(form: Submission) -> Told:
    kind = form.text("kind")
    if kind not in set(StageKind):
        raise Missing
    lines = [line.strip() for line in form.text("checks").splitlines()]
    asks = Asks(
        tuple(form.many.get("fields", ())),
        tuple(payload.row(each) for each in form.many.get("evidence", ())),
        tuple(dict.fromkeys(line for line in lines if line)),
    )
    return Told(
        name_zh=form.text("name_zh"),
        name_en=form.text("name_en"),
        kind=StageKind(kind),
        probability=form.whole("probability", OddStageProbability()),
        expected_days=form.whole("expected_days", OddDays(most=LONGEST_DAYS)),
        asks=asks,
        playbook=form.fields.get("playbook"),
    )


async def _saved(form: Submission, session: AsyncSession, told: Told) -> Set | Clash:
    if "stage" not in form.kept:
        return await stages.add(
            session, pipeline_id=form.id("pipeline"), told=told, by=form.me, now=form.now(), source=form.source
        )
    return await stages.change(
        session,
        stage_id=form.id("stage"),
        told=told,
        seen=form.id("seen") if form.kept.get("seen") else 0,
        already_told=form.id("told") if form.kept.get("told") else 0,
        why=form.text("why"),
        by=form.me,
        now=form.now(),
        source=form.source,
    )


def _done(done: Set, form: Submission) -> str:
    saved = form.t("*{stage}* is saved.", stage=done.stage)
    if not done.deals:
        return saved
    if done.stage.kind == StageKind.OPEN:
        followed = form.t.n(
            "{n} open deal took its new probability.", "{n} open deals took its new probability.", done.deals
        )
    else:
        followed = form.t.n("{n} open deal ended with it.", "{n} open deals ended with it.", done.deals)
    return form.t.sentences(saved, followed)


async def retire_stage(form: Submission) -> None:
    """Take a stage out of use."""
    async with form.db.begin() as session:
        done = await stages.retire(
            session,
            stage_id=form.id("stage"),
            to_id=form.chosen("to"),
            by=form.me,
            now=form.now(),
            source=form.source,
        )
        gone = form.t("*{stage}* is out of use; histories keep its name.", stage=done.stage)
        moved = form.t.n("{n} open deal was moved.", "{n} open deals were moved.", done.deals) if done.deals else ""
        note = form.t.sentences(gone, moved)
        drawn = await one(session, done.stage.pipeline_id, form.me, form.t, note=note)
    await form.show(drawn)
