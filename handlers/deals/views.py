"""Pictures of deals: card, own list, history, what is told of them."""

from collections.abc import Mapping, Sequence

from core import exports
from core.deals.outlook import Outlook
from core.models import Deal, DealStatus, Member, StageMove, Task, Visit
from handlers import ids
from handlers.blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    header,
    message,
    option,
    pack,
    section,
    select,
)
from handlers.deals import asked
from handlers.deals.deeds import DEEDS, HELPING
from handlers.deals.facts import cautions, facts, pieces, rated, reviewed
from handlers.exports.views import export_button
from handlers.more import menu
from handlers.pages import turns
from handlers.plans import views as plans
from handlers.scores import views as scores
from handlers.undoing import undo_button
from handlers.words import Translate

PAGE = 10
NOT_SCORED: Mapping[int, int] = {}
MOVES = 40  # of a history, the newest; a message holds no more


def card(
    deal: Deal,
    t: Translate,
    *,
    outlook: Outlook | None = None,
    next_task: Task | None = None,
    last: Visit | None = None,
    undo: int | None = None,
    leads: bool = True,
) -> Message:
    """A deal: last quote and next step first, then where it stands, what it is worth, what to look out for. `leads`:
    whether it is its reader's to move, and not only to see or to help with."""
    title = t("*{deal}* · {stage}, {probability}%", deal=deal.name, stage=deal.stage, probability=deal.probability)
    blocks = [section(f"{_mark(deal)}{title}", fields=facts(deal, t, outlook, next_task, last))]
    if outlook is not None:
        blocks += _beside(deal, outlook, t)
    seen = outlook.seen if outlook else None
    shown = _buttons(deal, t, seen) if leads else _helping(deal, t, seen)
    blocks.append(actions(*shown, undo_button(undo, t)))
    if leads and outlook is not None and deal.status == DealStatus.OPEN:
        blocks.append(_changes(deal, outlook, t))
    return message(t("{deal}: {stage}", deal=deal.name, stage=deal.stage), blocks)


def _mark(deal: Deal) -> str:
    return {DealStatus.WON: "🏆 ", DealStatus.LOST: "✖️ ", DealStatus.JOINED: "🧩 "}.get(deal.status, "")


def _beside(deal: Deal, outlook: Outlook, t: Translate) -> list[Block]:
    """Warnings, what the next stage waits for, what is on record."""
    blocks = [context(*(f"⚠️ {said}" for said in cautions(deal, outlook, t)))] if outlook.warnings else []
    blocks += plans.on_card(deal, outlook.plan, t)
    if outlook.extension is not None:
        asked_for, manager = outlook.extension.to_on, outlook.extension.manager
        blocks.append(context(t("🙋 {who} is asked for a new date: {day}.", who=manager, day=asked_for)))
    for lack in outlook.lacks:
        what = asked.lacking([lack], t)
        blocks.append(context(t("➡️ *{stage}* still asks for:", stage=lack.stage) + f" {what}"))
    if outlook.evidence:
        blocks.append(context(pieces(outlook, t)))
    if outlook.score is not None:
        blocks.append(context(scores.line(outlook.score, t)))
    if outlook.is_rated:
        blocks.append(context(rated(deal, t)))
    if outlook.review is not None:
        blocks.append(context(reviewed(outlook.review, t)))
    if outlook.lessons:
        said = t.n("{n} lesson of a similar deal", "{n} lessons of similar deals", outlook.lessons)
        blocks.append(context(f"💡 {t.colon(said, t('More… → Lessons of similar deals'))}"))
    return blocks


def _buttons(deal: Deal, t: Translate, seen: int | None) -> list[Block | None]:
    value = carried(deal, seen)
    plan = button(t.plain("Plan"), ids.PLAN, {"deal": deal.id})
    more = menu(DEEDS, deal, ids.DEAL_MORE, value, t)
    if deal.status != DealStatus.OPEN:
        review = button(t.plain("Review…"), ids.REVIEW, {"deal": deal.id}) if deal.status != DealStatus.JOINED else None
        return [review, plan, button(t.plain("History"), ids.DEAL_HISTORY, value), more]
    return [
        button(t.plain("Log"), ids.VISIT_LOG, value),
        button(t.plain("Advance"), ids.DEAL_ADVANCE, value, style="primary"),
        button(t.plain("Send back"), ids.DEAL_BACK, value),
        button(t.plain("Won…"), ids.DEAL_WIN, value),
        button(t.plain("Lost…"), ids.DEAL_LOSE, value),
        button(t.plain("Edit"), ids.DEAL_EDIT, value),
        plan,
        more,
    ]


def _helping(deal: Deal, t: Translate, seen: int | None) -> list[Block | None]:
    """What those press who are on its team."""
    value = carried(deal, seen)
    log = button(t.plain("Log"), ids.VISIT_LOG, value) if deal.status == DealStatus.OPEN else None
    history = button(t.plain("History"), ids.DEAL_HISTORY, value)
    deeds = [deed for deed in DEEDS if deed.do in HELPING]
    return [log, history, menu(deeds, deal, ids.DEAL_MORE, value, t)]


def carried(deal: Deal, seen: int | None) -> dict[str, int]:
    """What a deal's buttons carry: the deal, and how it stood when they were drawn."""
    return {"deal": deal.id, "stage": deal.stage_id, **({"seen": seen} if seen is not None else {})}


def _changes(deal: Deal, outlook: Outlook, t: Translate) -> Block:
    """What is changed on the card itself: stage and close date."""
    value = carried(deal, outlook.seen)
    others = [stage for stage in outlook.stages if stage.kind == "open" and stage.id != deal.stage_id]
    stages = [
        option(
            t.plain("{stage} {probability}%", stage=stage, probability=stage.probability),
            pack({**value, "to": stage.id}),
        )
        for stage in others
    ]
    day: Block = {"type": "datepicker", "action_id": ids.DEAL_CLOSE_DATE}
    day["placeholder"] = {"type": "plain_text", "text": t.plain("Expected close")}
    if deal.expected_close:
        day["initial_date"] = deal.expected_close.isoformat()
    to_stage = select(ids.DEAL_MOVE, stages, placeholder=t.plain("Move to stage…")) if stages else None
    # A date picker has no value: what it carries is the name of its block, new with each drawing.
    return {**actions(to_stage, day), "block_id": pack({**value, "v": deal.version})}


def opened(deal: Deal, t: Translate, *, undo: int) -> Message:
    """The answer to a new or converted deal."""
    said = t("Deal *{deal}* is on record.", deal=deal.name)
    return message(said, [section(f"✅ {said}"), *card(deal, t, undo=undo)["blocks"]])


def handed(deal: Deal, t: Translate, *, undo: int) -> Message:
    """The answer to whoever gave a deal away: they may not see its card any more."""
    said = t("*{deal}* belongs to {owner} now. Both of you are told.", deal=deal.name, owner=deal.owner)
    return message(said, [section(f"🤝 {said}"), actions(undo_button(undo, t))])


def gone(deal: Deal, t: Translate, *, undo: int | None = None) -> Message:
    """A posted card whose reader may no longer see the deal: no more than whose it is. Whoever gave it away a moment
    ago may take that back."""
    said = t("*{deal}* belongs to {owner} now.", deal=deal.name, owner=deal.owner)
    back = undo_button(undo, t)
    return message(said, [section(said), *([actions(back)] if back else [])])


def given(deal: Deal, by: Member | None, reason: str | None, t: Translate) -> Message:
    """A colleague gave the reader a deal."""
    said = t("{who} gave you the deal *{deal}*: {stage}.", who=by, deal=deal.name, stage=deal.stage)
    worth = t.sentences(
        t("Amount: {amount}.", amount=t.money(deal.amount, deal.currency)),
        t("Expected close: {day}.", day=deal.expected_close),
    )
    why = [context(t("Why: {reason}", reason=reason))] if reason else []
    opens = button(t.plain("Open"), ids.DEAL_CARD, {"deal": deal.id}, style="primary")
    return message(said, [section(f"🤝 {said}\n{worth}"), *why, actions(opens)])


def taken(deal: Deal, by: Member | None, to: Member | None, reason: str | None, t: Translate) -> Message:
    """A deal went from its reader to somebody else by another's hand."""
    said = t("{who} gave the deal *{deal}* to {to}. What you had planned for it went along.", who=by, deal=deal, to=to)
    why = [context(t("Why: {reason}", reason=reason))] if reason else []
    return message(said, [section(said), *why])


def mine(
    found: Sequence[Deal], total: int, page: int, t: Translate, *, points: Mapping[int, int] = NOT_SCORED
) -> Message:
    """The open deals a person holds, the soonest to close first; `points`: the score of each, by its id."""
    said = t.n("You have {n} open deal.", "You have {n} open deals.", total)
    blocks: list[Block] = [header(t.plain("My deals")), context(said)]
    if not found:
        blocks.append(
            section(t("No open deals yet. Convert a lead, or enter one with `/deal new Acme 300k, closes in March`."))
        )
    for deal in found:
        opens = button(t.plain("Open"), ids.DEAL_CARD, {"deal": deal.id}, label=t.plain("Open {x}", x=deal.name))
        score = f" · 🎯 {points[deal.id]}" if deal.id in points else ""
        blocks.append(section(f"{line(deal, t)}{score}", accessory=opens))
    ends = turns(ids.DEAL_MINE, page, t, total=total, size=PAGE)
    ends += [export_button(exports.MY_DEALS, t)] if found else []
    return message(said, [*blocks, actions(*ends)] if ends else blocks)


def helping(found: Sequence[Deal], total: int, page: int, t: Translate) -> Message:
    """The open deals on whose team a person is, the soonest to close first."""
    said = t.n("You help on {n} open deal.", "You help on {n} open deals.", total)
    blocks: list[Block] = [header(t.plain("Deals I help on")), context(said)]
    for deal in found:
        opens = button(t.plain("Open"), ids.DEAL_CARD, {"deal": deal.id}, label=t.plain("Open {x}", x=deal.name))
        blocks.append(section(f"{line(deal, t)} · {t.mrkdwn(deal.owner)}", accessory=opens))
    if not found:
        blocks.append(section(t("Nobody has put you on the team of an open deal. `/deal mine` shows your own.")))
    ends = turns(ids.DEAL_HELPING, page, t, total=total, size=PAGE)
    return message(said, [*blocks, actions(*ends)] if ends else blocks)


def line(deal: Deal, t: Translate) -> str:
    """A deal in two lines of a list."""
    worth = t.money(deal.amount, deal.currency)
    close = t("closes {day}", day=deal.expected_close) if deal.expected_close else t("no close date")
    return f"*{t.mrkdwn(deal)}*\n{t.mrkdwn(deal.stage)} {deal.probability}% · {t.mrkdwn(worth)} · {close}"


def playbook(deal: Deal, t: Translate) -> Message:
    """What to do in the stage where the deal stands, what to send."""
    said = t("Playbook of *{stage}*", stage=deal.stage)
    return message(said, [section(said), section(t.mrkdwn(deal.stage.playbook or "–"))])


def history(deal: Deal, moves: Sequence[StageMove], t: Translate) -> Message:
    """The moves of a deal: who, when, how long the stage before took; stages as they were called then."""
    said = t("History of *{deal}*", deal=deal.name)
    lines = [_moved(move, t) for move in moves[-MOVES:]]
    left = len(moves) - len(lines)
    earlier = [context(t.n("{n} earlier move", "{n} earlier moves", left))] if left else []
    chunks = [section("\n".join(lines[n : n + 10])) for n in range(0, len(lines), 10)]
    return message(said, [section(said), *earlier, *chunks])


def _moved(move: StageMove, t: Translate) -> str:
    then = (move.name_zh if t.chinese else move.name_en) or t.text(move.to)
    told = t("• {day}: {stage}, by {who}", day=move.at, stage=then, who=move.by)
    if move.stayed is not None:
        days = move.stayed.days
        told += " · " + t.n("{n} day in the stage before", "{n} days in the stage before", days)
    if move.reason == "undo":
        return told + " · " + t("undone")
    why = " · ".join(t.mrkdwn(part)[:80] for part in (move.listed_reason, move.reason) if part)
    if move.lacking is not None:
        return told + " · " + t("let through, though something was missing:") + f" {why}"
    return told + (f" · {why}" if why else "")


def lapsing(deal: Deal, t: Translate, *, resolved: bool) -> Message:
    """The warning that a deal whose date has passed will be closed by itself."""
    if resolved:
        said = t("~{deal} is past its date~: dealt with.", deal=deal.name)
        return message(t("{deal}: dealt with", deal=deal.name), [section(said)])
    said = t(
        "⌛ *{deal}* was expected to close on {day}. On {end} it will be closed by itself, as lost.",
        deal=deal.name,
        day=deal.expected_close,
        end=deal.lapse_on,
    )
    value = carried(deal, None)
    ways = [
        button(t.plain("New date…"), ids.EXTENSION, {"deal": deal.id}, style="primary"),
        button(t.plain("Won…"), ids.DEAL_WIN, value),
        button(t.plain("Lost…"), ids.DEAL_LOSE, value),
        button(t.plain("Open"), ids.DEAL_CARD, {"deal": deal.id}),
    ]
    return message(t("{deal} is past its date", deal=deal.name), [section(said), actions(*ways)])


def lapsed(deal: Deal, t: Translate) -> Message:
    """A deal was closed by itself."""
    said = t(
        "⌛ *{deal}* was closed by itself: it was expected to close on {day}.", deal=deal.name, day=deal.expected_close
    )
    again = t("Is it alive? Its card opens it again: More… → Reopen.")
    opens = button(t.plain("Open"), ids.DEAL_CARD, {"deal": deal.id}, style="primary")
    return message(said, [section(f"{said}\n{again}"), actions(opens)])


def closing(deal: Deal, t: Translate, *, resolved: bool) -> Message:
    """The warning that a deal is expected to close soon."""
    if resolved:
        said = t("~{deal} closes soon~: dealt with.", deal=deal.name)
        return message(t("{deal}: dealt with", deal=deal.name), [section(said)])
    said = t(
        "⏳ *{deal}* is expected to close on {day}. It stands at {stage}, {probability}%.",
        deal=deal.name,
        day=deal.expected_close,
        stage=deal.stage,
        probability=deal.probability,
    )
    return message(t("{deal} closes soon", deal=deal.name), [section(said), actions(*_buttons(deal, t, None))])
