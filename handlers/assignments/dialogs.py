"""Forms of giving leads, as they are opened: whom to give one to, why not to take one."""

from collections.abc import Sequence

from core.assignments.giving import LONGEST_NOTE
from core.assignments.passing import LONGEST_REASON, REASONS
from core.assignments.ranking import Bar, Ranked
from core.models import Lead
from handlers import ids
from handlers.assignments import words
from handlers.blocks import Block, View, context, field, form, option, section, select, text_input
from handlers.chances import words as chances
from handlers.leads.views import state
from handlers.words import Translate, escape

SHOWN = 8  # people whose reasons are written out
MOST = 100  # entries a menu holds


def assign_form(lead: Lead, ranked: Sequence[Ranked], answer_hours: int, t: Translate) -> View:
    """The form to give a lead to somebody: the team by rank, with what speaks for each and what against."""
    return form(
        ids.LEAD_ASSIGN_FORM,
        t.plain("Assign lead"),
        t.plain("Assign"),
        t.plain("Cancel"),
        [
            section(f"*{t.mrkdwn(lead.account.name)}* · {state(lead, t)}"),
            *_about(lead, t),
            *(_person(place, each, t) for place, each in enumerate(ranked[:SHOWN], start=1)),
            field("to", t.plain("Assign to"), people(ranked, t), optional=False),
            note(t),
            context(answering(answer_hours, t)),
        ],
        keep={"lead": lead.id},
    )


def people(ranked: Sequence[Ranked], t: Translate) -> Block:
    """The menu of those who may get it, whom it suits best chosen at first."""
    options = [_entry(each, t) for each in ranked[:MOST]]
    best = next((each.member.slack_id for each in ranked if each.bar is None), None)
    return select("v", options, placeholder=t.plain("Choose a colleague"), chosen=best)


def _entry(each: Ranked, t: Translate) -> Block:
    held = t.plain("holds {held} of {cap}", held=each.reasons.held, cap=each.reasons.cap)
    told = words.barred(each, t) if each.bar else f"{_points(each, t)} · {held}"
    return option(each.member.name, each.member.slack_id, description=told)


def _points(each: Ranked, t: Translate) -> str:
    return t.plain("{n} points", n=max(round(each.points), 0))


def _person(place: int, each: Ranked, t: Translate) -> Block:
    against = f"⚠️ {escape(words.barred(each, t))} · " if each.bar else ""
    head = f"{place}. {t.mrkdwn(each.member)} · {_points(each, t)}"
    told = words.spoke(each.reasons, t, load=each.bar != Bar.FULL)  # which says what they hold
    return section(f"{head}\n{against}{escape(told)}")


def _about(lead: Lead, t: Translate) -> list[Block]:
    parts = [*lead.tags, lead.region, lead.interest]
    if lead.budget is not None:
        parts.append(t.money(lead.budget, lead.budget_currency))
    if lead.chance is not None:
        parts.append(chances.told(lead, t))
    told = " · ".join(escape(part) for part in parts if part)
    return [context(told)] if told else []


def note(t: Translate) -> Block:
    """The field for what goes along with it."""
    return field("note", t.plain("A word with it"), text_input("v", multiline=True, most=LONGEST_NOTE))


def answering(answer_hours: int, t: Translate) -> str:
    """How long whoever is asked has, and what comes then."""
    if not answer_hours:
        return t("It is theirs at once; nobody has to accept.")
    return t.n(
        "It is theirs at once. They have {n} working hour of their own to accept; after that, or if they decline, "
        "it goes to the next by rank and you are told.",
        "It is theirs at once. They have {n} working hours of their own to accept; after that, or if they decline, "
        "it goes to the next by rank and you are told.",
        answer_hours,
    )


def decline_form(lead: Lead, offer_id: int, t: Translate) -> View:
    """The form that says why a lead is not taken."""
    reasons = [option(words.declined(each, t), each) for each in REASONS]
    return form(
        ids.OFFER_DECLINE_FORM,
        t.plain("Decline lead"),
        t.plain("Decline"),
        t.plain("Cancel"),
        [
            section(f"*{t.mrkdwn(lead.account.name)}*"),
            field("reason", t.plain("Why not?"), select("v", reasons, placeholder=t.plain("Choose a reason"))),
            field(
                "words",
                t.plain("Or in your own words"),
                text_input("v", most=LONGEST_REASON),
                hint=t.plain("It goes to the next by rank, and you may not claim it again for some days."),
            ),
        ],
        keep={"offer": offer_id},
    )
