"""Notices about requests, drawn as they are sent: from how they stand then, for whoever sees the deal still."""

from sqlalchemy.ext.asyncio import AsyncSession

from core import absence
from core.models import Member
from core.requests import read
from handlers.blocks import Message
from handlers.requests import views
from handlers.telling import Telling


async def asked(session: AsyncSession, telling: Telling) -> Message:
    """What the reader is asked."""
    return await _drawn(session, telling, chased=False)


async def chased(session: AsyncSession, telling: Telling) -> Message:
    """What the reader was asked, and has not done in time."""
    return await _drawn(session, telling, chased=True)


async def _drawn(session: AsyncSession, telling: Telling, *, chased: bool) -> Message:
    if telling.facts.get("step") == "past":
        return views.again_below(telling.t)
    request = await read.get(session, request_id=telling.facts["request"], by=telling.member)
    return views.asked(request, telling.t, chased=chased or request.chased_at is not None)


async def answer(session: AsyncSession, telling: Telling) -> Message:
    """What became of what the reader asked."""
    request = await read.get(session, request_id=telling.facts["request"], by=telling.member)
    return views.answered(request, telling.facts["what"], telling.t)


async def off(session: AsyncSession, telling: Telling) -> Message:
    """The reader need not do what they had said they would."""
    request = await read.get(session, request_id=telling.facts["request"], by=telling.member)
    by = await session.get(Member, (telling.workspace.id, telling.facts["by"]))
    return views.called_off(request, by, telling.t)


async def raised(session: AsyncSession, telling: Telling) -> Message:
    """A request that came to nothing, for whoever leads."""
    request = await read.get(session, request_id=telling.facts["request"], by=telling.member)
    return views.raised(request, telling.t, away=absence.is_away(request.to, now=telling.now))
