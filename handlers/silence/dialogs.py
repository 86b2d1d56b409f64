"""Forms of a lead's clock, as they are opened: its rhythm, its pause; and what is told of a pause."""

from datetime import date, timedelta

from core.clocks import DAILY, MONTHLY, WEEKLY, Rhythm
from core.models import Lead, Member
from core.silence.pauses import LONGEST, MOST
from handlers import ids
from handlers.blocks import (
    Block,
    Message,
    View,
    actions,
    button,
    field,
    form,
    message,
    option,
    section,
    select,
    text_input,
)
from handlers.leads.views import opens
from handlers.silence import words
from handlers.undoing import undo_button
from handlers.words import Translate

USUAL, OTHER = "usual", "other"  # no rhythm of its own; so many working days as are written


def rhythm_form(lead: Lead, usual: Rhythm, t: Translate) -> View:
    """The form that says how often a lead is to be followed up; `usual`: how often without a rhythm of its own."""
    days = lead.interval_days
    rule = t.plain(words.RULES[usual.rule])
    ways = [
        option(t.plain("As usual: {rhythm} ({rule})", rhythm=words.rhythm(usual.days, t), rule=rule), USUAL),
        *(option(words.rhythm(each, t), str(each)) for each in (DAILY, WEEKLY, MONTHLY)),
        option(t.plain("So many working days:"), OTHER),
    ]
    known = days in (DAILY, WEEKLY, MONTHLY)
    chosen = USUAL if days is None else str(days) if known else OTHER
    number = text_input("v", initial="" if days is None or known else str(days), most=6)
    return form(
        ids.LEAD_RHYTHM_FORM,
        t.plain("Follow-up rhythm"),
        t.plain("Save"),
        t.plain("Cancel"),
        [
            section(f"*{t.mrkdwn(lead.account.name)}*"),
            field(
                "rhythm",
                t.plain("How often is it to be followed up?"),
                select("v", ways, placeholder=t.plain("As usual"), chosen=chosen),
                optional=False,
                hint=t.plain("A week is 5 working days, a month 21. Holidays do not count."),
            ),
            field("days", t.plain("Working days"), number),
        ],
        keep={"lead": lead.id},
    )


def set_to(lead: Lead, usual: Rhythm, t: Translate, *, undo: int | None) -> Message:
    """What a lead's rhythm is now, and when its next follow-up is due."""
    said = t(
        "🔁 *{customer}* is to be followed up {rhythm}.", customer=lead.account.name, rhythm=words.rhythm(usual.days, t)
    )
    due = t("The next follow-up is due by {day}.", day=lead.silent_on) if lead.silent_on else ""
    return message(said, [section(t.sentences(said, due)), actions(opens(lead, t), undo_button(undo, t))])


def pause_form(lead: Lead, today: date, t: Translate) -> View:
    """The form that pauses a lead; of one that is paused it says so, and ends that too."""
    paused = lead.pause is not None and lead.pause > today
    first = lead.pause if paused and lead.pause else today + timedelta(days=14)
    day: Block = {"type": "datepicker", "action_id": "v", "initial_date": first.isoformat()}
    said = f"*{t.mrkdwn(lead.account.name)}*"
    if paused:
        said += " · " + t("paused until {day}: {reason}", day=lead.pause, reason=lead.pause_reason)
    hint = t.plain("{n} days from today at most. On that day its clock begins anew.", n=LONGEST.days)
    why = text_input("v", initial=(lead.pause_reason or "") if paused else "", most=MOST)
    return form(
        ids.LEAD_PAUSE_FORM,
        t.plain("Pause"),
        t.plain("Pause"),
        t.plain("Cancel"),
        [
            section(said),
            *([actions(end_button(lead, t))] if paused else []),
            field("until", t.plain("Until"), day, optional=False, hint=hint),
            field("reason", t.plain("Because"), why, optional=False),
        ],
        keep={"lead": lead.id},
    )


def end_button(lead: Lead, t: Translate) -> Block:
    """The button that ends a pause before its day."""
    return button(t.plain("End the pause"), ids.LEAD_PAUSE_END, {"lead": lead.id})


def paused(lead: Lead, t: Translate, *, undo: int | None) -> Message:
    """What is said once a lead is paused."""
    said = t(
        "⏸ *{customer}* is paused until {day}: “{reason}”.",
        customer=lead.account.name,
        day=lead.pause,
        reason=lead.pause_reason,
    )
    due = t("Its clock begins anew on that day; the next follow-up is due by {day}.", day=lead.silent_on)
    return message(said, [section(t.sentences(said, due)), actions(opens(lead, t), undo_button(undo, t))])


def ended(lead: Lead, t: Translate, *, undo: int | None) -> Message:
    """What is said once a pause is over."""
    said = t(
        "▶️ *{customer}* is no longer paused. The next follow-up is due by {day}.",
        customer=lead.account.name,
        day=lead.silent_on,
    )
    return message(said, [section(said), actions(opens(lead, t), undo_button(undo, t))])


def told(lead: Lead, by: Member | None, today: date, t: Translate) -> Message:
    """The notice to whoever else it concerns that a lead was paused, or is no longer."""
    if lead.pause is None or lead.pause <= today:
        return ended(lead, t, undo=None)
    said = t(
        "⏸ {by} has paused *{customer}* until {day}: {reason}",
        by=by,
        customer=lead.account.name,
        day=lead.pause,
        reason=lead.pause_reason,
    )
    return message(said, [section(said), actions(opens(lead, t), end_button(lead, t))])
