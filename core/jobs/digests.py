"""The morning digest: each manager's, at their own hour, and each team's channel. On working days, once a day.

With it goes to anybody what came too late to be told in its time.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import hours, notices
from core.calendar import instant, local_day
from core.hearing import heard
from core.hours import Hours
from core.models import Member, Role, Team, Workspace
from core.notices import Telling


async def morning_digest(session: AsyncSession, *, workspace: Workspace, now: datetime, forced: bool) -> int:
    """Write the digests whose hour has come (`forced`: those of this day, whatever the hour), and what was missed."""
    managers = await session.scalars(
        select(Member).where(Member.workspace_id == workspace.id, Member.role == Role.MANAGER, Member.active)
    )
    teams = await session.scalars(select(Team).where(Team.workspace_id == workspace.id, Team.channel.is_not(None)))
    office = Hours(zone=workspace.zone, country=workspace.country, overrides=workspace.overrides)
    tellings = [
        _telling(f"digest:{manager.id}", {"member": manager.id}, manager.zone, now, to=manager)
        for manager in managers
        if (_works(manager, workspace, now) if forced else _hour_has_come(manager, workspace, now))
    ]
    if office.works_on(local_day(now, office.zone)) and (forced or _clock(now, office.zone) >= workspace.digest_at):
        tellings += [
            _telling(f"digest:team:{team.id}", {"team": team.id}, workspace.zone, now, channel=team.channel)
            for team in teams
        ]
    tellings = await heard(session, workspace_id=workspace.id, tellings=tellings, now=now)
    told = await notices.tell_many(session, workspace_id=workspace.id, tellings=tellings, now=now)
    return told + await _tell_missed(session, workspace=workspace, now=now, forced=forced)


async def _tell_missed(session: AsyncSession, *, workspace: Workspace, now: datetime, forced: bool) -> int:
    """One message each to those who were away until what they were to be told was too late; how many people."""
    missed = await session.scalars(
        select(Member).where(
            Member.workspace_id == workspace.id, Member.active, Member.id.in_(notices.missed_by(workspace.id))
        )
    )
    told = 0
    for member in missed:
        if _works(member, workspace, now) if forced else _hour_has_come(member, workspace, now):
            day = local_day(now, member.zone)
            told += await notices.tell_missed(session, member=member, key=f"missed:{member.id}:{day}", now=now)
    return told


def _hour_has_come(member: Member, workspace: Workspace, now: datetime) -> bool:
    """Whether it is past the hour the member chose (else the workspace's) on one of their working days."""
    return _works(member, workspace, now) and _clock(now, member.zone) >= (member.digest_at or workspace.digest_at)


def _works(member: Member, workspace: Workspace, now: datetime) -> bool:
    return hours.of(member, workspace).works_on(local_day(now, member.zone))


def _clock(now: datetime, zone: str) -> time:
    return now.astimezone(ZoneInfo(zone)).time()


def _telling(
    about: str,
    facts: dict[str, int],
    zone: str,
    now: datetime,
    *,
    to: Member | None = None,
    channel: str | None = None,
) -> Telling:
    """A digest not sent by the end of its day is not sent: tomorrow's says what still holds."""
    day = local_day(now, zone)
    return Telling(
        kind="digest",
        key=f"{about}:{day}",
        facts={**facts, "day": day.isoformat()},
        to=to,
        channel=channel,
        due_at=now,
        expires_at=instant(day + timedelta(days=1), time(), zone),
    )
