"""What each person is told of, when and in which language, and what a team's channel gets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, tasks
from core.errors import Missing, Refusal, msgid
from core.hours import Hours
from core.members import must_manage
from core.models import Member, Role, Task, Team

# What a person may do without.
KINDS = ("task_due", "empty_day", "silent_lead", "closing_deal", "thin_deal", "review_asked", "dead_leads", "digest")
CHANNEL_KINDS = ("silent_lead", "digest")  # what a team's channel may do without
LEAD_TIMES = (0, 15, 30, 60)  # minutes
LANGUAGES = ("zh", "en")


class WorkEndsFirst(Refusal):
    message = msgid("Work ends before it begins. Choose an end after {start}.")
    field = "works_until"


class HalfQuiet(Refusal):
    message = msgid("Choose both ends of the quiet hours, or neither.")
    field = "quiet_until"


class NeverTold(Refusal):
    message = msgid("Those quiet hours cover all working hours, so nothing could be told. Choose shorter ones.")
    field = "quiet_until"


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What a member chose. Times are local; `workdays` are ISO weekdays (1 Monday), None: the workspace's calendar;
    `lead_time` in minutes; `digest_at`, `language` None: the workspace's, Slack's."""

    notices_off: Sequence[str]
    works_from: time
    works_until: time
    workdays: Sequence[int] | None
    quiet_from: time | None
    quiet_until: time | None
    digest_at: time | None
    lead_time: int
    language: str | None

    def __post_init__(self) -> None:
        unknown = set(self.notices_off) - set(KINDS) or set(self.workdays or ()) - set(range(1, 8))
        if unknown or self.lead_time not in LEAD_TIMES or self.language not in (*LANGUAGES, None):
            raise Missing  # no form of ours says so
        if self.works_from >= self.works_until:
            raise WorkEndsFirst(start=self.works_from)
        if (self.quiet_from is None) != (self.quiet_until is None) or self._quiet_for_a_moment:
            raise HalfQuiet
        if self._hours.never_open:
            raise NeverTold

    @property
    def _quiet_for_a_moment(self) -> bool:
        return self.quiet_from is not None and self.quiet_from == self.quiet_until

    @property
    def _hours(self) -> Hours:
        quiet = (self.quiet_from, self.quiet_until) if self.quiet_from and self.quiet_until else None
        return Hours(zone="UTC", works_from=self.works_from, works_until=self.works_until, quiet=quiet)


async def choose(session: AsyncSession, *, choices: Choices, by: Member, now: datetime) -> Member:
    """Keep what a member chose; reminders already set keep to the new lead time."""
    member = await session.get_one(Member, (by.workspace_id, by.id), with_for_update=True)
    columns = list(Choices.__dataclass_fields__)
    before = audit.snapshot(member, columns)
    for name in columns:
        value = getattr(choices, name)
        setattr(member, name, list(value) if isinstance(value, tuple) else value)
    after = audit.snapshot(member, columns)
    await audit.record(session, row=member, verb="choices", by=by, now=now, before=before, after=after)
    if before["lead_time"] != after["lead_time"]:
        await _wind_reminders(session, member=member, now=now)
    return member


async def _wind_reminders(session: AsyncSession, *, member: Member, now: datetime) -> None:
    """Set anew when tasks with a time are told, those that are not told of yet and keep to their owner's choice."""
    rows = await session.scalars(
        select(Task)
        .where(
            Task.workspace_id == member.workspace_id,
            Task.owner_id == member.id,
            Task.remind_at > now,
            Task.at.is_not(None),
            Task.lead_time.is_(None),
            Task.done_at.is_(None),
            Task.cancelled_at.is_(None),
        )
        .order_by(Task.id)
        .with_for_update()
    )
    for task in rows:
        if told := tasks.remind_at(task.on, task.at, zone=task.zone, now=now, lead_time=member.lead_time):
            task.remind_at = told


async def channels_of(session: AsyncSession, *, by: Member) -> Sequence[Team]:
    """The teams whose channel's notices `by` may choose: a manager's own, all for an admin. At most ten."""
    if not by.manages:
        return []
    teams = select(Team).where(Team.workspace_id == by.workspace_id, Team.channel.is_not(None))
    if by.role != Role.ADMIN:
        teams = teams.where(Team.id == by.team_id)
    return (await session.scalars(teams.order_by(Team.name).limit(10))).all()


async def choose_for_channel(
    session: AsyncSession, *, team_id: int, notices_off: Sequence[str], by: Member, now: datetime
) -> Team:
    """Keep what a team's channel gets; its manager and admins may say."""
    await must_manage(session, by=by)
    found = await session.scalars(
        select(Team).where(Team.workspace_id == by.workspace_id, Team.id == team_id).with_for_update()
    )
    team = found.first()
    if team is None or (by.role != Role.ADMIN and team.id != by.team_id) or set(notices_off) - set(CHANNEL_KINDS):
        raise Missing
    before = audit.snapshot(team, ("notices_off",))
    team.notices_off = list(notices_off)
    if team.notices_off != before["notices_off"]:
        after = audit.snapshot(team, ("notices_off",))
        await audit.record(session, row=team, verb="choices", by=by, now=now, before=before, after=after)
    return team
