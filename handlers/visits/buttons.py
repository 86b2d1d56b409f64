"""Buttons on follow-ups: which customer, Make it a lead, Edit 修改, Log 记跟进."""

from core import deals, leads, visits
from core.models import Deal, Draft, Lead, Task, Visit
from handlers.pressing import Press
from handlers.visits import views


async def choose(press: Press) -> None:
    """Log the kept line for the customer chosen."""
    async with press.db.begin() as session:
        outcome = await visits.take_up(
            session,
            draft_id=press.id("draft"),
            account_id=press.id("account"),
            instead_of=_replaced(press),
            by=press.me,
            now=press.now(),
            source=press.source,
        )
    await press.show(views.reply(outcome, press.t))


def _replaced(press: Press) -> int | None:
    """The follow-up that the kept line was said in place of."""
    return press.id("audit") if "audit" in press.values else None


async def make_lead(press: Press) -> None:
    """Make the unknown customer a lead, and log the kept line on it."""
    async with press.db.begin() as session:
        outcome = await visits.make_lead(
            session,
            draft_id=press.id("draft"),
            anyway=press.anyway,
            instead_of=_replaced(press),
            by=press.me,
            now=press.now(),
            source=press.source,
        )
    await press.show(views.reply(outcome, press.t))


async def edit(press: Press) -> None:
    """Open the words again, of a follow-up or of a kept line."""
    said: Draft | Visit
    step: Task | None = None
    async with press.db.begin() as session:
        if "draft" in press.values:
            said = await visits.kept(session, draft_id=press.id("draft"), by=press.me)
            keep = {"audit": press.id("audit")} if "audit" in press.values else {}
        else:
            said = await visits.get(session, visit_id=press.id("visit"), by=press.me)
            step = await visits.planned_apart(session, visit=said)
            keep = {"audit": press.id("audit")}
    await press.open(views.log_form(press.t, line=said.line, kind=said.kind, step=step, keep=keep))


async def log(press: Press) -> None:
    """Open the form; from a card, with its customer already named."""
    if not press.values.keys() & {"deal", "lead"}:
        return await press.open(views.log_form(press.t))
    async with press.db.begin() as session:
        if "deal" in press.values:
            thing: Lead | Deal = await deals.get(session, deal_id=press.id("deal"), by=press.me)
        else:
            thing = await leads.get(session, lead_id=press.id("lead"), by=press.me)
    name = thing.account.name
    keep = {"account": thing.account_id}
    return await press.open(views.log_form(press.t, line=f"{name} ", keep=keep))
