"""What becomes of a telling before it is written: nothing where its reader wants none, later where it is muted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import hours
from core import mutes as muting
from core.calendar import instant, local_day
from core.choices import CHANNEL_KINDS, KINDS
from core.errors import Missing
from core.models import Lane, Member, Mute, Notice, Role, Team, Workspace
from core.notices import MANNERS, ONCE, Telling

DONE = {"deal_lapsed"}  # no warning, but what has happened: told though the customer is muted


async def heard(
    session: AsyncSession, *, workspace_id: str, tellings: Sequence[Telling], now: datetime
) -> list[Telling]:
    """Those of them that their readers want: nothing of a kind switched off; of a muted customer once it is no longer.

    Two statements, however many they are.
    """
    off = await _switched_off(session, workspace_id=workspace_id, tellings=tellings)
    mutes = await muting.standing(
        session,
        workspace_id=workspace_id,
        members=[telling.to for telling in tellings if telling.to],
        accounts={telling.facts["account"] for telling in tellings if telling.facts.get("account")},
        now=now,
    )
    wanted = [telling for telling in tellings if telling.kind not in _off(telling, off)]
    return [later for telling in wanted if (later := _after_mute(telling, mutes))]


async def wants(session: AsyncSession, *, notice: Notice, reader: Member | None, now: datetime) -> bool:
    """Whether its reader (None: a channel) still wants to be told this, asked once more as it is drawn."""
    found = MANNERS.get(notice.kind) in ONCE and notice.kind not in DONE
    if notice.mode != "post" or not (found or notice.kind in KINDS):
        return True
    channel = None if reader else (await session.get_one(Lane, (notice.workspace_id, notice.lane_id))).channel
    telling = Telling(kind=notice.kind, key=notice.key, facts=notice.facts, due_at=now, to=reader, channel=channel)
    left = await heard(session, workspace_id=notice.workspace_id, tellings=[telling], now=now)
    return left == [telling]


def digest_comes(member: Member, *, workspace: Workspace, now: datetime) -> datetime | None:
    """When today's digest comes to a member, at the hour they chose or else the workspace's; None: they get none."""
    today = local_day(now, member.zone)
    leads = member.role == Role.MANAGER and "digest" not in member.notices_off
    if not leads or not hours.of(member, workspace).works_on(today):
        return None
    return instant(today, member.digest_at or workspace.digest_at, member.zone)


async def told(session: AsyncSession, *, notice_id: int, by: Member) -> Notice:
    """A notice that was told to `by`, or into a channel."""
    notice = await session.get(Notice, (by.workspace_id, notice_id))
    if notice is None or notice.member_id not in (by.id, None):
        raise Missing
    return notice


def customer(notice: Notice) -> int:
    """The id of the customer a notice is about."""
    found = notice.facts.get("account")
    if not isinstance(found, int):
        raise Missing
    return found


def _off(telling: Telling, channels: Mapping[str, Collection[str]]) -> Collection[str]:
    return telling.to.notices_off if telling.to else channels.get(telling.channel or "", ())


async def _switched_off(
    session: AsyncSession, *, workspace_id: str, tellings: Sequence[Telling]
) -> dict[str, Collection[str]]:
    """What the teams' channels among them do without."""
    channels = {telling.channel for telling in tellings if telling.channel and telling.kind in CHANNEL_KINDS}
    if not channels:
        return {}
    rows = await session.execute(
        select(Team.channel, Team.notices_off).where(Team.workspace_id == workspace_id, Team.channel.in_(channels))
    )
    return {channel: off for channel, off in rows if channel}


def _after_mute(telling: Telling, mutes: Mapping[tuple[int, int], Mute]) -> Telling | None:
    """The telling, at the end of the mute that holds for it; None where only a follow-up ends that."""
    found = mutes.get((telling.to.id, telling.facts["account"])) if telling.to and "account" in telling.facts else None
    if found is None or telling.to is None or _planned_since(telling, found):
        return telling
    if found.until is None:
        return None
    then = instant(found.until, telling.to.works_from, telling.to.zone)
    expires = telling.expires_at + (then - telling.due_at) if telling.expires_at else None
    return replace(telling, due_at=then, expires_at=expires)


def _planned_since(telling: Telling, mute: Mute) -> bool:
    """Whether the reader planned it themselves after they muted the customer: that they want to hear."""
    planned = telling.facts.get("planned")
    return planned is not None and datetime.fromisoformat(planned) > mute.muted_at
