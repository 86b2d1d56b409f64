"""Forms of pipelines and stages, as they are opened."""

from collections.abc import Sequence

from core import presets
from core.deciders.warn import DECIDER_BY, NOTHING_NEW, UNMET
from core.models import Listed, Pipeline, Stage, StageKind
from core.pipelines.settings import Row
from core.stages import Clash, asks
from core.stages.asks import LONGEST_CHECK, MOST_CHECKS
from core.stages.deciders import MOST as MOST_WAITED
from core.stages.told import LONGEST_DAYS, LONGEST_NAME, LONGEST_PLAYBOOK, LONGEST_WAIT
from handlers import ids
from handlers.blocks import Block, View, field, form, grouped, multi_select, option, section, select, text_input
from handlers.deals import asked, meanwhile
from handlers.pipelines.views import KINDS
from handlers.words import Translate

EMPTY = "empty"


def _names(t: Translate, zh: str = "", en: str = "", *, hint: str = "") -> list[Block]:
    return [
        field("name_zh", t.plain("Name in Chinese"), text_input("v", initial=zh, most=LONGEST_NAME), hint=hint),
        field("name_en", t.plain("Name in English"), text_input("v", initial=en, most=LONGEST_NAME)),
    ]


def new_pipeline(t: Translate) -> View:
    """The form for a pipeline, from a preset or empty."""
    known = [
        option(preset.zh if t.chinese else preset.en, str(place)) for place, preset in enumerate(presets.PIPELINES)
    ]
    known.append(option(t.plain("Empty: one stage, won and lost"), EMPTY))
    begin = select("v", known, placeholder=t.plain("Begin with"), chosen=known[0]["value"])
    hint = t.plain("Left empty, the preset's own name. One language stands for both.")
    return form(
        ids.PIPELINE_FORM,
        t.plain("New pipeline"),
        t.plain("Add"),
        t.plain("Cancel"),
        [field("preset", t.plain("Begin with"), begin, optional=False), *_names(t, hint=hint)],
    )


def rename(pipeline: Pipeline, t: Translate) -> View:
    """The form that calls a pipeline otherwise, and says when its deals are warned of and closed by themselves."""
    return form(
        ids.PIPELINE_NAME_FORM,
        t.plain("Name and dates"),
        t.plain("Save"),
        t.plain("Cancel"),
        [*_names(t, pipeline.name_zh, pipeline.name_en), *_days(pipeline, t)],
        keep={"pipeline": pipeline.id},
    )


def _days(pipeline: Pipeline, t: Translate) -> list[Block]:
    return [
        field(
            "warning_days",
            t.plain("Warn before the expected close (days)"),
            text_input("v", initial=_written(pipeline.warning_days), most=2),
            hint=t.plain("0 to {most}. Empty: as the workspace's settings say.", most=LONGEST_WAIT),
        ),
        field(
            "grace_days",
            t.plain("Close by themselves (days after it)"),
            text_input("v", initial=_written(pipeline.grace_days), most=2),
            hint=t.plain(
                "1 to {most}. Empty: never. Owners are told first, and may ask for a new date.", most=LONGEST_WAIT
            ),
        ),
    ]


def deciders(row: Row, t: Translate) -> View:
    """The form that says when it is warned of who decides."""
    offered = [option(t.text(stage), str(stage.id)) for stage in _open(row.stages)]
    marked = next((str(stage.id) for stage in row.stages if stage.decides_from), None)
    return form(
        ids.PIPELINE_DECIDERS_FORM,
        t.plain("Warnings: who decides"),
        t.plain("Save"),
        t.plain("Cancel"),
        [
            field(
                "stage",
                t.plain("Known from this stage on"),
                select("v", offered, placeholder=t.plain("Choose a stage"), chosen=marked),
                hint=t.plain("Left empty: from a probability of {n}% on.", n=DECIDER_BY),
            ),
            _waits("unmet_days", t.plain("Decision maker not met (working days)"), row.pipeline.unmet_days, UNMET, t),
            _waits(
                "nothing_new_days",
                t.plain("Nobody new met (working days)"),
                row.pipeline.nothing_new_days,
                NOTHING_NEW,
                t,
            ),
        ],
        keep={"pipeline": row.pipeline.id},
    )


def _waits(name: str, label: str, days: int | None, usual: int, t: Translate) -> Block:
    hint = t.plain("0 to {most}. Empty: {n}. 0: never.", most=MOST_WAITED, n=usual)
    return field(name, label, text_input("v", initial=_written(days), most=3), hint=hint)


def _written(days: int | None) -> str:
    return "" if days is None else str(days)


def retire_pipeline(row: Row, others: Sequence[Row], t: Translate) -> View:
    """The form that takes a pipeline out of use; its open deals go into a stage of another."""
    blocks = [section(_out_of_use(t.mrkdwn(row.pipeline), row.deals, t))]
    groups = {
        t.text(other.pipeline): [option(t.text(stage), str(stage.id)) for stage in _open(other.stages)]
        for other in others
    }
    if row.deals and groups:
        menu = grouped("v", groups, placeholder=t.plain("Choose a stage"))
        blocks.append(field("to", t.plain("Its open deals go to"), menu, optional=False))
    return form(
        ids.PIPELINE_RETIRE_FORM,
        t.plain("Retire the pipeline"),
        t.plain("Retire"),
        t.plain("Cancel"),
        blocks,
        keep={"pipeline": row.pipeline.id},
    )


def _open(stages: Sequence[Stage]) -> list[Stage]:
    return [stage for stage in stages if stage.kind == StageKind.OPEN]


def _out_of_use(name: str, deals: int, t: Translate) -> str:
    standing = t.n("{n} open deal is there.", "{n} open deals are there.", deals) if deals else t("No deal is there.")
    kept = t("Nothing is deleted: histories keep its name.")
    return f"*{name}*\n{t.sentences(standing, kept)}"


def retire_stage(stage: Stage, stages: Sequence[Stage], deals: int, t: Translate) -> View:
    """The form that takes a stage out of use; its open deals go into another first, as many as it says."""
    blocks = [section(_out_of_use(t.mrkdwn(stage), deals, t))]
    others = [option(t.text(each), str(each.id)) for each in _open(stages) if each.id != stage.id]
    if deals and others:
        menu = select("v", others, placeholder=t.plain("Choose a stage"))
        blocks.append(field("to", t.plain("Its open deals go to"), menu, optional=False))
    return form(
        ids.STAGE_RETIRE_FORM,
        t.plain("Retire the stage"),
        t.plain("Retire"),
        t.plain("Cancel"),
        blocks,
        keep={"stage": stage.id},
    )


def stage_form(
    kinds: Sequence[Listed],
    t: Translate,
    *,
    pipeline_id: int,
    stage: Stage | None = None,
    deals: int = 0,
    seen: int = 0,
    clash: Clash | None = None,
) -> View:
    """All of a stage, new or known. `deals`: how many open ones stand there; `seen`, `clash`: as in a deal's form."""
    told = asks.of(stage) if stage else asks.Asks()
    blocks = [section(meanwhile.clashes(clash.changes, t))] if clash else []
    blocks += [
        *_names(t, stage.name_zh if stage else "", stage.name_en if stage else ""),
        *_figures(stage, t),
        _fields(told, t),
        *_kinds(told, kinds, t),
        _checks(told, t),
        field(
            "playbook",
            t.plain("Playbook"),
            text_input("v", initial=(stage.playbook or "") if stage else "", multiline=True, most=LONGEST_PLAYBOOK),
            hint=t.plain("What to do here, what to send. Whoever holds a deal finds it on the card."),
        ),
        *([_why(deals, t)] if deals else []),
    ]
    keep = {"pipeline": pipeline_id, **({"stage": stage.id, "seen": seen} if stage else {})}
    keep |= {"told": clash.told} if clash else {}
    return form(
        ids.STAGE_FORM,
        t.plain("Change a stage") if stage else t.plain("New stage"),
        t.plain("Save"),
        t.plain("Cancel"),
        blocks,
        keep=keep,
    )


def _figures(stage: Stage | None, t: Translate) -> list[Block]:
    kind = stage.kind if stage else StageKind.OPEN
    kinds = [option(t.plain(word), each.value) for each, word in KINDS.items()]
    days = str(stage.expected_days) if stage and stage.expected_days else ""
    return [
        field(
            "kind",
            t.plain("What it means"),
            select("v", kinds, placeholder=t.plain("What it means"), chosen=kind.value),
            optional=False,
        ),
        field(
            "probability",
            t.plain("Probability in %"),
            text_input("v", initial=str(stage.probability) if stage else "", most=4),
            hint=t.plain("Open deals that follow their stage take it at once. Won is 100, lost 0."),
        ),
        field(
            "expected_days",
            t.plain("Working days usual here"),
            text_input("v", initial=days, most=4),
            hint=t.plain("1 to {most}. A deal that stays longer is marked on its card.", most=LONGEST_DAYS),
        ),
    ]


def _fields(told: asks.Asks, t: Translate) -> Block:
    options = [option(t.plain(word), name) for name, word in asked.FIELDS.items()]
    menu = multi_select("v", options, placeholder=t.plain("Nothing"), chosen=told.fields)
    return field("fields", t.plain("Facts it asks for"), menu)


def _kinds(told: asks.Asks, kinds: Sequence[Listed], t: Translate) -> list[Block]:
    if not kinds:
        return []
    options = [option(t.text(kind), str(kind.id)) for kind in kinds]
    chosen = [str(each) for each in told.evidence]
    menu = multi_select("v", options, placeholder=t.plain("Nothing"), chosen=chosen, most=asks.MOST_KINDS)
    return [field("evidence", t.plain("Evidence it asks for"), menu)]


def _checks(told: asks.Asks, t: Translate) -> Block:
    entry = text_input("v", initial="\n".join(told.checks), multiline=True, most=MOST_CHECKS * (LONGEST_CHECK + 1))
    hint = t.plain("At most {most} lines, each to be ticked before a deal comes in.", most=MOST_CHECKS)
    return field("checks", t.plain("Checklist, one a line"), entry, hint=hint)


def _why(deals: int, t: Translate) -> Block:
    label = t.plain("Why its open deals end, where it now means won or lost")
    return field("why", label, text_input("v", most=300), hint=t.plain("{n} open deals stand here.", n=deals))
