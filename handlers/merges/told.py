"""Notices about pairs of customers, drawn as they are sent."""

from sqlalchemy.ext.asyncio import AsyncSession

from core.merges import news
from handlers.blocks import Message
from handlers.merges import views
from handlers.telling import Telling


async def same_customer(session: AsyncSession, telling: Telling) -> Message:
    """Whoever decides is asked whether two are one."""
    return views.question(await news.asked(session, facts=telling.facts, reader=telling.member), telling.t)


async def pair_apart(session: AsyncSession, telling: Telling) -> Message:
    """Whoever had proposed it hears that they are two."""
    customer, by = await news.apart(session, pair_id=telling.facts["pair"], reader=telling.member)
    return views.told_apart(customer, by, telling.t)


async def customer_merged(session: AsyncSession, telling: Telling) -> Message:
    """Whoever held something of either hears that they are one; or are two again."""
    if telling.facts.get("parted"):
        return views.told_parted(await news.parted(session, facts=telling.facts, reader=telling.member), telling.t)
    return views.told_merged(await news.merged(session, facts=telling.facts, reader=telling.member), telling.t)
