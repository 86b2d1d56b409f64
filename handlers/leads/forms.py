"""Forms of leads: a new one, and whom to give one to."""

from typing import Any

from core import claims, leads, members
from core.leads import Capture
from handlers import sums
from handlers.leads import views
from handlers.pressing import Submission


async def new(form: Submission) -> None:
    """Capture a lead from the form, for the pool or for oneself."""
    quoted, budget = sums.of_field(form, "quoted"), sums.of_field(form, "budget")
    names = ("contact", "phone", "wechat", "email", "interest", "region", "source", "campaign", "referrer")
    typed: dict[str, Any] = {name: form.fields.get(name) for name in names}
    told = Capture(
        customer=form.text("customer"),
        quoted=quoted.amount if quoted else None,
        quoted_currency=quoted.currency if quoted else None,
        budget=budget.amount if budget else None,
        currency=budget.currency if budget else None,
        **typed,
    )
    async with form.db.begin() as session:
        lead, entry = await leads.capture(
            session,
            told=told,
            to=form.me if form.text("to") == "me" else None,
            by=form.me,
            now=form.now(),
            anyway=form.anyway(told.customer.strip()),
            source=form.source,
        )
    await form.show(views.captured(lead, form.t, undo=entry.id))


async def assign(form: Submission) -> None:
    """Give the lead to the colleague chosen; they are told."""
    async with form.db.begin() as session:
        to = await members.known(session, slack_id=form.text("to"), by=form.me)
        lead, entry = await claims.assign(
            session, lead_id=form.id("lead"), to=to, by=form.me, now=form.now(), source=form.source
        )
    await form.show(views.card(lead, form.t, undo=entry.id if entry else None, private=True))
