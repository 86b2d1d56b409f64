"""Notices about the team of a deal, drawn as they are sent."""

from sqlalchemy.ext.asyncio import AsyncSession

from core import deals, mates
from core.errors import Missing
from core.models import Member
from handlers.blocks import Message
from handlers.mates import views
from handlers.telling import Telling


async def joined(session: AsyncSession, telling: Telling) -> Message:
    """The reader was put on a team, and still is on it."""
    deal = await deals.get(session, deal_id=telling.facts["deal"], by=telling.member)
    own = [each for each in await mates.of_deal(session, deal=deal) if each.member_id == telling.member.id]
    if not own:
        raise Missing
    by = await session.get(Member, (telling.workspace.id, telling.facts["by"]))
    return views.joined(deal, by, own[0].role, telling.t)


async def left(session: AsyncSession, telling: Telling) -> Message:
    """The reader was taken off a team: no more than that."""
    deal = await deals.of_all(session, deal_id=telling.facts["deal"], workspace_id=telling.workspace.id)
    by = await session.get(Member, (telling.workspace.id, telling.facts["by"]))
    return views.left(deal, by, telling.t)
