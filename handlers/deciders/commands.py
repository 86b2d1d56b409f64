"""/deal Acme map 决策图: who decides at a customer, where they stand, who knows them."""

from core import accounts, deciders
from handlers import cards as card_views
from handlers import ids
from handlers.asking import Answer, Ask
from handlers.deciders import views


async def show(ask: Ask) -> Answer:
    """Draw the map of the customer meant."""
    async with ask.db.begin() as session:
        found = await accounts.meant_by(session, text=ask.text, by=ask.me)
        if len(found) != 1:
            return card_views.which(found, ask, ids.DEAL_CARD, command="/deal")
        drawn = await deciders.chart(session, account_id=found[0].id, by=ask.me, now=ask.now(), size=views.PAGE)
    return views.picture(drawn, 0, ask.t)
