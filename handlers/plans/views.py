"""Pictures of a deal's plan: the whole, a line of it, what a stage left behind still waits for, what owners hear."""

from collections.abc import Sequence
from datetime import date

from core.errors import msgid
from core.models import Deal, Member, Task
from core.plans import read
from core.plans.read import Plan, Progress
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
from handlers.pages import turns
from handlers.undoing import undo_button
from handlers.words import Translate

PAGE = 15
_CELLS = 10
_OFFERED = 5  # milestones of the stage left behind that are offered
OPEN_WAYS = {
    "done": msgid("Done"),
    "word": msgid("Done, with a word…"),
    "edit": msgid("Change…"),
    "drop": msgid("Remove"),
}
DONE_WAYS = {"reopen": msgid("Not done after all"), "word": msgid("What came of it…"), "drop": msgid("Remove")}
_OWN = ("done", "word", "reopen")  # what the owner of a milestone may do who may not change the plan


def picture(plan: Plan, t: Translate, *, note: str | None = None, undo: int | None = None) -> Message:
    """A page of the plan; `note`: what was just done, `undo`: the row that takes it back."""
    said = t("Plan of *{deal}*", deal=plan.deal.name)
    blocks: list[Block] = [section(f"✅ {note}")] if note else []
    blocks.append(header(t.plain("Plan of {deal}", deal=plan.deal.name)))
    if plan.progress.total:
        blocks.append(context(_summary(plan, t)))
    else:
        blocks.append(section(_empty(plan, t)))
    if warned := _warnings(plan, t):
        blocks.append(context(*(f"⚠️ {each}" for each in warned)))
    blocks += [_milestone(each, plan, t) for each in plan.milestones]
    return message(said, [*blocks, *_ways(plan, t, undo)])


def _summary(plan: Plan, t: Translate) -> str:
    parts = [progress(plan.progress, t)]
    if plan.progress.ends is not None:
        parts.append(t("ends {day}", day=plan.progress.ends))
    if plan.whole and plan.deal.expected_close is not None:
        parts.append(t("closes {day}", day=plan.deal.expected_close))
    return " · ".join(parts)


def progress(found: Progress, t: Translate) -> str:
    """A bar, and how many of how many are reached."""
    full = _CELLS * found.done // found.total if found.total else 0
    return f"{'▓' * full}{'░' * (_CELLS - full)} " + t("{done} of {n}", done=found.done, n=found.total)


def _empty(plan: Plan, t: Translate) -> str:
    first = t("No plan yet.")
    if not plan.may_change:
        return first
    if plan.template:
        return t.sentences(first, t("Make it from the template of the pipeline, or add milestones one by one."))
    line = t("Add milestones one by one, here or in a line: `/deal Acme plan sample Friday @Tom`.")
    return t.sentences(first, line)


def _warnings(plan: Plan, t: Translate) -> list[str]:
    found, close = plan.progress, plan.deal.expected_close
    told = []
    if found.late:
        told.append(t.n("{n} milestone is late.", "{n} milestones are late.", found.late))
    if plan.whole and close is not None and found.ends is not None and found.ends > close:
        told.append(after_close(found.ends, close, t))
    return told


def after_close(ends: date, close: date, t: Translate) -> str:
    """That a plan ends too late."""
    return t("The plan ends on {ends}, after the expected close on {close}.", ends=ends, close=close)


def line(task: Task, today: date, t: Translate) -> str:
    """A milestone in a line: whether it is reached, what, whose, when, what came of it."""
    late = read.is_late(task, today=today)
    mark = "✅" if task.done_at else "⏹" if task.ended else "🔴" if late else "⬜"
    parts = [f"{mark} *{t.mrkdwn(task)}*", t.mrkdwn(task.owner), t.mrkdwn(task.on)]
    if task.done_at:
        parts.append(t("done {day}", day=task.done_at))
    elif late and task.on is not None:
        parts.append(t.n("{n} day late", "{n} days late", (today - task.on).days))
    elif task.ended:
        parts.append(t("not reached"))
    if task.stage is not None:
        parts.append(t.mrkdwn(task.stage))
    return " · ".join(parts) + (f"\n> {t.mrkdwn(' '.join(task.outcome.split()))}" if task.outcome else "")


def _milestone(task: Task, plan: Plan, t: Translate) -> Block:
    ways = DONE_WAYS if task.done_at else OPEN_WAYS
    allowed = {do: word for do, word in ways.items() if plan.may_change or do in _OWN}
    if task.ended or not (plan.may_change or _is_open_own(plan, task)):
        return section(line(task, plan.today, t))
    value = {"task": task.id, "deal": plan.deal.id, "page": plan.page}
    menu = overflow(ids.PLAN_MENU, [option(t.plain(word), pack({**value, "do": do})) for do, word in allowed.items()])
    return section(line(task, plan.today, t), accessory=menu)


def _is_open_own(plan: Plan, task: Task) -> bool:
    """Of a plan that is not all theirs to see, a reader sees their own milestones alone."""
    return not plan.whole and plan.deal.status == "open" and task.cancelled_at is None


def _ways(plan: Plan, t: Translate, undo: int | None) -> list[Block]:
    value = {"deal": plan.deal.id}
    none_yet = not plan.progress.total
    buttons = [
        button(t.plain("Make it from the template"), ids.PLAN_MAKE, value, style="primary")
        if plan.may_change and none_yet and plan.template
        else None,
        button(t.plain("Add a milestone…"), ids.PLAN_ADD, value) if plan.may_change else None,
        button(t.plain("Move all…"), ids.PLAN_SHIFT, value) if plan.may_change and plan.progress.first else None,
        *turns(ids.PLAN, plan.page, t, total=plan.progress.total, size=PAGE, value=value),
        button(t.plain("Card"), ids.DEAL_CARD, value) if plan.whole else None,
        undo_button(undo, t),
    ]
    return [actions(*buttons)] if any(buttons) else []


def on_card(deal: Deal, found: Progress, t: Translate) -> list[Block]:
    """What a deal's card says of its plan: how far it has come, what is next."""
    if not found.total:
        return []
    parts = [t("🚩 Plan: {progress}", progress=progress(found, t))]
    if found.first and deal.status == "open":
        first = found.first[0]
        parts.append(t("next: {milestone}, {day}, {owner}", milestone=first, day=first.on, owner=first.owner))
    return [context(" · ".join(parts))]


def late(found: Progress, today: date, t: Translate) -> str:
    """Which milestones of a deal are late, for its card."""
    names = [
        t("{milestone} ({day}, {owner})", milestone=each, day=each.on, owner=each.owner)
        for each in found.first
        if read.is_late(each, today=today)
    ]
    said = t.n("{n} milestone is late:", "{n} milestones are late:", found.late)
    more = [t("and {n} more", n=found.late - len(names))] if found.late > len(names) else []
    return t.sentences(said, t.listed([*names, *more]))


def left_behind(found: Sequence[Task], deal: Deal, t: Translate) -> list[Block]:
    """Above the card of a deal that has moved on: what of its last stage is still open."""
    if not found:
        return []
    said = t.n(
        "🚩 {n} milestone of the stage it has left is still open. Is it reached?",
        "🚩 {n} milestones of the stages it has left are still open. Are they reached?",
        len(found),
    )
    ticks = [
        button(f"✔ {cut(t.text(each), 60)}", f"{ids.MILESTONE_DONE}.{place}", {"task": each.id, "deal": deal.id})
        for place, each in enumerate(found[:_OFFERED])
    ]
    return [section(said), actions(*ticks, button(t.plain("Plan"), ids.PLAN, {"deal": deal.id}))]


def given(deal: Deal, by: Member | None, found: Sequence[Task], today: date, t: Translate) -> Message:
    """To whoever was given milestones of a deal's plan."""
    said = t.n(
        "🚩 {who} gave you a milestone of *{deal}*:",
        "🚩 {who} gave you {n} milestones of *{deal}*:",
        len(found),
        who=by or "Genjin",
        deal=deal.name,
    )
    return _to_owner(said, deal, found, today, t)


def moved(deal: Deal, by: Member | None, found: Sequence[Task], today: date, t: Translate) -> Message:
    """To whoever owns milestones whose days have moved."""
    said = t.n(
        "🚩 {who} moved a milestone of yours in *{deal}*:",
        "🚩 {who} moved {n} milestones of yours in *{deal}*:",
        len(found),
        who=by or "Genjin",
        deal=deal.name,
    )
    return _to_owner(said, deal, found, today, t)


def _to_owner(said: str, deal: Deal, found: Sequence[Task], today: date, t: Translate) -> Message:
    lines = [line(each, today, t) for each in found[:PAGE]]
    more = [t.n("and {n} more", "and {n} more", len(found) - PAGE)] if len(found) > PAGE else []
    opens = button(t.plain("Plan"), ids.PLAN, {"deal": deal.id})
    return message(said, [section("\n".join([said, *lines, *more])), actions(opens)])
