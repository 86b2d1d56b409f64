"""Notices about milestones, drawn as they are sent: given, moved."""

from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from core import deals
from core.calendar import local_day
from core.errors import Missing
from core.models import Deal, Member, Task
from core.plans import read
from handlers.blocks import Message
from handlers.plans import views
from handlers.telling import Telling
from handlers.words import Translate


async def given(session: AsyncSession, telling: Telling) -> Message:
    """Those of the milestones that are the reader's still."""
    return await _drawn(session, telling, views.given)


async def moved(session: AsyncSession, telling: Telling) -> Message:
    """Those of the moved milestones that are the reader's and open, with their days as they are now."""
    return await _drawn(session, telling, views.moved)


async def _drawn(
    session: AsyncSession,
    telling: Telling,
    view: Callable[[Deal, Member | None, Sequence[Task], date, Translate], Message],
) -> Message:
    facts, reader = telling.facts, telling.member
    mine = Task.workspace_id == reader.workspace_id, Task.owner_id == reader.id
    asked = read.milestones(*mine, Task.id.in_(facts["milestones"]), read.is_open())
    found = (await session.scalars(asked)).all()
    if not found:
        raise Missing
    deal = await deals.of_all(session, deal_id=facts["deal"], workspace_id=reader.workspace_id)
    by = await session.get(Member, (reader.workspace_id, facts["by"]))
    return view(deal, by, found, local_day(telling.now, reader.zone), telling.t)
