"""Forms of leads, as they are opened: a new lead, whom to give one to."""

from collections.abc import Sequence

from core.models import Lead, Member
from handlers import ids
from handlers.blocks import (
    View,
    field,
    form,
    option,
    radio,
    section,
    select,
    text_input,
)
from handlers.leads.views import state
from handlers.words import Translate


def new_form(t: Translate, *, customer: str = "") -> View:
    """The form to enter a lead."""
    places = [option(t.plain("The pool"), "pool"), option(t.plain("Myself"), "me")]
    return form(
        ids.LEAD_FORM,
        t.plain("New lead"),
        t.plain("Save"),
        t.plain("Cancel"),
        [
            field("customer", t.plain("Customer"), text_input("v", initial=customer, most=120), optional=False),
            field("contact", t.plain("Contact"), text_input("v", most=60)),
            field("phone", t.plain("Phone"), text_input("v", most=40)),
            field("wechat", t.plain("WeChat"), text_input("v", most=40)),
            field("email", t.plain("E-mail"), text_input("v", most=120)),
            field("interest", t.plain("What they need"), text_input("v", multiline=True, most=500)),
            field("region", t.plain("Region"), text_input("v", most=60)),
            field(
                "source",
                t.plain("Source"),
                text_input("v", most=60, placeholder=t.plain("trade fair, website, referral…")),
            ),
            field("campaign", t.plain("Campaign"), text_input("v", most=60)),
            field("referrer", t.plain("Referred by"), text_input("v", most=60)),
            field("quoted", t.plain("Price quoted"), text_input("v", most=40, placeholder=t.plain("300k"))),
            field("budget", t.plain("Budget"), text_input("v", most=40, placeholder=t.plain("300k"))),
            field("to", t.plain("Goes to"), radio("v", places, chosen="pool"), optional=False),
        ],
    )


def assign_form(lead: Lead, team: Sequence[tuple[Member, int]], t: Translate) -> View:
    """The form to give a lead to somebody of the team, with how many leads each holds."""
    options = [
        option(t.plain("{name} · holds {n}", name=member.name, n=held), member.slack_id) for member, held in team
    ]
    return form(
        ids.LEAD_ASSIGN_FORM,
        t.plain("Assign lead"),
        t.plain("Assign"),
        t.plain("Cancel"),
        [
            section(f"*{t.mrkdwn(lead.account.name)}* · {state(lead, t)}"),
            field(
                "to",
                t.plain("Assign to"),
                select("v", options, placeholder=t.plain("Choose a colleague")),
                optional=False,
            ),
        ],
        keep={"lead": lead.id},
    )
