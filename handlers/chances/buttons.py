"""Buttons on chances: Chance… 成交可能, Pick up 接手 a dead lead, and turning pages of them."""

from functools import partial

from core import cards, chances, leads, workspaces
from handlers import cards as card_views
from handlers import pages
from handlers.chances import views
from handlers.pressing import Press


async def rate(press: Press) -> None:
    """Open the form that says how likely the lead is."""
    async with press.db.begin() as session:
        lead = await leads.get(session, lead_id=press.id("lead"), by=press.me)
        leads.must_be_open(lead)
        own = (await workspaces.of(session, by=press.me)).chance_reasons
    await press.open(views.rate_form(lead, own, press.t))


async def pick_up(press: Press) -> None:
    """Take a dead lead for a fresh try; its card comes beside the list, with all that was before."""
    async with press.db.begin() as session:
        lead, entry = await chances.pick_up(
            session, lead_id=press.id("lead"), by=press.me, now=press.now(), source=press.source
        )
        card = await cards.of_lead(session, lead_id=lead.id, by=press.me)
    await press.tell(card_views.draw(card, press.t, undo=entry.id if entry else None))


async def dead(press: Press) -> None:
    """Turn to a page of the dead leads; from a message that offers some, beside it."""
    page = pages.number(press.values)
    async with press.db.begin() as session:
        found, total, page = await pages.turn(partial(chances.dead, session, by=press.me), page, views.PAGE)
    drawn = views.dead(found, total, page, press.t)
    await (press.show(drawn) if "page" in press.values else press.tell(drawn))
