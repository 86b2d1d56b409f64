"""Forms of leads, as they are opened: a new one, one with all that is known of it, one more contact."""

from core.errors import msgid
from core.leads import facts
from core.leads.edits import Clash
from core.models import Lead
from handlers import ids
from handlers.blocks import (
    View,
    field,
    form,
    option,
    radio,
    section,
    text_input,
)
from handlers.leads import fields
from handlers.leads.words import LABELS
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
            *fields.inputs(fields.blank(customer), t),
            field("to", t.plain("Goes to"), radio("v", places, chosen="pool"), optional=False),
        ],
    )


def edit_form(lead: Lead, held: fields.Entries, t: Translate, *, clash: Clash | None = None) -> View:
    """The form with all that is known of a lead. `clash`: what a colleague changed since it was opened, too."""
    place = f".{lead.version}" if clash else ""
    return form(
        ids.LEAD_EDIT_FORM,
        t.plain("Edit lead"),
        t.plain("Save"),
        t.plain("Cancel"),
        [*([section(_clashing(lead, clash, t))] if clash else []), *fields.inputs(held, t, place=place)],
        keep={"lead": lead.id, "seen": facts.marks(lead)},
    )


def _clashing(lead: Lead, clash: Clash, t: Translate) -> str:
    now = fields.of_lead(lead)
    names = {"source": now.source.name if now.source else "", "campaign": now.campaign.name if now.campaign else ""}
    shown = (t.colon(t.plain(LABELS[name]), {**now.texts, **names}.get(name) or "–") for name in clash.facts)
    key = (
        msgid(
            "{who} has changed the same meanwhile. It is now: {facts}. What you typed stands below; save to replace it."
        )
        if clash.meanwhile.who
        else msgid(
            "The same was changed meanwhile. It is now: {facts}. What you typed stands below; save to replace it."
        )
    )
    return t(key, who=clash.meanwhile.who, facts=t.listed(shown))


def contact_form(lead: Lead, t: Translate) -> View:
    """The form to enter one more of the customer's people."""
    return form(
        ids.CONTACT_FORM,
        t.plain("Add a contact"),
        t.plain("Save"),
        t.plain("Cancel"),
        [
            section(f"*{t.mrkdwn(lead.account.name)}*"),
            field("name", t.plain("Name"), text_input("v", most=60)),
            field("title", t.plain("Job title"), text_input("v", most=60)),
            field("phone", t.plain("Phone"), text_input("v", most=40)),
            field("wechat", t.plain("WeChat"), text_input("v", most=40)),
            field("email", t.plain("E-mail"), text_input("v", most=120)),
        ],
        keep={"lead": lead.id},
    )
