"""How a deal's channel is made and kept: what ought to be true of it now, and what Slack said to that.

A worker compares the two and tells Slack what is missing; whatever it has done, it writes down at once, so that another
may go on where it died. Rights follow the deal: whoever does not see it any more is taken out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CompoundSelect, select, union
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, deals, errands, mates, notices, owners, rooms
from core.access import sees_deal
from core.models import Deal, DealStatus, Mate, Member, Notice, OwnerChange, Room, Workspace

KEPT = timedelta(days=14)  # after the deal has ended
TOLD = timedelta(days=2)  # before it is archived
BATCH = 100


@dataclass(frozen=True)
class Plan:
    """What ought to be true of a channel. `people`, `out`: Slack ids of who belongs there, and of who may be there and
    does not any more; `card`: the message (ts) of the card, once it stands there; `card_waits`: it is on its way;
    `in_use`: whether the deal still needs it."""

    room: Room
    deal: Deal
    people: Sequence[str]
    out: Sequence[str]
    card: str | None
    card_waits: bool
    in_use: bool


async def make(
    session: AsyncSession, *, deal_id: int, by: Member, now: datetime, source: str | None = None
) -> tuple[Deal, Room]:
    """Have a deal's channel made, or looked after where there is one. Its owner may, and whoever leads them."""
    deal = await deals.lock_open(session, deal_id=deal_id, by=by)
    room = await rooms.of_deal(session, deal=deal)
    if room is None:
        made = insert(Room).values(
            workspace_id=by.workspace_id, deal_id=deal.id, by_id=by.id, at=now, name=rooms.name_of(deal.account.name)
        )
        room = (await session.scalars(made.returning(Room))).one()
        await audit.record(session, row=deal, verb="room", by=by, now=now, after={"room": room.id}, source=source)
    else:
        room.by_id, room.at, room.trouble = by.id, now, None
    await errands.ask(session, workspace_id=by.workspace_id, noun="room", noun_id=room.id)
    return deal, room


async def plan(session: AsyncSession, *, workspace_id: str, room_id: int, now: datetime) -> Plan | None:
    """What ought to be true of it now; None: there is none any more."""
    room = await session.get(Room, (workspace_id, room_id), populate_existing=True)
    if room is None:
        return None
    deal = await deals.of_all(session, deal_id=room.deal_id, workspace_id=workspace_id)
    team = [each.member for each in await mates.of_deal(session, deal=deal)]
    maker = await session.get_one(Member, (workspace_id, room.by_id))
    here = [each for each in (deal.owner, maker, *team) if each is not None and each.active]
    belong = {each.id: each for each in here if await _sees(session, deal, each)}
    card = await _card(session, room)
    return Plan(
        room,
        deal,
        [each.slack_id for each in belong.values()],
        await _gone(session, deal),
        card.slack_ts if card is not None and card.status == "sent" else None,
        card is not None and card.status in ("pending", "sending"),
        not is_over(room, deal, now=now),
    )


def is_over(room: Room, deal: Deal, *, now: datetime) -> bool:
    """Whether it is to be archived: some time after the end of the deal, which was told there before."""
    if deal.status == DealStatus.WITHDRAWN:
        return True
    if deal.status == DealStatus.OPEN or deal.closed_at is None:
        return False
    told = room.ending_told_at
    return told is not None and told >= deal.closed_at and now >= told + TOLD


async def _sees(session: AsyncSession, deal: Deal, member: Member) -> bool:
    return await session.scalar(select(Deal.id).where(Deal.id == deal.id, sees_deal(member))) is not None


async def _gone(session: AsyncSession, deal: Deal) -> list[str]:
    """Those who held the deal or were on its team once, and may not see it now."""
    here = deal.workspace_id
    once: CompoundSelect[Any] = union(
        select(Mate.member_id).where(Mate.workspace_id == here, Mate.deal_id == deal.id, Mate.left_at.is_not(None)),
        select(OwnerChange.from_id).where(OwnerChange.workspace_id == here, OwnerChange.deal_id == deal.id),
    )
    rows = await session.scalars(
        select(Member).where(Member.workspace_id == here, Member.id.in_(once)).order_by(Member.id)
    )
    return [each.slack_id for each in rows if not (each.active and await _sees(session, deal, each))]


async def _card(session: AsyncSession, room: Room) -> Notice | None:
    found = await session.scalars(
        select(Notice).where(Notice.workspace_id == room.workspace_id, Notice.key == _card_key(room))
    )
    return found.first()


def _card_key(room: Room) -> str:
    return f"room:{room.id}:card:{room.channel}"


async def known(session: AsyncSession, *, workspace_id: str, channels: Sequence[str]) -> set[str]:
    """Those of these channels that are rooms already."""
    rows = await session.scalars(
        select(Room.channel).where(Room.workspace_id == workspace_id, Room.channel.in_(channels))
    )
    return {channel for channel in rows if channel is not None}


async def _held(session: AsyncSession, room: Room) -> Room:
    """The row as it is now, held: an errand and a person who presses may meet on it."""
    held = select(Room).where(Room.workspace_id == room.workspace_id, Room.id == room.id).with_for_update()
    return (await session.scalars(held.execution_options(populate_existing=True))).one()


async def opened(session: AsyncSession, *, room: Room, channel: str, name: str, now: datetime) -> None:
    """Slack has made the channel: the card goes there, and stays true."""
    room = await _held(session, room)
    room.channel, room.name, room.pinned, room.archived_at, room.trouble = channel, name, None, None, None
    await notices.tell(
        session,
        workspace_id=room.workspace_id,
        kind="deal_card",
        key=_card_key(room),
        facts={"deal": room.deal_id},
        channel=channel,
        topic=f"deal:{room.deal_id}",
        due_at=now,
        now=now,
    )
    await _show(session, room, now=now)


async def back(session: AsyncSession, *, room: Room, now: datetime) -> None:
    """An archived channel is in use again."""
    room = await _held(session, room)
    room.archived_at = None
    await _show(session, room, now=now)


async def _show(session: AsyncSession, room: Room, *, now: datetime) -> None:
    """The deal's cards say where its channel is."""
    deal = await session.get_one(Deal, (room.workspace_id, room.deal_id), with_for_update=True)
    deal.version += 1
    await session.flush()
    await owners.redraw_cards(session, thing=deal, now=now)


async def pinned(session: AsyncSession, *, room: Room, ts: str) -> None:
    """The card is pinned."""
    (await _held(session, room)).pinned = ts


async def archived(session: AsyncSession, *, room: Room, now: datetime) -> None:
    """It is in use no more, by our hand or somebody else's."""
    room = await _held(session, room)
    room.archived_at = now
    await _show(session, room, now=now)


async def lost(session: AsyncSession, *, room: Room, now: datetime) -> None:
    """Slack does not show it to us any more: it was deleted, or we were taken out."""
    room = await _held(session, room)
    room.channel = room.pinned = room.archived_at = None
    await _show(session, room, now=now)


async def refused(session: AsyncSession, *, room: Room, word: str, needed: str | None, now: datetime) -> None:
    """Slack does not let us: whoever had it made is told once, and what to do."""
    room = await _held(session, room)
    room.trouble = word
    maker = await session.get_one(Member, (room.workspace_id, room.by_id))
    if maker.active:
        await notices.tell(
            session,
            workspace_id=room.workspace_id,
            kind="room_trouble",
            key=f"room:{room.id}:{word}:{room.at.timestamp():.0f}",
            facts={"deal": room.deal_id, "word": word, "needed": needed},
            to=maker,
            due_at=now,
            now=now,
        )


async def look_round(session: AsyncSession, *, workspace: Workspace, now: datetime) -> int:
    """Tell the channels of deals that ended some time ago that they are archived soon, then have them archived; how
    many were told."""
    rows = await session.execute(
        select(Room, Deal)
        .join(Deal, (Deal.workspace_id == Room.workspace_id) & (Deal.id == Room.deal_id))
        .where(
            Room.workspace_id == workspace.id,
            Room.channel.is_not(None),
            Room.archived_at.is_(None),
            Room.trouble.is_(None),
            Deal.status != DealStatus.OPEN,
            (Deal.closed_at <= now - (KEPT - TOLD)) | (Deal.status == DealStatus.WITHDRAWN),
        )
        .order_by(Room.id)
        .limit(BATCH)
        .with_for_update(of=Room, skip_locked=True)
    )
    found = 0
    for room, deal in rows.all():
        if is_over(room, deal, now=now):
            await rooms.follow(session, workspace_id=workspace.id, deal_ids=[deal.id])
        elif room.channel and deal.closed_at and (room.ending_told_at or deal.created_at) < deal.closed_at:
            room.ending_told_at = now
            found += 1
            await notices.tell(
                session,
                workspace_id=workspace.id,
                kind="room_ending",
                key=f"room:{room.id}:ending:{deal.closed_at.timestamp():.0f}",
                facts={"deal": deal.id, "on": (now + TOLD).isoformat()},
                channel=room.channel,
                due_at=now,
                now=now,
            )
    return found
