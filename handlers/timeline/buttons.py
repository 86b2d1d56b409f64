"""Turning the pages of a timeline."""

from core import timeline
from handlers.pages import number
from handlers.pressing import Press
from handlers.timeline.views import PAGE, picture


async def show(press: Press) -> None:
    """Turn to a page of it; from a card, beside the card."""
    page, account_id = number(press.values), await _account(press)
    async with press.db.begin() as session:
        found = await timeline.of_customer(session, account_id=account_id, by=press.me, page=page, size=PAGE)
        if page and not found.events:
            page = (max(found.total, 1) - 1) // PAGE
            found = await timeline.of_customer(session, account_id=account_id, by=press.me, page=page, size=PAGE)
    drawn = picture(found, page, press.t)
    await (press.show(drawn) if "page" in press.values else press.tell(drawn))


async def _account(press: Press) -> int:
    """The customer itself, or that of the lead or deal whose menu was used."""
    if "account" in press.values:
        return press.id("account")
    noun = "deal" if "deal" in press.values else "lead"
    async with press.db.begin() as session:
        return await timeline.customer_of(session, noun=noun, thing_id=press.id(noun), by=press.me)
