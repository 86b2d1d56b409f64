"""/deal Acme map 决策图: who decides at a customer; /deal Acme Tom decision maker for: what somebody there is."""

from dataclasses import replace

from core import accounts, deciders
from core.deciders.line import customer_and_name
from core.reading.standing import told_of
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


async def say(ask: Ask) -> Answer | None:
    """Set what the line says of a person, and draw the map; None where it says nothing of the kind."""
    told = told_of(ask.text)
    if told is None:
        return None
    async with ask.db.begin() as session:
        meant = await customer_and_name(session, text=told[0], by=ask.me)
        if meant is None:
            return None
        customer, name = meant
        standing = replace(told[1], name=name)
        _, entry = await deciders.say(
            session, account_id=customer.id, told=standing, by=ask.me, now=ask.now(), source=ask.source
        )
        drawn = await deciders.chart(session, account_id=customer.id, by=ask.me, now=ask.now(), size=views.PAGE)
    note = ask.t("*{name}*: {what}", name=name, what=views.stands(standing, ask.t))
    return views.picture(drawn, 0, ask.t, note=note, undo=entry.id)
