"""Extensions 延期: a new date is asked for, the manager answers. The forms, the notice, its buttons, the answer."""

from datetime import date

from core import cards, deals
from core.deals import extensions
from core.deals.appeals import LONGEST
from core.errors import Refusal, msgid
from core.models import Deal, Extension
from handlers import cards as card_views
from handlers import ids, payload
from handlers.blocks import Block, Message, View, button, field, form, message, section, text_input
from handlers.deals import appeals
from handlers.pressing import Press, Submission
from handlers.words import Translate


class NoDay(Refusal):
    message = msgid("Choose the new date.")
    field = "on"


async def open_form(press: Press) -> None:
    """Open the form that asks for a new date."""
    async with press.db.begin() as session:
        deal = await deals.get(session, deal_id=press.id("deal"), by=press.me)
    await press.open(ask_form(deal, press.t))


def ask_form(deal: Deal, t: Translate, *, day: date | None = None) -> View:
    """The form that asks for a new date; `day`: the one picked already."""
    picker: Block = {"type": "datepicker", "action_id": "v", **({"initial_date": day.isoformat()} if day else {})}
    now = t("It was expected to close on {day}.", day=deal.expected_close)
    closes = t("It will be closed by itself on {day}.", day=deal.lapse_on) if deal.lapse_on else ""
    return form(
        ids.EXTENSION_FORM,
        t.plain("New date"),
        t.plain("Ask"),
        t.plain("Cancel"),
        [
            section(f"*{t.mrkdwn(deal)}*\n{t.sentences(now, closes)}"),
            field("on", t.plain("Expected close"), picker, optional=False),
            field(
                "why",
                t.plain("Your reason"),
                text_input("v", multiline=True, most=LONGEST),
                hint=t.plain("Your manager reads it and decides. It is counted how often a date is put off."),
            ),
        ],
        keep={"deal": deal.id},
    )


async def ask(form: Submission) -> None:
    """Ask for the new date; who leads others sets it at once."""
    day = payload.day(form.fields.get("on"))
    if day is None:
        raise NoDay
    async with form.db.begin() as session:
        _, asked, entry = await extensions.ask(
            session,
            deal_id=form.id("deal"),
            to_on=day,
            why=form.text("why"),
            by=form.me,
            now=form.now(),
            source=form.source,
        )
        card = await cards.of_deal(session, deal_id=form.id("deal"), by=form.me, now=form.now())
    await form.show(card_views.draw(card, form.t, undo=None if asked else entry.id))


def notice(extension: Extension, shifts: int, t: Translate) -> Message:
    """What the manager is asked, and how often the date was put off before; once answered, what became of it."""
    deal = extension.deal
    said = t("{who} asks for a new date for *{deal}*: {day}.", who=extension.by, deal=deal, day=extension.to_on)
    if extension.decided_at is not None:
        return appeals.settled(said, answer_line(extension, t))
    before = t("It was expected to close on {day}.", day=extension.from_on)
    often = t.n("Put off {n} time before.", "Put off {n} times before.", shifts) if shifts else ""
    value = {"extension": extension.id, "deal": deal.id}
    yes = button(t.plain("Approve"), ids.EXTENSION_APPROVE, value, style="primary")
    no = button(t.plain("Refuse…"), ids.EXTENSION_REFUSE, value)
    return appeals.question(extension, said, [t.sentences(before, often)], yes=yes, no=no, t=t)


def answer_line(extension: Extension, t: Translate) -> str:
    """Who decided, and what they said to it."""
    if extension.decided_by is None:
        return t("The deal has ended, or has another date.")
    return t("{who} agreed.", who=extension.decided_by) if extension.granted else appeals.refused(extension, t)


def answered(extension: Extension, t: Translate) -> Message:
    """What whoever asked is told."""
    return appeals.answered(extension, t.sentences(_asked(extension, t), answer_line(extension, t)), t)


def _asked(extension: Extension, t: Translate) -> str:
    return t("A new date for *{deal}*: {day}.", deal=extension.deal, day=extension.to_on)


async def approve(press: Press) -> None:
    """Give the deal its new date, and show its card."""
    async with press.db.begin() as session:
        granted, entry = await extensions.approve(
            session, extension_id=press.id("extension"), by=press.me, now=press.now(), source=press.source
        )
        card = await cards.of_deal(session, deal_id=granted.deal_id, by=press.me, now=press.now())
    await press.tell(card_views.draw(card, press.t, undo=entry.id))


async def refuse(press: Press) -> None:
    """Open the form that says no."""
    async with press.db.begin() as session:
        asked = await extensions.get(session, extension_id=press.id("extension"), by=press.me)
    keep = {"extension": asked.id}
    await press.open(appeals.refusal_form(ids.EXTENSION_REFUSE_FORM, _asked(asked, press.t), keep, press.t))


async def send_refusal(form: Submission) -> None:
    """Say no; whoever asked is told."""
    async with form.db.begin() as session:
        refused = await extensions.refuse(
            session,
            extension_id=form.id("extension"),
            answer=form.text("answer"),
            by=form.me,
            now=form.now(),
            source=form.source,
        )
    said = form.t(
        "{who} is told. *{deal}* is expected to close on {day} still.",
        who=refused.by,
        deal=refused.deal,
        day=refused.from_on,
    )
    await form.show(message(said, [section(said)]))
