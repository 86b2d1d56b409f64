"""Buttons on giving leads: Assign… 分配, Accept 接受, Decline… 婉拒."""

from core import cards
from core.assignments import giving, offers
from handlers import cards as card_views
from handlers import pages
from handlers.assignments import dialogs, told, views
from handlers.pressing import Press


async def assign(press: Press) -> None:
    """Open the form that gives the lead to somebody, with the team by rank."""
    async with press.db.begin() as session:
        lead, ranked = await giving.candidates(session, lead_id=press.id("lead"), by=press.me, now=press.now())
        answer_hours = await offers.answer_hours(session, lead=lead)
    await press.open(dialogs.assign_form(lead, ranked, answer_hours, press.t))


async def accept(press: Press) -> None:
    """Take the lead one was given; its card stands where the question was."""
    async with press.db.begin() as session:
        lead, _ = await offers.accept(
            session, offer_id=press.id("offer"), by=press.me, now=press.now(), source=press.source
        )
        card = await cards.of_lead(session, lead_id=lead.id, by=press.me)
    await press.show(views.accepted(card_views.draw(card, press.t), lead, press.t))


async def accept_all(press: Press) -> None:
    """Take all that was given in one message."""
    async with press.db.begin() as session:
        await offers.accept_all(session, offer_id=press.id("offer"), by=press.me, now=press.now(), source=press.source)
        drawn = await told.several(session, offer_id=press.id("offer"), reader=press.me, t=press.t)
    await press.show(drawn)


async def page(press: Press) -> None:
    """Turn to another page of what was given in one message."""
    async with press.db.begin() as session:
        drawn = await told.several(
            session, offer_id=press.id("offer"), reader=press.me, t=press.t, page=pages.number(press.values)
        )
    await press.show(drawn)


async def decline(press: Press) -> None:
    """Open the form that says why the lead is not taken."""
    async with press.db.begin() as session:
        lead = await offers.still_open(session, offer_id=press.id("offer"), by=press.me)
    await press.open(dialogs.decline_form(lead, press.id("offer"), press.t))
