"""Pictures of a lead that is to become a deal within its pool's days."""

from datetime import date

from core.calendar import local_day, working_days_between
from core.clocks import calendar
from core.models import Lead, LeadStatus, Member, Workspace
from handlers import ids
from handlers.blocks import Message, actions, button, context, message, section
from handlers.leads.views import sure
from handlers.words import Translate


def due(lead: Lead, workspace: Workspace, day: date, reader: Member | None, t: Translate) -> Message:
    """To its owner: how long they have had it, when it goes back, all that can be done; struck through once it need
    not be done any more."""
    name = lead.account.name
    if reader is None or lead.owner_id != reader.id or lead.deal_back_on is None or lead.owned_since is None:
        gone = lead.status == LeadStatus.OPEN and lead.owner is None
        said = t("~{customer} without a deal~: back in the pool.", customer=name)
        return _settled(lead, said if gone else t("~{customer} without a deal~: dealt with.", customer=name), t)
    begun = local_day(lead.owned_since, workspace.zone)
    said = t.n(
        "⏳ *{customer}* has been yours for {n} working day and is no deal yet. By the rule of {pool} it goes back on "
        "{day}, whatever is logged.",
        "⏳ *{customer}* has been yours for {n} working days and is no deal yet. By the rule of {pool} it goes back on "
        "{day}, whatever is logged.",
        working_days_between(begun, day, **calendar(workspace)),
        customer=name,
        pool=lead.pool,
        day=lead.deal_back_on,
    )
    row = actions(
        button(t.plain("Advance"), ids.LEAD_CONVERT, {"lead": lead.id}, style="primary"),
        button(t.plain("Log a follow-up"), ids.VISIT_LOG, {"lead": lead.id}),
        button(t.plain("Release"), ids.LEAD_RELEASE, {"lead": lead.id}, confirm=sure(lead, t)),
    )
    longer = context(t("Does it take longer? Your manager can lock it, then it stays: More… on its card."))
    headline = t("{customer}: to be a deal by {day}", customer=name, day=lead.deal_back_on)
    return message(headline, [section(said), longer, row])


def _settled(lead: Lead, said: str, t: Translate) -> Message:
    return message(t("{customer}: dealt with", customer=lead.account.name), [section(said)])


def back(n: int, t: Translate, *, own: bool) -> str:
    """That so many went back because no deal had come of them."""
    if own:
        return t.n(
            "♻️ {n} of your leads has gone back to its pool: it had not become a deal in time.",
            "♻️ {n} of your leads have gone back to their pool: they had not become deals in time.",
            n,
        )
    return t.n(
        "♻️ {n} lead of the team has gone back to its pool: it had not become a deal in time.",
        "♻️ {n} leads of the team have gone back to their pool: they had not become deals in time.",
        n,
    )
