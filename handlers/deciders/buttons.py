"""Buttons on the decision map: its pages, Edit… of one person, Decision map on cards and notices."""

from core import deciders, timeline
from core.deciders.chart import named
from handlers.deciders import views
from handlers.pages import number
from handlers.pressing import Press


async def show(press: Press) -> None:
    """Draw the map, or turn to a page of it; from a card, beside the card."""
    page = number(press.values)
    async with press.db.begin() as session:
        account_id = (
            press.id("account")
            if "account" in press.values
            else await timeline.customer_of(session, noun="deal", thing_id=press.id("deal"), by=press.me)
        )
        found = await deciders.chart(
            session, account_id=account_id, by=press.me, now=press.now(), page=page, size=views.PAGE
        )
    drawn = views.picture(found, page, press.t)
    await (press.show(drawn) if "page" in press.values else press.tell(drawn))


async def edit(press: Press) -> None:
    """Open the form of one person."""
    async with press.db.begin() as session:
        contact, account = await deciders.get(session, contact_id=press.id("contact"), by=press.me)
        others = await named(session, workspace_id=account.workspace_id, account_id=account.id)
    await press.open(views.person_form(contact, account, others, press.t))
