"""The morning digest: each manager's, in their own zone, and each team's channel. On working days, once a day."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import notices
from core.calendar import instant, is_working_day, local_day
from core.hearing import heard
from core.models import Member, Role, Team, Workspace
from core.notices import Telling


async def morning_digest(session: AsyncSession, *, workspace: Workspace, now: datetime, forced: bool) -> int:
    """Write the digests whose hour has come (or, `forced`, those of this day whatever the hour)."""
    managers = await session.scalars(
        select(Member).where(Member.workspace_id == workspace.id, Member.role == Role.MANAGER, Member.active)
    )
    teams = await session.scalars(select(Team).where(Team.workspace_id == workspace.id, Team.channel.is_not(None)))
    tellings = [
        _telling(f"digest:{manager.id}", {"member": manager.id}, manager.zone, now, to=manager)
        for manager in managers
        if _hour_has_come(manager.zone, workspace, now, forced)
    ] + [
        _telling(f"digest:team:{team.id}", {"team": team.id}, workspace.zone, now, channel=team.channel)
        for team in teams
        if _hour_has_come(workspace.zone, workspace, now, forced)
    ]
    tellings = await heard(session, workspace_id=workspace.id, tellings=tellings, now=now)
    return await notices.tell_many(session, workspace_id=workspace.id, tellings=tellings, now=now)


def _hour_has_come(zone: str, workspace: Workspace, now: datetime, forced: bool) -> bool:
    if not is_working_day(local_day(now, zone), country=workspace.country):
        return False
    return forced or now.astimezone(ZoneInfo(zone)).time() >= workspace.digest_at


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
