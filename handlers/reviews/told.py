"""The question for a review, drawn as it is sent."""

from sqlalchemy.ext.asyncio import AsyncSession

from core import deals, reviews
from handlers.blocks import Message
from handlers.reviews import views
from handlers.telling import Telling


async def asked(session: AsyncSession, telling: Telling) -> Message:
    """A deal that has ended; struck through once it is written, or the deal is open again."""
    deal = await deals.get(session, deal_id=telling.facts["deal"], by=telling.member)
    written = await reviews.of_deal(session, deal=deal)
    over = written is not None or not reviews.is_wanted(deal, workspace=telling.workspace)
    return views.asked(deal, telling.t, over=over)
