"""A workspace's own days 工作日历: worked or not, whatever the public holidays say. Set in chat by an admin."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, settings, workspaces
from core.calendar import is_working_day, local_day, swaps_not_known
from core.errors import Refusal, msgid
from core.models import CalendarOverride, Member, Workspace

MOST = 100  # days to come that a workspace may set


class TooManyDays(Refusal):
    message = msgid("That is too many days: {most} to come can be set. Put some back first.")


class DayHasPassed(Refusal):
    message = msgid("{day} has passed. Choose today or a later day.")


async def put(
    session: AsyncSession, *, day: date, works: bool | None, note: str | None, by: Member, now: datetime
) -> Workspace:
    """Say whether people work on `day`; None: as the public calendar has it. Said twice is said once.

    Clocks already running keep their day; the next follow-up winds them by the new calendar.
    """
    await settings.must_be_admin(session, by=by)
    workspace = await workspaces.of(session, by=by)
    today = local_day(now, workspace.zone)
    if day < today:
        raise DayHasPassed(day=day)
    before = workspace.overrides.get(day.isoformat())
    if works is None:
        await session.execute(
            delete(CalendarOverride).where(CalendarOverride.workspace_id == by.workspace_id, CalendarOverride.on == day)
        )
    else:
        await _must_be_few(session, today, by=by)
        said = {"is_workday": works, "note": note}
        await session.execute(
            insert(CalendarOverride)
            .values(workspace_id=by.workspace_id, on=day, **said)
            .on_conflict_do_update(index_elements=["workspace_id", "on"], set_=said)
        )
    was, stands = {"day": day, "works": before}, {"day": day, "works": works, "note": note}
    session.add(audit.of_workspace(workspace, verb="calendar", by=by, now=now, before=was, after=stands))
    await session.flush()
    await session.refresh(workspace)
    return workspace


async def _must_be_few(session: AsyncSession, today: date, *, by: Member) -> None:
    count = select(func.count()).where(CalendarOverride.workspace_id == by.workspace_id, CalendarOverride.on >= today)
    if (await session.scalar(count) or 0) >= MOST:
        raise TooManyDays(most=MOST)


async def to_come(session: AsyncSession, *, by: Member, now: datetime) -> Sequence[CalendarOverride]:
    """The days set from today on, the nearest first."""
    workspace = await workspaces.of(session, by=by)
    found = await session.scalars(
        select(CalendarOverride)
        .where(
            CalendarOverride.workspace_id == by.workspace_id,
            CalendarOverride.on >= local_day(now, workspace.zone),
        )
        .order_by(CalendarOverride.on)
    )
    return found.all()


def works(day: date, *, workspace: Workspace) -> bool:
    """Whether the workspace works on that day."""
    return is_working_day(day, country=workspace.country, overrides=workspace.overrides)


def year_not_known(workspace: Workspace, *, now: datetime) -> int | None:
    """The year whose swapped working days 调休 nobody has told yet; None: all is known."""
    today = local_day(now, workspace.zone)
    return swaps_not_known(today, country=workspace.country, overrides=workspace.overrides)
