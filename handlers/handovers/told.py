"""Notices about handovers, drawn as they are sent, and the pages of a successor's summary."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core import handovers
from core.errors import Missing
from core.handovers import finishing
from core.models import Member
from handlers import pages
from handlers.blocks import Message
from handlers.handovers import views
from handlers.pressing import Press
from handlers.telling import Telling
from handlers.words import Translate


async def handover(session: AsyncSession, telling: Telling) -> Message:
    """To whoever asked for it: how it goes, what came of it."""
    result = await _result(session, telling)
    if result.handover.by.id != telling.member.id:
        raise Missing
    under_way = result.handover.row.finished_at is None
    return views.progress(result, telling.t) if under_way else views.done(result, telling.t)


async def handed_over(session: AsyncSession, telling: Telling) -> Message:
    """To a successor: what they were handed, customer by customer."""
    return await _summary(session, telling.facts["handover"], telling.member, telling.t, telling.now)


async def handover_told(session: AsyncSession, telling: Telling) -> Message:
    """To whose it was, and to managers."""
    return views.told(await _result(session, telling), telling.member, telling.t)


async def handover_back(session: AsyncSession, telling: Telling) -> Message:
    """To all concerned, once it has gone back."""
    facts = telling.facts
    by = await session.get(Member, (telling.workspace.id, facts["by"])) if facts["by"] else None
    result = await _result(session, telling)
    return views.back(result, telling.member, facts["back"], facts["stay"], by, telling.t)


async def page(press: Press) -> None:
    """Turn to another page of a successor's summary."""
    async with press.db.begin() as session:
        drawn = await _summary(
            session, press.id("handover"), press.me, press.t, press.now(), page=pages.number(press.values)
        )
    await press.show(drawn)


async def _result(session: AsyncSession, telling: Telling) -> finishing.Result:
    return await finishing.of(
        session, workspace_id=telling.workspace.id, handover_id=telling.facts["handover"], now=telling.now
    )


async def _summary(
    session: AsyncSession, handover_id: int, reader: Member, t: Translate, now: datetime, page: int = 0
) -> Message:
    found = await handovers.summary.of(
        session, handover_id=handover_id, reader=reader, now=now, page=page, size=views.PAGE
    )
    return views.summary(found, reader, t)
