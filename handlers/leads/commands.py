"""/lead 线索: capture, card, pool, own list."""

from zoneinfo import ZoneInfo

from core import accounts, cards, colleagues, leads, pools, sources
from core.leads import Capture
from core.models import SourceKind
from core.pools import shelves
from core.reading.capture import Told, capture
from handlers import cards as card_views
from handlers import ids
from handlers.asking import Answer, Ask
from handlers.leads import dialogs, lists, views


async def new(ask: Ask) -> Answer:
    """Capture a lead from one line, into the pool; without a line open the form."""
    if not ask.text:
        return dialogs.new_form(ask.t)
    async with ask.db.begin() as session:
        known = await sources.spellings(session, by=ask.me)
        line = capture(
            ask.text,
            now=ask.now(),
            zone=ZoneInfo(ask.me.zone),
            locale=ask.me.locale,
            sources=known[SourceKind.SOURCE],
            campaigns=known[SourceKind.CAMPAIGN],
            ours=await colleagues.called_in(session, line=ask.text, by=ask.me),
        )
        lead, entry = await leads.capture(
            session, told=told(line), to=None, by=ask.me, now=ask.now(), anyway=ask.anyway, source=ask.source
        )
        seen = await leads.is_seen(session, lead=lead, by=ask.me)
    return views.captured(lead, ask.t, undo=entry.id, seen=seen)


def told(line: Told) -> Capture:
    """What one line tells of a new lead. Whoever it names is the contact, first come first."""
    reading = line.reading
    return Capture(
        customer=reading.customer_text or "",
        contact=next(iter(reading.named), None),
        phone=next(iter(reading.phones), None),
        wechat=next(iter(reading.wechat), None),
        email=next(iter(reading.emails), None),
        interest=reading.need[:300] or None,
        region=reading.place,
        source=line.source,
        campaign=line.campaign,
        referrer=line.referrer,
        quoted=line.quoted.amount if line.quoted else None,
        quoted_currency=line.quoted.currency if line.quoted else None,
        budget=line.budget.amount if line.budget else None,
        currency=line.budget.currency if line.budget else None,
        tags=line.tags,
    )


async def pool(ask: Ask) -> Answer:
    """Show a pool, the one named if one is, with what is left of the asker's quota in it."""
    first = ask.t.plain("Lead pool")
    async with ask.db.begin() as session:
        named = await pools.called(session, text=ask.text, first=first, by=ask.me) if ask.text else None
        pool_id = named.id if named else None
        shelf = await shelves.look(session, by=ask.me, now=ask.now(), size=lists.PAGE, pool_id=pool_id)
    return lists.pool(shelf, ask.t, several=ask.me.manages)


async def mine(ask: Ask, *, page: int = 0) -> Answer:
    """Show a page of the leads the asker holds."""
    async with ask.db.begin() as session:
        found, total = await leads.mine(session, by=ask.me, page=page, size=lists.PAGE)
    return lists.mine(found, total, page, ask.now(), ask.t, several=lists.own(ask.me))


async def show(ask: Ask) -> Answer:
    """Show a customer's lead, or what became of it."""
    async with ask.db.begin() as session:
        found = await accounts.meant_by(session, text=ask.text, by=ask.me)
        if len(found) != 1:
            return card_views.which(found, ask, ids.LEAD_CARD, command="/lead")
        card = await cards.of_customer(session, account_id=found[0].id, by=ask.me, deal_first=False, now=ask.now())
    return card_views.draw(card, ask.t)
