"""What is to be told in a deal's channel, and that it is to be looked after: a worker does that (handlers.rooms.work),
from what stands then (core.rooms.keeping)."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from core import notices
from core.models import Deal, Room, StageMove, Visit

LONGEST = 80  # characters of a channel's name: Slack's rule

_FOLLOW = text("""
insert into errands (workspace_id, noun, noun_id)
select workspace_id, 'room', id from rooms where workspace_id = :workspace and deal_id = any(:deals) order by id
on conflict (workspace_id, noun, noun_id) do update set asked = errands.asked + 1, attempts = 0,
    due_at = case when errands.token is null then now() else errands.due_at end
""")


def name_of(customer: str, *, number: int = 1) -> str:
    """A channel's name by Slack's rules: lower case, without spaces and signs; a number where the name is taken."""
    folded = unicodedata.normalize("NFKC", customer).lower()
    kept = re.sub(r"[^\w-]+|_+", "-", folded).strip("-") or "deal"
    ending = f"-{number}" if number > 1 else ""
    return re.sub("-{2,}", "-", kept)[: LONGEST - len(ending)].rstrip("-") + ending


async def of_deal(session: AsyncSession, *, deal: Deal) -> Room | None:
    """The channel of a deal its reader may see."""
    found = await session.scalars(select(Room).where(Room.workspace_id == deal.workspace_id, Room.deal_id == deal.id))
    return found.first()


async def follow(session: AsyncSession, *, workspace_id: str, deal_ids: Sequence[int]) -> None:
    """Have the channels of these deals looked after: who is in them, whether they are in use. One statement."""
    await session.execute(_FOLLOW, {"workspace": workspace_id, "deals": list(deal_ids)})


async def tell_move(session: AsyncSession, *, deal: Deal, move: StageMove, now: datetime) -> None:
    """A deal has moved: its channel hears it once."""
    if channel := await _channel(session, deal):
        await notices.tell(
            session,
            workspace_id=deal.workspace_id,
            kind="room_move",
            key=f"room:move:{move.id}",
            facts={"deal": deal.id, "move": move.id},
            channel=channel,
            due_at=now,
            now=now,
        )


async def tell_visit(session: AsyncSession, *, channel: str, deal: Deal, visit_id: int, now: datetime) -> None:
    """A follow-up was logged for a deal: its channel hears it once; it is struck through when it is taken back."""
    await notices.tell(
        session,
        workspace_id=deal.workspace_id,
        kind="room_visit",
        key=f"room:visit:{visit_id}",
        facts={"deal": deal.id, "visit": visit_id},
        channel=channel,
        topic=f"visit:{visit_id}",
        due_at=now,
        now=now,
    )


async def strike_visit(session: AsyncSession, *, visit: Visit, now: datetime) -> None:
    """A follow-up was taken back."""
    await notices.close(
        session,
        workspace_id=visit.workspace_id,
        topic=f"visit:{visit.id}",
        kind="room_visit",
        facts={"deal": visit.deal_id, "visit": visit.id},
        key=f"room:visit:{visit.id}:undone",
        now=now,
    )


async def _channel(session: AsyncSession, deal: Deal) -> str | None:
    return await session.scalar(
        select(Room.channel).where(
            Room.workspace_id == deal.workspace_id, Room.deal_id == deal.id, Room.archived_at.is_(None)
        )
    )
