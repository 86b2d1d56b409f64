"""Notices in the channel of a deal, and about it, drawn as they are sent."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import cards, deals
from core.calendar import local_day
from core.errors import Missing
from core.models import Deal, Lane, Room, Stage, StageMove, Visit
from handlers.blocks import Message
from handlers.rooms import views
from handlers.telling import Telling


async def card(session: AsyncSession, telling: Telling) -> Message:
    """The card as it is now."""
    deal = await _deal(session, telling)
    return views.card(await cards.of_room(session, deal=deal, now=telling.now), deal, telling.t)


async def _deal(session: AsyncSession, telling: Telling) -> Deal:
    """The deal whose channel is told: no other channel hears of it."""
    lane = await session.get_one(Lane, (telling.workspace.id, telling.lane_id))
    of = select(Room.id).where(
        Room.workspace_id == telling.workspace.id,
        Room.channel == lane.channel,
        Room.deal_id == telling.facts["deal"],
        Room.archived_at.is_(None),
    )
    if telling.reader is not None or await session.scalar(of) is None:
        raise Missing
    return await deals.of_all(session, deal_id=telling.facts["deal"], workspace_id=telling.workspace.id)


async def visit(session: AsyncSession, telling: Telling) -> Message:
    """A follow-up that was logged for it."""
    await _deal(session, telling)
    found = await session.scalars(
        select(Visit)
        .options(joinedload(Visit.member))
        .where(Visit.workspace_id == telling.workspace.id, Visit.id == telling.facts["visit"])
    )
    return views.visit(found.one(), telling.t)


async def move(session: AsyncSession, telling: Telling) -> Message:
    """A stage move."""
    deal = await _deal(session, telling)
    options = (joinedload(StageMove.by), joinedload(StageMove.to), joinedload(StageMove.listed_reason))
    found = await session.scalars(
        select(StageMove)
        .options(*options)
        .where(StageMove.workspace_id == telling.workspace.id, StageMove.id == telling.facts["move"])
    )
    told = found.one()
    came = await session.get(Stage, (telling.workspace.id, told.from_id)) if told.from_id else None
    return views.move(deal, told, telling.t.text(came), telling.t)


async def ending(session: AsyncSession, telling: Telling) -> Message:
    """The channel is archived soon; not where the deal is open again."""
    deal = await _deal(session, telling)
    if deal.closed_at is None:
        raise Missing
    day = local_day(datetime.fromisoformat(telling.facts["on"]), telling.t.zone)
    return views.ending(deal, day, telling.t)


async def trouble(session: AsyncSession, telling: Telling) -> Message:
    """Slack does not let us make or keep the channel."""
    deal = await deals.get(session, deal_id=telling.facts["deal"], by=telling.member)
    return views.trouble(deal, telling.facts["word"], telling.facts["needed"], telling.t)
