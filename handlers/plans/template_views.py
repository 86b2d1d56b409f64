"""Pictures of a pipeline's template of plans: its milestones, the form of one."""

from collections.abc import Sequence

from core import presets
from core.errors import msgid
from core.models import Listed, Pipeline, PlanStep, Stage
from core.plans.template import LONGEST_DAYS, MOST_STEPS
from core.stages.told import LONGEST_NAME
from handlers import ids
from handlers.blocks import (
    Block,
    Message,
    View,
    actions,
    button,
    context,
    field,
    form,
    header,
    message,
    option,
    overflow,
    pack,
    section,
    select,
    text_input,
)
from handlers.pages import turns
from handlers.words import Translate

PAGE = 20
START, BEFORE = "start", "before"
WAYS = {
    "edit": msgid("Change…"),
    "up": msgid("Move up"),
    "down": msgid("Move down"),
    "remove": msgid("Remove"),
}
MATE = "mate:"  # and the id of what they do in the deal
OWNS = {"owner": msgid("the deal's owner"), "manager": msgid("whoever leads them")}
SINCE = {BEFORE: msgid("after the milestone before"), START: msgid("after the plan's start")}


def template(
    pipeline: Pipeline, steps: Sequence[PlanStep], t: Translate, *, page: int = 0, note: str | None = None
) -> Message:
    """The milestones, each with a menu; `note`: what was just done."""
    said = t("Template of plans: *{pipeline}*", pipeline=pipeline)
    about = t("{n} of at most {most} milestones", n=len(steps), most=MOST_STEPS)
    page = min(page, max(len(steps) - 1, 0) // PAGE)
    first = page * PAGE
    blocks: list[Block] = [section(f"✅ {note}")] if note else []
    blocks += [header(t.plain("Template of plans: {pipeline}", pipeline=pipeline)), context(about)]
    if not steps:
        blocks.append(section(t("No milestones yet. Begin with the usual ones of a pipeline, or add your own.")))
    blocks += [
        section(_step(place, step, t), accessory=_menu(place, step, t))
        for place, step in list(enumerate(steps))[first : first + PAGE]
    ]
    value = {"pipeline": pipeline.id}
    ways = [
        button(t.plain("Add a milestone…"), ids.STEP_NEW, value, style="primary"),
        None if steps else _usual(pipeline, t),
        *turns(ids.STEPS, page, t, total=len(steps), size=PAGE, value=value),
        button(t.plain("‹ Stages"), ids.PIPELINE_OPEN, value),
    ]
    return message(said, [*blocks, actions(*ways)])


def _usual(pipeline: Pipeline, t: Translate) -> Block:
    known = [
        option(preset.zh if t.chinese else preset.en, pack({"pipeline": pipeline.id, "preset": place}))
        for place, preset in enumerate(presets.PIPELINES)
    ]
    return select(ids.STEPS_FILL, known, placeholder=t.plain("Begin with the usual…"))


def _step(place: int, step: PlanStep, t: Translate) -> str:
    """Two lines: its name; when it is due, whose it is, where it belongs."""
    days = t.n("{n} working day", "{n} working days", step.days)
    since = t(SINCE[START if step.from_start or not place else BEFORE])
    whose = t("on the team: {role}", role=step.role) if step.role is not None else t(OWNS[step.owns])
    parts = [f"{days} {since}", whose]
    if step.stage is not None and step.stage.retired_at is None:
        parts.append(t("belongs to {stage}", stage=step.stage))
    return f"*{place + 1}. {t.mrkdwn(step)}*\n{' · '.join(parts)}"


def _menu(place: int, step: PlanStep, t: Translate) -> Block:
    value = {"step": step.id, "place": place}
    return overflow(ids.STEP_MENU, [option(t.plain(word), pack({**value, "do": do})) for do, word in WAYS.items()])


def step_form(
    pipeline: Pipeline,
    stages: Sequence[Stage],
    roles: Sequence[Listed],
    t: Translate,
    *,
    step: PlanStep | None = None,
    seen: int = 0,
) -> View:
    """All of a milestone of the template, new or known."""
    return form(
        ids.STEP_FORM,
        t.plain("Change a milestone") if step else t.plain("New milestone"),
        t.plain("Save"),
        t.plain("Cancel"),
        [
            field("name_zh", t.plain("Name in Chinese"), _typed(step.name_zh if step else "", LONGEST_NAME)),
            field("name_en", t.plain("Name in English"), _typed(step.name_en if step else "", LONGEST_NAME)),
            field(
                "days",
                t.plain("Working days"),
                _typed(str(step.days) if step else "", 4),
                optional=False,
                hint=t.plain("{least} to {most}", least=0, most=LONGEST_DAYS),
            ),
            _choice("since", t.plain("Counted from"), SINCE, START if step and step.from_start else BEFORE, t),
            field("owns", t.plain("Whose it is at first"), _owners(roles, step, t), optional=False),
            field("stage", t.plain("Stage it belongs to"), _stages(stages, step, t)),
        ],
        keep={"pipeline": pipeline.id, **({"step": step.id, "seen": seen} if step else {})},
    )


def _typed(known: str, most: int) -> Block:
    return text_input("v", initial=known, most=most)


def _choice(name: str, label: str, words: dict[str, str], chosen: str, t: Translate) -> Block:
    offered = [option(t.plain(said), value) for value, said in words.items()]
    return field(name, label, select("v", offered, placeholder=t.plain("Choose"), chosen=chosen), optional=False)


def _owners(roles: Sequence[Listed], step: PlanStep | None, t: Translate) -> Block:
    offered = [option(t.plain(said), value) for value, said in OWNS.items()]
    offered += [option(t.plain("on the team: {role}", role=role), f"{MATE}{role.id}") for role in roles]
    chosen = "owner" if step is None else f"{MATE}{step.role_id}" if step.role_id else step.owns
    return select("v", offered, placeholder=t.plain("Choose"), chosen=chosen)


def _stages(stages: Sequence[Stage], step: PlanStep | None, t: Translate) -> Block:
    offered = [option(t.text(stage), str(stage.id)) for stage in stages if stage.kind == "open"]
    chosen = str(step.stage_id) if step and step.stage_id else None
    return select("v", offered, placeholder=t.plain("None"), chosen=chosen)
