"""Notices about leads given and taken, drawn as they are sent."""

from sqlalchemy.ext.asyncio import AsyncSession

from core import cards, leads
from core.assignments import allotting, offers, passing
from core.errors import Missing
from core.models import Member, Offer, Pool
from handlers import cards as card_views
from handlers.assignments import views
from handlers.blocks import Message
from handlers.telling import Telling
from handlers.words import Translate


async def lead_assigned(session: AsyncSession, telling: Telling) -> Message:
    """A lead given to its reader, with its card and all that was before; once it has gone on, where it went."""
    here, facts, reader = telling.workspace.id, telling.facts, telling.member
    offer = await session.get(Offer, (here, facts["offer"])) if "offer" in facts else None
    giver = facts.get("by") or (offer.by_id if offer else None)
    lead = await leads.shown_to_all(session, workspace_id=here, lead_id=facts["lead"])
    if lead is None or (lead.owner_id != reader.id and offer is None):
        raise Missing
    if offer is not None and lead.owner_id != reader.id:
        return views.over(lead, offer, telling.t)
    card = await cards.of_lead(session, lead_id=lead.id, by=reader)
    by = await session.get(Member, (here, giver)) if giver else None
    return views.assigned(card_views.draw(card, telling.t), lead, offer, by, telling.t)


async def leads_assigned(session: AsyncSession, telling: Telling) -> Message:
    """Several leads given to its reader at once."""
    return await several(session, offer_id=telling.facts["offer"], reader=telling.member, t=telling.t)


async def several(session: AsyncSession, *, offer_id: int, reader: Member, t: Translate, page: int = 0) -> Message:
    """A page of what `reader` was given in one message, as it stands now."""
    given = await offers.together(session, offer_id=offer_id, by=reader)
    if not given:
        raise Missing
    first, page = given[0][0], min(page, (len(given) - 1) // views.PAGE)
    by = await session.get(Member, (first.workspace_id, first.by_id)) if first.by_id else None
    return views.several(given, by, page, reader, t)


async def offers_over(session: AsyncSession, telling: Telling) -> Message | None:
    """Leads that were declined or not answered, to whoever gave them or was silent."""
    found = await passing.ended(session, workspace_id=telling.workspace.id, offer_ids=telling.facts["offers"])
    return views.ended(found, telling.facts["audience"], telling.t) if found else None


async def allot_stuck(session: AsyncSession, telling: Telling) -> Message | None:
    """Why leads of a pool could not be given out, to those who lead it."""
    here, pool_id = telling.workspace.id, telling.facts["pool"]
    pool = await session.get(Pool, (here, pool_id))
    found = await allotting.waiting_in(session, pool_id=pool_id, workspace_id=here)
    if pool is None or not found:
        return None
    return views.stuck(pool, [lead.account.name for lead in found], telling.facts["bars"], telling.t)


async def leads_taken(session: AsyncSession, telling: Telling) -> Message:
    """Several leads that their reader has lost at once, by another's hand."""
    here, lost = telling.workspace.id, telling.facts["leads"]
    names = await leads.names(session, workspace_id=here, lead_ids=lost[: views.LISTED])
    by = await session.get(Member, (here, telling.facts["by"]))
    return views.lost(names, len(lost), by, telling.t, back=bool(telling.facts.get("back")))
