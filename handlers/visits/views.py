"""Pictures of follow-ups: what was understood, which customer is meant, the form."""

from datetime import datetime

from core.errors import msgid
from core.masks import hide
from core.models import Deal, Lead, Task, VisitKind
from core.reading import Money, NextStep, Reading
from core.visits import CustomerHeld, Logged, Outcome, Unclear
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
    message,
    option,
    quotation,
    radio,
    section,
    text_input,
)
from handlers.deciders.views import stands
from handlers.words import Translate, counted, escape

_KINDS = {VisitKind.VISIT: msgid("Visit"), VisitKind.PHONE: msgid("Call"), VisitKind.MESSAGE: msgid("Message")}
_LOGGED = {
    VisitKind.VISIT: msgid("*{customer}* · visit logged"),
    VisitKind.PHONE: msgid("*{customer}* · call logged"),
    VisitKind.MESSAGE: msgid("*{customer}* · message logged"),
}


def reply(outcome: Outcome, t: Translate) -> Message:
    """The answer to a line."""
    match outcome:
        case Logged():
            return logged(outcome, t)
        case Unclear():
            return unclear(outcome, t)
        case CustomerHeld():
            return held(outcome, t)


def logged(told: Logged, t: Translate) -> Message:
    """What was understood, what was given last, and what to do next."""
    customer = told.customer.name
    if told.written is None:
        said = t(
            "*{customer}* · you logged this very line within the last ten minutes, so it is kept once.",
            customer=customer,
        )
        return message(said, [section(said)])
    said = t(_LOGGED[told.kind], customer=customer)
    fields = [*_last(told, t), *_understood(told.reading, t)]
    blocks: list[Block] = [section(f"✅ {said}", fields=fields)]
    blocks += [context(sentence) for sentence in _remarks(told, t)]
    blocks.append(_buttons(told, t))
    return message(said, blocks)


def _last(told: Logged, t: Translate) -> list[str]:
    """The last quote and the last follow-up before this one."""
    fields, thing = [], told.thread.thing
    if thing is not None and thing.quoted_amount is not None:
        price = Money(thing.quoted_amount, thing.quoted_currency)
        fields.append(t("*Last quote*\n{price} · {day}", price=price, day=thing.quoted_at))
    if last := told.thread.last:
        day = datetime.fromisoformat(last["at"])
        note = hide(last["note"]) if thing is not None and thing.owner_id is None else last["note"]
        fields.append(t("*Last time*\n{note} · {who}, {day}", note=note[:120], who=last["by"], day=day))
    return fields


def _understood(reading: Reading, t: Translate) -> list[str]:
    fields = []
    if reading.next_step is not None:
        fields.append(t("*Next step*\n{step}", step=step(reading.next_step, t)))
    if reading.people:
        fields.append(t("*People*\n{people}", people=t.listed(person.name for person in reading.people)))
    if reading.standings:
        said = t.listed(t.plain("{name}: {what}", name=each.name, what=stands(each, t)) for each in reading.standings)
        fields.append(t("*Who decides*\n{people}", people=said))
    if reading.goods:
        fields.append(t("*Goods*\n{goods}", goods=t.listed(counted(each) for each in reading.goods)))
    if reading.amounts:
        fields.append(t("*Amounts*\n{sums}", sums=t.listed(t.text(each) for each in reading.amounts)))
    if reading.colleagues:
        mentions = " ".join(f"<@{slack_id}>" for slack_id in reading.colleagues)
        fields.append(f"{t('*Colleagues*')}\n{mentions}")
    return fields


def step(planned: NextStep, t: Translate) -> str:
    """The next step with its day, and its time where one was told."""
    parts = [planned.text]
    if planned.on is not None:
        parts.append(t.text(planned.on))
    if planned.at is not None:
        parts.append(f"{planned.at:%H:%M}")
    elif planned.window is not None:
        parts.append(f"{planned.window[0]:%H:%M}–{planned.window[1]:%H:%M}")
    return " · ".join(parts)


def _remarks(told: Logged, t: Translate) -> list[str]:
    fulfilled = told.written.fulfilled if told.written is not None else []
    remarks = [t("✔ Done with this: {task}", task=each["text"]) for each in fulfilled]
    if not told.worth.counts and told.worth.why:
        why = t.plain(told.worth.why)
        remarks.append(t("⚠️ Kept, but it does not count as a follow-up. {why}", why=why))
    if told.reading.next_step is None:
        remarks.append(t("No next step yet. Say one with its day, such as “quote next Wed”, and it becomes a task."))
    elif told.reading.next_step.on is None:
        remarks.append(t("The next step has no day yet; it waits under “No day yet” in /today."))
    return remarks


def _buttons(told: Logged, t: Translate) -> Block:
    assert told.written is not None
    audit = {"audit": told.written.audit_id, "visit": told.written.visit_id}
    return actions(
        button(t.plain("Undo"), ids.UNDO, audit),
        button(t.plain("Edit"), ids.VISIT_EDIT, audit),
        _advance(told.thread.thing, t),
    )


def _advance(thing: Lead | Deal | None, t: Translate) -> Block | None:
    """A deal moves on by a stage; a lead becomes a deal; what lies in the pool is claimed first, if no manager keeps it
    there."""
    if isinstance(thing, Deal):
        return button(t.plain("Advance"), ids.DEAL_ADVANCE, {"deal": thing.id, "stage": thing.stage_id})
    if thing is None or (thing.owner_id is None and thing.locked_at is not None):
        return None
    if thing.owner_id is None:
        return button(t.plain("Claim"), ids.LEAD_CLAIM, {"lead": thing.id}, style="primary")
    return button(t.plain("Advance"), ids.LEAD_CONVERT, {"lead": thing.id})


def unclear(told: Unclear, t: Translate) -> Message:
    """Which customer is meant? The line is kept until it is answered."""
    blocks: list[Block] = []
    keep = _keep(told)
    if told.choices:
        said = t("Which customer is this about? Your words are kept.")
        choices = [
            button(each.name, f"{ids.VISIT_CHOOSE}.{place}", {**keep, "account": each.id})
            for place, each in enumerate(told.choices[:10])
        ]
        another = [button(t.plain("Make it a lead"), ids.VISIT_MAKE_LEAD, keep)] if told.customer else []
        blocks = [section(said), *quotation(escape(told.line)), actions(*choices, *another)]
    elif told.customer:
        said = t(
            "You have no customer called *{customer}*. Your words are kept; nothing is logged yet.",
            customer=told.customer,
        )
        make = button(t.plain("Make it a lead"), ids.VISIT_MAKE_LEAD, keep, style="primary")
        blocks = [section(said), *quotation(escape(told.line)), actions(make, _again(told, t))]
    else:
        said = t("Which customer is this about? Put the name first. Your words are kept; nothing is logged yet.")
        blocks = [section(said), *quotation(escape(told.line)), actions(_again(told, t))]
    return message(said, blocks)


def held(told: CustomerHeld, t: Translate) -> Message:
    """The customer is a colleague's."""
    said = t(
        "*{customer}* is being followed up by a colleague, so nothing was logged. "
        "Ask your manager. Your words are kept:",
        customer=told.customer,
    )
    return message(said, [section(said), *quotation(escape(told.line)), actions(_again(told, t))])


def _keep(told: Unclear | CustomerHeld) -> dict[str, int]:
    return {"draft": told.draft_id, **({"audit": told.instead_of} if told.instead_of else {})}


def _again(told: Unclear | CustomerHeld, t: Translate) -> Block:
    return button(t.plain("Edit"), ids.VISIT_EDIT, _keep(told))


def log_form(
    t: Translate,
    *,
    line: str = "",
    kind: VisitKind = VisitKind.VISIT,
    step: Task | None = None,
    keep: dict[str, int] | None = None,
) -> View:
    """The form that logs a follow-up, with the words already said and the next step that was given beside them."""
    day = {"initial_date": step.on.isoformat()} if step and step.on else {}
    kinds = [option(t.plain(word), each.value) for each, word in _KINDS.items()]
    return form(
        ids.VISIT_FORM,
        t.plain("Log a follow-up"),
        t.plain("Save"),
        t.plain("Cancel"),
        [
            field(
                "line",
                t.plain("What happened?"),
                text_input(
                    "v",
                    initial=line,
                    multiline=True,
                    placeholder=t.plain("Acme: met Tom, wants 20 scanners, quote next Wed"),
                ),
                optional=False,
                hint=t.plain("Customer first. People, quantities, sums and the next step are read from it."),
            ),
            field("kind", t.plain("Kind"), radio("v", kinds, chosen=kind.value), optional=False),
            field("step", t.plain("Next step"), text_input("v", initial=step.text if step else "", most=300)),
            field("on", t.plain("On"), {"type": "datepicker", "action_id": "v", **day}),
        ],
        keep=keep,
    )
