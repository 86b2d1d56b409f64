"""Pictures of pipelines and stages for the admin who sets them: all of them, one with its stages, what was done."""

from collections.abc import Mapping, Sequence

from core.errors import msgid
from core.models import Listed, Pipeline, Stage, StageKind
from core.pipelines.settings import Row
from core.stages import MOST_PIPELINES, MOST_STAGES, asks
from handlers import ids
from handlers.blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    cut,
    header,
    message,
    option,
    overflow,
    pack,
    section,
)
from handlers.deals import asked
from handlers.words import Translate

LONGEST = 300  # characters of what one stage asks for; twenty of them fit into a message
WAYS = {
    "edit": msgid("Change…"),
    "up": msgid("Move up"),
    "down": msgid("Move down"),
    "retire": msgid("Retire…"),
}
KINDS = {
    StageKind.OPEN: msgid("open: deals go on from here"),
    StageKind.WON: msgid("won: a deal ends here"),
    StageKind.LOST: msgid("lost: a deal ends here"),
}


def overview(rows: Sequence[Row], retired: int, t: Translate, *, note: str | None = None) -> Message:
    """The pipelines in use, each with its stages in a line; `note`: what was just done."""
    said = t("{n} of at most {most} pipelines", n=len(rows), most=MOST_PIPELINES)
    gone = t.n("{n} retired, kept for its history", "{n} retired, kept for their history", retired)
    blocks: list[Block] = [section(f"✅ {note}")] if note else []
    blocks += [header(t.plain("Pipelines")), context(f"{said} · {gone}" if retired else said)]
    for row in rows:
        label = t.plain("Open {x}", x=row.pipeline)
        opens = button(t.plain("Open"), ids.PIPELINE_OPEN, {"pipeline": row.pipeline.id}, label=label)
        names = " → ".join(t.mrkdwn(stage) for stage in row.stages)
        blocks.append(section(f"*{t.mrkdwn(row.pipeline)}* · {_deals(row.deals, t)}\n{names}", accessory=opens))
    blocks.append(
        actions(
            button(t.plain("New pipeline…"), ids.PIPELINE_NEW, {}, style="primary"),
            button(t.plain("Reasons, competitors, evidence…"), ids.LISTS, {}),
        )
    )
    return message(said, blocks)


def _deals(count: int, t: Translate) -> str:
    return t.n("{n} open deal", "{n} open deals", count)


def one(row: Row, kinds: Mapping[int, Listed], t: Translate, *, note: str | None = None) -> Message:
    """A pipeline with its stages, each with a menu; `note`: what was just done."""
    said = t("Stages of *{pipeline}*", pipeline=row.pipeline)
    about = t("{n} of at most {most} stages", n=len(row.stages), most=MOST_STAGES)
    blocks: list[Block] = [section(f"✅ {note}")] if note else []
    blocks += [header(t.text(row.pipeline)), context(f"{_deals(row.deals, t)} · {about}"), *_closes(row.pipeline, t)]
    blocks += [
        section(_stage(place, stage, kinds, t), accessory=_menu(place, stage, t))
        for place, stage in enumerate(row.stages)
    ]
    value = {"pipeline": row.pipeline.id}
    blocks.append(
        actions(
            button(t.plain("Add a stage…"), ids.STAGE_NEW, value, style="primary"),
            button(t.plain("Name and dates…"), ids.PIPELINE_RENAME, value),
            button(t.plain("Plan…"), ids.STEPS, value),
            button(t.plain("Who decides…"), ids.PIPELINE_DECIDERS, value),
            button(t.plain("Retire the pipeline…"), ids.PIPELINE_RETIRE, value),
            button(t.plain("‹ All pipelines"), ids.PIPELINES, {}),
        )
    )
    return message(said, blocks)


def _closes(pipeline: Pipeline, t: Translate) -> list[Block]:
    if pipeline.grace_days is None:
        return []
    said = t.n(
        "Open deals are closed by themselves {n} day after their expected close.",
        "Open deals are closed by themselves {n} days after their expected close.",
        pipeline.grace_days,
    )
    return [context(f"⌛ {said}")]


def _stage(place: int, stage: Stage, kinds: Mapping[int, Listed], t: Translate) -> str:
    """Two lines: what it is, what it asks for."""
    parts = [f"*{place + 1}. {t.mrkdwn(stage)}* {stage.probability}%"]
    if stage.kind != StageKind.OPEN:
        parts.append(t(KINDS[stage.kind]))
    if stage.expected_days is not None:
        parts.append(t.n("{n} working day", "{n} working days", stage.expected_days))
    if stage.decides_from:
        parts.append(t("decision maker known"))
    if stage.playbook:
        parts.append(t("playbook"))
    told = asks.of(stage)
    if not told:
        return " · ".join(parts)
    what = asked.listed(told.fields, [kinds[each] for each in told.evidence if each in kinds], told.checks, t)
    return " · ".join(parts) + "\n" + t("asks for:") + f" {cut(what, LONGEST)}"


def _menu(place: int, stage: Stage, t: Translate) -> Block:
    value = {"stage": stage.id, "place": place}
    return overflow(ids.STAGE_MENU, [option(t.plain(word), pack({**value, "do": do})) for do, word in WAYS.items()])
