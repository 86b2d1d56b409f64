"""The form that says how likely a lead is."""

from core import chances
from core.errors import Missing
from core.models import Chance, LeadStatus
from handlers.chances import views
from handlers.leads import views as lead_views
from handlers.pressing import Submission


async def rate(form: Submission) -> None:
    """Rate the lead; own words add to the reason chosen, or stand alone."""
    chance = form.text("chance")
    if chance not in set(Chance):
        raise Missing
    async with form.db.begin() as session:
        lead, entry = await chances.rate(
            session,
            lead_id=form.id("lead"),
            chance=Chance(chance),
            reason=form.fields.get("reason"),
            words=form.fields.get("words"),
            by=form.me,
            now=form.now(),
            source=form.source,
        )
    if lead.status == LeadStatus.DEAD:
        await form.show(views.given_up(lead, form.t, undo=entry.id))
    else:
        await form.show(lead_views.card(lead, form.t, undo=entry.id, private=True))
