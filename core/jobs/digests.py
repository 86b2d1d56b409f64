"""The morning digest: each manager's, at their own hour, and each team's channel. On working days, once a day.

With it goes to anybody what came too late to be told in its time.
"""

from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import hours, notices
from core.calendar import instant, local_day, local_time
from core.hearing import heard
from core.models import Member, Role, Team, Workspace
from core.notices import Telling


async def morning_digest(session: AsyncSession, *, workspace: Workspace, now: datetime, forced: bool) -> int:
    """Write the digests whose hour has come (`forced`: those of this day, whatever the hour), and what was missed."""
    managers = await session.scalars(
        select(Member).where(Member.workspace_id == workspace.id, Member.role == Role.MANAGER, Member.active)
    )
    teams = await session.scalars(select(Team).where(Team.workspace_id == workspace.id, Team.channel.is_not(None)))
    tellings = [
        _of_manager(manager, now)
        for manager in managers
        if (_works(manager, workspace, now) if forced else _hour_has_come(manager, workspace, now))
    ]
    if _in_office_hours(workspace, now, forced=forced):
        tellings += [_of_team(team, workspace, now) for team in teams]
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
    return _works(member, workspace, now) and local_time(now, member.zone) >= (member.digest_at or workspace.digest_at)


def _works(member: Member, workspace: Workspace, now: datetime) -> bool:
    return hours.of(member, workspace).works_on(local_day(now, member.zone))


def _in_office_hours(workspace: Workspace, now: datetime, *, forced: bool) -> bool:
    """Whether teams' channels are told: from the workspace's hour to the end of its working day."""
    office = hours.office(workspace)
    if forced:
        return office.works_on(local_day(now, workspace.zone))
    return hours.is_open(now, office) and local_time(now, workspace.zone) >= workspace.digest_at


def _of_manager(manager: Member, now: datetime) -> Telling:
    """A digest not sent by the end of its day is not sent: tomorrow's says what still holds."""
    day = local_day(now, manager.zone)
    return Telling(
        kind="digest",
        key=f"digest:{manager.id}:{day}",
        facts={"member": manager.id, "day": day.isoformat()},
        to=manager,
        due_at=now,
        expires_at=instant(day + timedelta(days=1), time(), manager.zone),
    )


def _of_team(team: Team, workspace: Workspace, now: datetime) -> Telling:
    """The same in a team's channel, which is told nothing after hours."""
    day = local_day(now, workspace.zone)
    return Telling(
        kind="digest",
        key=f"digest:team:{team.id}:{day}",
        facts={"team": team.id, "day": day.isoformat()},
        channel=team.channel,
        due_at=now,
        expires_at=instant(day, hours.office(workspace).works_until, workspace.zone),
    )
