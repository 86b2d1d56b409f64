"""Pictures of what is told of a lead unasked: that it has gone silent."""

from core.errors import msgid
from core.models import Lead
from handlers import ids
from handlers.blocks import Message, actions, button, message, section
from handlers.leads.views import sure
from handlers.words import Translate


def silent(lead: Lead, t: Translate, *, audience: str, resolved: bool) -> Message:
    """The alert about a silent lead: to its owner, or to the team; struck through once it is followed up."""
    if resolved:
        said = t("~{customer} had gone silent~: dealt with.", customer=lead.account.name)
        return message(t("{customer}: dealt with", customer=lead.account.name), [section(said)])
    key = (
        msgid("🔕 *{customer}* has had no follow-up since {day}. Log one, or release it to the pool.")
        if audience == "owner"
        else msgid("🔕 *{customer}* has still had no follow-up since {day}. {owner}, what is the plan?")
    )
    since = lead.last_follow_up_at or lead.owned_since
    said = t(key, customer=lead.account.name, day=since, owner=lead.owner)
    buttons = [
        button(t.plain("Log"), ids.VISIT_LOG, {"lead": lead.id}, style="primary"),
        button(t.plain("Release"), ids.LEAD_RELEASE, {"lead": lead.id}, confirm=sure(lead, t)),
    ]
    if audience != "owner":
        buttons.insert(1, button(t.plain("Assign…"), ids.LEAD_ASSIGN, {"lead": lead.id}))
    return message(t("{customer} has gone silent", customer=lead.account.name), [section(said), actions(*buttons)])
