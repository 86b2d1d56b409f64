"""Notices about the people who decide, drawn as they are sent."""

from sqlalchemy.ext.asyncio import AsyncSession

from core import accounts, deals, deciders
from core.deciders.known import Known, by_name
from core.errors import Missing
from core.models import Contact, Member
from handlers.blocks import Message
from handlers.deciders import views
from handlers.telling import Telling


async def contact_left(session: AsyncSession, telling: Telling) -> Message:
    """Whoever leads the one who logged it hears who has gone, who follows, and who knows them."""
    facts, reader = telling.facts, telling.member
    gone = await session.get(Contact, (reader.workspace_id, facts["contact"]))
    if gone is None or gone.left_at is None:
        raise Missing  # it was taken back before they heard
    customer = await accounts.get(session, account_id=gone.account_id, by=reader)
    if customer is None:
        raise Missing
    follows = await session.get(Contact, (reader.workspace_id, facts["follows"])) if facts["follows"] else None
    met = Known()
    if follows is not None:
        known = await by_name(session, account_id=customer.id, names=[follows.name], by=reader)
        met = known.get(follows.name, met)
    by = await session.get(Member, (reader.workspace_id, facts["by"]))
    return views.told_left(gone, follows, met, by, customer, telling.t)


async def thin_deal(session: AsyncSession, telling: Telling) -> Message:
    """What is missing at a deal's customer, as it is now."""
    deal = await deals.get(session, deal_id=telling.facts["deal"], by=telling.member)
    found = await deciders.lacks_of(session, deals=[deal], workspace=telling.workspace, now=telling.now)
    return views.told_thin(deal, found[deal.id], telling.t)
