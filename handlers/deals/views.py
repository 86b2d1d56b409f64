"""Pictures of deals: card, own list, history, forms."""

from collections.abc import Sequence

from core import exports
from core.models import Deal, DealStatus, Lead, Pipeline, Stage, StageMove, Task, Visit
from core.reading import Money
from handlers import ids
from handlers.blocks import (
    Block,
    Message,
    View,
    actions,
    button,
    confirm,
    context,
    field,
    form,
    header,
    message,
    option,
    section,
    select,
    text_input,
)
from handlers.deals.deeds import DEEDS
from handlers.exports.views import export_button
from handlers.more import menu
from handlers.words import Translate, number

PAGE = 10


def card(
    deal: Deal, t: Translate, *, next_task: Task | None = None, last: Visit | None = None, undo: int | None = None
) -> Message:
    """A deal: last quote and next step first, then where it stands and what it is worth."""
    title = t("*{deal}* · {stage}, {probability}%", deal=deal.name, stage=deal.stage, probability=deal.probability)
    facts = _facts(deal, t, next_task, last)
    blocks = [
        section(f"{_mark(deal)}{title}", fields=facts),
        actions(*_buttons(deal, t), _undo(undo, t)),
    ]
    return message(t("{deal}: {stage}", deal=deal.name, stage=deal.stage), blocks)


def _mark(deal: Deal) -> str:
    return {DealStatus.WON: "🏆 ", DealStatus.LOST: "✖️ "}.get(deal.status, "")


def _facts(deal: Deal, t: Translate, next_task: Task | None, last: Visit | None) -> list[str]:
    facts = []
    if deal.quoted_amount is not None:
        facts.append(
            t(
                "*Last quote*\n{price} · {day}",
                price=Money(deal.quoted_amount, deal.quoted_currency),
                day=deal.quoted_at,
            )
        )
    if next_task is not None:
        facts.append(
            t("*Next step*\n{step}", step=next_task.text) + (f" · {t.mrkdwn(next_task.on)}" if next_task.on else "")
        )
    facts.append(t("*Amount*\n{amount}", amount=Money(deal.amount, deal.currency) if deal.amount is not None else None))
    facts.append(t("*Expected close*\n{day}", day=deal.expected_close))
    facts.append(t("*Owner*\n{owner}", owner=deal.owner))
    facts.append(t("*In this stage since*\n{day}", day=deal.stage_since))
    facts.append(t("*Customer*\n{customer}", customer=deal.account.name))
    if deal.close_reason:
        facts.append(t("*Reason*\n{reason}", reason=deal.close_reason))
    if last is not None:
        facts.append(t("*Last follow-up*\n{note} · {day}", note=last.note[:120], day=last.at))
    return facts


def _buttons(deal: Deal, t: Translate) -> list[Block | None]:
    value = {"deal": deal.id, "stage": deal.stage_id}
    history = button(t.plain("History"), ids.DEAL_HISTORY, value)
    if deal.status != DealStatus.OPEN:
        return [history]
    sure = confirm(
        t.plain("Close as won?"),
        t.plain("{deal} will be closed as won.", deal=deal.name),
        t.plain("Won"),
        t.plain("Cancel"),
    )
    return [
        button(t.plain("Log"), ids.VISIT_LOG, value),
        button(t.plain("Advance"), ids.DEAL_ADVANCE, value, style="primary"),
        button(t.plain("Send back"), ids.DEAL_BACK, value),
        button(t.plain("Won"), ids.DEAL_WIN, value, confirm=sure),
        button(t.plain("Lost…"), ids.DEAL_LOSE, value),
        button(t.plain("Edit"), ids.DEAL_EDIT, value),
        history,
        menu(DEEDS, deal, ids.DEAL_MORE, value, t),
    ]


def _undo(audit_id: int | None, t: Translate) -> Block | None:
    return button(t.plain("Undo"), ids.UNDO, {"audit": audit_id}) if audit_id else None


def opened(deal: Deal, t: Translate, *, undo: int) -> Message:
    """The answer to a new or converted deal."""
    said = t("Deal *{deal}* is on record.", deal=deal.name)
    return message(said, [section(f"✅ {said}"), *card(deal, t, undo=undo)["blocks"]])


def mine(found: Sequence[Deal], total: int, page: int, t: Translate) -> Message:
    """The open deals a person holds, the soonest to close first."""
    said = t.n("You have {n} open deal.", "You have {n} open deals.", total)
    blocks: list[Block] = [header(t.plain("My deals")), context(said)]
    if not found:
        blocks.append(
            section(t("No open deals yet. Convert a lead, or enter one with `/deal new Acme 300k, closes in March`."))
        )
    for deal in found:
        opens = button(t.plain("Open"), ids.DEAL_CARD, {"deal": deal.id}, label=t.plain("Open {x}", x=deal.name))
        blocks.append(section(line(deal, t), accessory=opens))
    last = max((total - 1) // PAGE, 0)
    turns = [
        button(t.plain("‹ Previous"), ids.DEAL_MINE, {"page": page - 1}) if page > 0 else None,
        button(t.plain("Next ›"), f"{ids.DEAL_MINE}.next", {"page": page + 1}) if page < last else None,
    ]
    blocks += [actions(export_button(exports.MY_DEALS, t))] if found else []
    return message(said, [*blocks, actions(*turns)] if any(turns) else blocks)


def line(deal: Deal, t: Translate) -> str:
    """A deal in two lines of a list."""
    worth = t.money(deal.amount, deal.currency)
    close = t("closes {day}", day=deal.expected_close) if deal.expected_close else t("no close date")
    return f"*{t.mrkdwn(deal)}*\n{t.mrkdwn(deal.stage)} {deal.probability}% · {t.mrkdwn(worth)} · {close}"


def history(deal: Deal, moves: Sequence[StageMove], t: Translate) -> Message:
    """Every move of a deal: who, when, and how long the stage before took."""
    said = t("History of *{deal}*", deal=deal.name)
    lines = [_moved(move, t) for move in moves]
    return message(said, [section(said), *(section("\n".join(lines[n : n + 15])) for n in range(0, len(lines), 15))])


def _moved(move: StageMove, t: Translate) -> str:
    told = t("• {day}: {stage}, by {who}", day=move.at, stage=move.to, who=move.by)
    if move.stayed is not None:
        days = move.stayed.days
        told += " · " + t.n("{n} day in the stage before", "{n} days in the stage before", days)
    if move.reason == "undo":
        return told + " · " + t("undone")
    return told + (f" · {t.mrkdwn(move.reason)}" if move.reason else "")


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
    return message(t("{deal} closes soon", deal=deal.name), [section(said), actions(*_buttons(deal, t))])


def _terms(t: Translate, *, amount: str, close: str | None, name: str) -> list[Block]:
    day: Block = {"type": "datepicker", "action_id": "v"}
    return [
        field("name", t.plain("Deal"), text_input("v", initial=name, most=200)),
        field("amount", t.plain("Amount"), text_input("v", initial=amount, most=40, placeholder=t.plain("300k"))),
        field("close", t.plain("Expected close"), {**day, "initial_date": close} if close else day),
    ]


def _pipelines(pipelines: Sequence[Pipeline], t: Translate) -> Block:
    options = [option(t.text(each), str(each.id)) for each in pipelines]
    menu = select("v", options, placeholder=t.plain("Choose a pipeline"), chosen=options[0]["value"])
    return field("pipeline", t.plain("Pipeline"), menu, optional=False)


def new_form(pipelines: Sequence[Pipeline], t: Translate) -> View:
    """The form for a deal that has not been a lead."""
    customer = field("customer", t.plain("Customer"), text_input("v", most=120), optional=False)
    blocks = [customer, *_terms(t, amount="", close=None, name=""), _pipelines(pipelines, t)]
    return form(ids.DEAL_FORM, t.plain("New deal"), t.plain("Save"), t.plain("Cancel"), blocks)


def convert_form(lead: Lead, pipelines: Sequence[Pipeline], t: Translate) -> View:
    """The form that makes a lead a deal, with all that is known filled in."""
    name = f"{lead.account.name} {lead.interest or ''}".strip()[:200]
    amount = number(lead.budget) if lead.budget is not None else ""
    blocks = [*_terms(t, amount=amount, close=None, name=name), _pipelines(pipelines, t)]
    title, save = t.plain("Convert to a deal"), t.plain("Convert")
    return form(ids.DEAL_FORM, title, save, t.plain("Cancel"), blocks, keep={"lead": lead.id})


def edit_form(deal: Deal, t: Translate) -> View:
    """The form to change what a deal is worth, when it closes, how likely it is."""
    amount = number(deal.amount) if deal.amount is not None else ""
    close = deal.expected_close.isoformat() if deal.expected_close else None
    probability = field(
        "probability",
        t.plain("Probability in %"),
        text_input("v", initial=str(deal.probability) if deal.probability_set else "", most=3),
        hint=t.plain("Leave it empty to follow the stage: {probability}%.", probability=deal.stage.probability),
    )
    blocks = [*_terms(t, amount=amount, close=close, name=deal.name), probability]
    title, save = t.plain("Edit deal"), t.plain("Save")
    return form(ids.DEAL_EDIT_FORM, title, save, t.plain("Cancel"), blocks, keep={"deal": deal.id})


def lose_form(deal: Deal, ways: Sequence[Stage], t: Translate) -> View:
    """The form that closes a deal as lost, with the reason."""
    options = [option(t.text(way), str(way.id)) for way in ways]
    menu = select("v", options, placeholder=t.plain("How it ended"), chosen=options[0]["value"])
    blocks = [
        section(f"*{t.mrkdwn(deal)}*"),
        field("reason", t.plain("Why?"), text_input("v", multiline=True, most=500), optional=False),
        field("way", t.plain("How it ended"), menu, optional=False),
        field("competitor", t.plain("Who won it?"), text_input("v", most=60)),
    ]
    return form(
        ids.DEAL_LOSE_FORM,
        t.plain("Close as lost"),
        t.plain("Close deal"),
        t.plain("Cancel"),
        blocks,
        keep={"deal": deal.id},
    )
