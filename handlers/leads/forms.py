"""Forms of leads: a new one, one changed, one more contact."""

from typing import Any

from core import cards, leads
from core.errors import Missing
from core.leads import edits, people
from core.leads.edits import Clash
from core.leads.people import Person
from core.reading import phones
from handlers import cards as card_views
from handlers.leads import dialogs, fields, views
from handlers.pressing import Submission


async def new(form: Submission) -> None:
    """Capture a lead from the form, for the pool or for oneself."""
    async with form.db.begin() as session:
        given = await fields.entered(form, session)
        lead, entry = await leads.capture(
            session,
            told=given.told,
            to=form.me if form.text("to") == "me" else None,
            by=form.me,
            now=form.now(),
            anyway=form.anyway(given.told.customer.strip()),
            source=form.source,
        )
        seen = await leads.is_seen(session, lead=lead, by=form.me)
    await form.show(views.captured(lead, form.t, undo=entry.id, seen=seen))


async def edit(form: Submission) -> None:
    """Change what is told of the lead; where a colleague did so meanwhile, the form says so and asks again."""
    async with form.db.begin() as session:
        given = await fields.entered(form, session)
        outcome = await edits.edit(
            session,
            lead_id=form.id("lead"),
            told=given.told,
            seen=_seen(form),
            by=form.me,
            now=form.now(),
            source=form.source,
        )
        card = await cards.of_lead(session, lead_id=outcome.lead.id, by=form.me)
    if isinstance(outcome, Clash):
        held = fields.again(outcome.lead, outcome.mine, form, given)
        await form.redraw(dialogs.edit_form(outcome.lead, held, form.t, clash=outcome))
    else:
        drawn = card_views.draw(card, form.t, undo=outcome.entry.id if outcome.entry else None)
        await form.show(views.edited(drawn, outcome, form.t))


def _seen(form: Submission) -> dict[str, Any]:
    seen = form.kept.get("seen")
    if not isinstance(seen, dict):
        raise Missing
    return seen


async def contact(form: Submission) -> None:
    """Enter one more of the customer's people."""
    told = {name: form.fields.get(name) for name in ("name", "title", "phone", "wechat", "email")}
    told["phone"] = phones.told(told["phone"], form.me.locale)
    async with form.db.begin() as session:
        lead, entry = await people.add(
            session,
            lead_id=form.id("lead"),
            told=Person(**told),
            by=form.me,
            now=form.now(),
            source=form.source,
        )
        card = await cards.of_lead(session, lead_id=lead.id, by=form.me)
    await form.show(card_views.draw(card, form.t, undo=entry.id))
