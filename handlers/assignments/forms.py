"""Forms of giving leads: whom to give one to, why one is not taken."""

from core import cards, members
from core.assignments import giving, passing
from handlers import cards as card_views
from handlers.assignments import views
from handlers.pressing import Submission


async def assign(form: Submission) -> None:
    """Give the lead to the colleague chosen; they are told, and asked to accept."""
    async with form.db.begin() as session:
        to = await members.known(session, slack_id=form.text("to"), by=form.me)
        lead, entry = await giving.assign(
            session,
            lead_id=form.id("lead"),
            to=to,
            by=form.me,
            now=form.now(),
            note=form.fields.get("note"),
            source=form.source,
        )
        card = await cards.of_lead(session, lead_id=lead.id, by=form.me)
    await form.show(card_views.draw(card, form.t, undo=entry.id if entry else None))


async def decline(form: Submission) -> None:
    """Do not take the lead; own words go before the reason chosen."""
    async with form.db.begin() as session:
        lead = await passing.decline(
            session,
            offer_id=form.id("offer"),
            reason=form.fields.get("words") or form.fields.get("reason"),
            by=form.me,
            now=form.now(),
            source=form.source,
        )
    await form.show(views.declined(lead, form.t))
