"""Pictures of the question whether a lead may be kept: to whom it is put, what came of it, what its owner is told."""

from collections.abc import Sequence
from datetime import date

from core.models import Answer, Keep, Lead, Visit
from core.reading import Money
from core.silence import Standing
from core.silence.keeps import HELD, MORE
from handlers import ids
from handlers.blocks import Block, Message, View, actions, button, context, field, form, message, section, text_input
from handlers.chances.words import told as chance
from handlers.leads.views import history, opens
from handlers.silence.alerts import ahead, answer, since
from handlers.undoing import undo_button
from handlers.words import Translate


def question(how: Standing, keep: Keep, visits: Sequence[Visit], granted: int, day: date, t: Translate) -> Message:
    """What the manager decides by: how long nothing was heard, what was, how often it was kept before."""
    said = t(
        "🙋 {owner} asks to keep *{customer}* for {n} more working days.",
        owner=keep.owner,
        customer=how.lead.account.name,
        n=MORE,
    )
    before = t.n("Kept {n} time before.", "Kept {n} times before.", granted) if granted else t("Never kept before.")
    row = actions(
        button(t.plain("Approve"), ids.KEEP_APPROVE, {"keep": keep.id, "lead": how.lead.id}, style="primary"),
        button(t.plain("Refuse…"), ids.KEEP_REFUSE, {"keep": keep.id, "lead": how.lead.id}),
        opens(how.lead, t),
    )
    blocks: list[Block] = [
        section(said),
        section(t.sentences(since(how, day, t), before, ahead(how, t)), fields=_facts(how.lead, t)),
        *history(visits, t, masked=False),
        row,
        context(
            t("The lead waits for your answer until {day}; then it goes on as its clock says.", day=keep.answer_by)
        ),
    ]
    return message(said, blocks)


def _facts(lead: Lead, t: Translate) -> list[str]:
    facts = []
    if lead.quoted_amount is not None:
        price = Money(lead.quoted_amount, lead.quoted_currency)
        facts.append(t("*Last quote*\n{price} · {day}", price=price, day=lead.quoted_at))
    if lead.chance is not None:
        facts.append(t("*Chance*\n{chance}", chance=chance(lead, t)))
    return facts


def settled(lead: Lead, keep: Keep | None, t: Translate, *, again: bool = False) -> Message:
    """The question struck through: answered, or no longer one; `again`: it was put once more."""
    name = lead.account.name
    if again:
        said = t("🙋 Asked again below: {customer}", customer=name)
        return message(said, [context(said)])
    what = answer(keep, t) if keep is not None and keep.answer in (Answer.APPROVED, Answer.REFUSED) else ""
    said = t("~Keep {customer}?~ Settled.", customer=name)
    return message(t("{customer}: dealt with", customer=name), [section(t.sentences(said, what))])


def asked(lead: Lead, keep: Keep, t: Translate, *, undo: int | None) -> Message:
    """What the owner is told after asking."""
    if keep.answer == Answer.APPROVED:
        return approved(lead, keep, t, undo=undo)
    said = t(
        "{who} is asked whether you may keep *{customer}* for {n} more working days. "
        "It waits for the answer for {held} working days, until {day}.",
        who=keep.asked,
        customer=lead.account.name,
        n=MORE,
        held=HELD,
        day=keep.answer_by,
    )
    return message(said, [section(said), actions(opens(lead, t), undo_button(undo, t))])


def approved(lead: Lead, keep: Keep, t: Translate, *, undo: int | None) -> Message:
    """What the one who agreed is told."""
    said = t(
        "✅ *{customer}* stays with {owner}: the next follow-up is due by {day}.",
        customer=lead.account.name,
        owner=keep.owner,
        day=keep.kept_until,
    )
    return message(said, [section(said), actions(opens(lead, t), undo_button(undo, t))])


def refused(lead: Lead, keep: Keep, t: Translate, *, undo: int | None) -> Message:
    """What the one who refused is told."""
    said = t(
        "{owner} will read why *{customer}* is not kept: {reason}",
        owner=keep.owner,
        customer=lead.account.name,
        reason=keep.reason,
    )
    return message(said, [section(said), actions(opens(lead, t), undo_button(undo, t))])


def answered(lead: Lead, keep: Keep, how: Standing | None, day: date, t: Translate) -> Message:
    """What the owner is told: how it was answered, or that nobody has."""
    name = lead.account.name
    if keep.answer == Answer.APPROVED:
        said = t(
            "✅ {who} agreed: *{customer}* is yours until {day}.",
            who=keep.answered_by,
            customer=name,
            day=keep.kept_until,
        )
        return message(said, [section(said), actions(opens(lead, t))])
    if keep.answer == Answer.REFUSED:
        said = t(
            "✋ {who} did not agree to keep *{customer}*: “{reason}”.",
            who=keep.answered_by,
            customer=name,
            reason=keep.reason,
        )
    elif keep.answer is None and day >= keep.answer_by:
        said = t(
            "⌛ {who} has not answered whether you may keep *{customer}*, so it waits no longer.",
            who=keep.asked,
            customer=name,
        )
    else:
        said = t("{who} is asked whether you may keep *{customer}*.", who=keep.asked, customer=name)
    next_ = ahead(how, t) if how is not None and lead.owner_id == keep.owner_id else ""
    log = button(t.plain("Log a follow-up"), ids.VISIT_LOG, {"lead": lead.id}, style="primary")
    return message(
        said, [section(t.sentences(said, next_)), actions(log, opens(lead, t))] if next_ else [section(said)]
    )


def refuse_form(lead: Lead, keep: Keep, t: Translate, *, most: int) -> View:
    """The form that asks why a lead is not to be kept."""
    said = t("{owner} asks to keep *{customer}*.", owner=keep.owner, customer=lead.account.name)
    why = text_input("v", multiline=True, most=most, placeholder=t.plain("What should happen instead?"))
    return form(
        ids.KEEP_REFUSE_FORM,
        t.plain("Refuse"),
        t.plain("Refuse"),
        t.plain("Cancel"),
        [section(said), field("reason", t.plain("Because"), why, optional=False)],
        keep={"keep": keep.id},
    )
