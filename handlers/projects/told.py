"""Notices about pairs of deals, drawn as they are sent."""

from sqlalchemy.ext.asyncio import AsyncSession

from core import projects
from core.projects import news
from handlers.blocks import Message
from handlers.projects import views
from handlers.telling import Telling


async def same_project(session: AsyncSession, telling: Telling) -> Message:
    """Whoever decides is asked whether two deals are one project."""
    asked = await projects.get(session, pair_id=telling.facts["project"], by=telling.member)
    if (done := await news.decided(session, asked=asked, reader=telling.member)) is not None:
        return views.joined(done, telling.t)
    return views.question(asked, telling.t)


async def freed(session: AsyncSession, telling: Telling) -> Message:
    """Whoever is freed of their deal hears it, with thanks."""
    return views.told_freed(await news.freed(session, facts=telling.facts, reader=telling.member), telling.t)


async def kept(session: AsyncSession, telling: Telling) -> Message:
    """Whoever goes on hears whose history comes to them."""
    return views.told_kept(await news.kept(session, facts=telling.facts, reader=telling.member), telling.t)


async def back(session: AsyncSession, telling: Telling) -> Message:
    """Whoever has their deal again hears it."""
    deal, by = await news.back(session, facts=telling.facts, reader=telling.member)
    return views.told_back(deal, by, telling.t)
