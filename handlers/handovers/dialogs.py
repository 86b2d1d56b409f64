"""The form of a handover: whose, what that is, to whom, until when."""

from collections.abc import Sequence
from typing import NamedTuple

from core.assignments.giving import LONGEST_NOTE
from core.handovers import Holdings
from core.models import Member
from handlers import ids
from handlers.blocks import Block, View, context, field, form, option, section, select, text_input
from handlers.handovers import words
from handlers.words import Translate

BY_RANK = "rank"


class Chosen(NamedTuple):
    """Whose it is, and what that is; None: nobody is chosen yet."""

    who: Member | None
    held: Holdings | None


def handover_form(people: Sequence[Member], team: Sequence[Member], chosen: Chosen, t: Translate) -> View:
    """The form. What they hold is shown as soon as somebody is chosen."""
    whose = [option(_named(each, t), str(each.id)) for each in people]
    who = str(chosen.who.id) if chosen.who else None
    menu = select(ids.HANDOVER_FROM, whose, placeholder=t.plain("Choose a colleague"), chosen=who)
    others = [each for each in team if chosen.who is None or each.id != chosen.who.id]
    ways = [option(t.plain("Shared out by rank"), BY_RANK), *(option(each.name, each.slack_id) for each in others[:99])]
    day: Block = {"type": "datepicker", "action_id": "v"}
    return form(
        ids.HANDOVER_FORM,
        t.plain("Hand over"),
        t.plain("Hand over"),
        t.plain("Cancel"),
        [
            {**field("from", t.plain("From whom"), menu, optional=False), "dispatch_action": True},
            *_held(chosen, t),
            field("to", t.plain("To whom"), select("v", ways, placeholder="–", chosen=BY_RANK), optional=False),
            field("back_on", t.plain("Until"), day, hint=t.plain("On this day it goes back. Empty: it is for good.")),
            field("note", t.plain("A word with it"), text_input("v", multiline=True, most=LONGEST_NOTE)),
            context(_what_comes(t)),
        ],
    )


def _named(member: Member, t: Translate) -> str:
    return member.name if member.active else t.plain("{name} (has left)", name=member.name)


def _held(chosen: Chosen, t: Translate) -> list[Block]:
    if chosen.who is None or chosen.held is None:
        return []
    return [section(t("{who} holds: {what}", who=chosen.who, what=words.held(chosen.held, t)))]


def _what_comes(t: Translate) -> str:
    return t(
        "Leads, deals and to-dos go along with their history; the follow-up clocks begin anew. Whoever gets them is "
        "sent a summary of each customer, the one who had them and the managers are told. You can take it back for a "
        "day."
    )
