"""What a manager is asked about a deal, and answers: the messages and the form that a plea and a new date share."""

from core.deals.appeals import LONGEST, Appeal
from handlers import ids
from handlers.blocks import Block, Message, View, actions, button, context, field, form, message, section, text_input
from handlers.words import Translate


def question(appeal: Appeal, said: str, lines: list[str], *, yes: Block, no: Block, t: Translate) -> Message:
    """What the manager is asked: the deal, then `lines`, and both answers."""
    deal = appeal.deal
    about = t("*{customer}* · {amount} · {stage}", customer=deal.account.name, stage=deal.stage,
              amount=t.money(deal.amount, deal.currency))  # fmt: skip
    asked = [f"🙋 {said}", about, *lines, t("Why: {reason}", reason=appeal.why)]
    return message(said, [section("\n".join(asked)), actions(yes, no, _opens(appeal, t))])


def settled(said: str, answer: str) -> Message:
    """The question once it is answered."""
    return message(said, [section(f"~{said}~ {answer}")])


def refused(appeal: Appeal, t: Translate) -> str:
    """Who said no, and what they said to it."""
    if appeal.answer:
        return t("{who} refused: {reason}", who=appeal.decided_by, reason=appeal.answer)
    return t("{who} refused.", who=appeal.decided_by)


def answered(appeal: Appeal, said: str, t: Translate) -> Message:
    """What whoever asked is told."""
    mark = "✅" if appeal.granted else "✋"
    why = context(t("You had asked: {reason}", reason=appeal.why))
    return message(said, [section(f"{mark} {said}"), why, actions(_opens(appeal, t))])


def refusal_form(callback_id: str, said: str, keep: dict[str, int], t: Translate) -> View:
    """The form that says no."""
    answer = text_input("v", multiline=True, most=LONGEST)
    return form(
        callback_id,
        t.plain("Refuse"),
        t.plain("Refuse"),
        t.plain("Cancel"),
        [section(said), field("answer", t.plain("Your reason"), answer, hint=t.plain("They are told your words."))],
        keep=keep,
    )


def _opens(appeal: Appeal, t: Translate) -> Block:
    return button(t.plain("Open"), ids.DEAL_CARD, {"deal": appeal.deal_id})
