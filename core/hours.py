"""When somebody may be told: their own hours in their own zone, never in their quiet hours, on days that they work.
A channel has no hours: it goes by its workspace's.

Everything goes by what their clock on the wall shows, so it holds through the hours that clocks skip or repeat.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.calendar import instant, works_on
from core.models import Member, Workspace

NOON = time(12)
_LONGEST = 400  # days to look ahead: whoever has no working day in a year is told all the same


@dataclass(frozen=True, kw_only=True)
class Hours:
    """One person's hours. `zone`: IANA name; `weekdays`: ISO numbers, None for the country's; `quiet`: from, until."""

    zone: str
    works_from: time = time(9)
    works_until: time = time(18)
    weekdays: frozenset[int] | None = None
    quiet: tuple[time, time] | None = None
    country: str = ""
    overrides: Mapping[str, bool] = field(default_factory=dict)

    def is_quiet(self, at: time) -> bool:
        """Whether nothing may be told at that local time."""
        if self.quiet is None:
            return False
        start, end = self.quiet
        return start <= at < end if start < end else at >= start or at < end

    def works_on(self, day: date) -> bool:
        """Whether they work on that local day."""
        return works_on(day, weekdays=self.weekdays, country=self.country, overrides=self.overrides)

    @property
    def never_open(self) -> bool:
        """Whether their quiet hours cover all their working hours: then any hour of a working day has to do."""
        if self.quiet is None:
            return False
        return self.is_quiet(self.works_from) and not self.works_from <= self.quiet[1] < self.works_until


def of(member: Member, workspace: Workspace) -> Hours:
    """A member's hours, by their workspace's calendar."""
    return Hours(
        zone=member.zone,
        works_from=member.works_from,
        works_until=member.works_until,
        weekdays=frozenset(member.workdays) if member.workdays else None,
        quiet=(member.quiet_from, member.quiet_until) if member.quiet_from and member.quiet_until else None,
        country=workspace.country,
        overrides=workspace.overrides,
    )


def office(workspace: Workspace) -> Hours:
    """The hours of what belongs to nobody, a team's channel: nine to six of the workspace's working days.

    Where its digest comes earlier, so do they; where it comes later still, until midnight.
    """
    return Hours(
        zone=workspace.zone,
        works_from=min(workspace.digest_at, Hours.works_from),
        works_until=Hours.works_until if workspace.digest_at < Hours.works_until else time.max,
        country=workspace.country,
        overrides=workspace.overrides,
    )


def is_open(moment: datetime, hours: Hours, *, working: bool = True) -> bool:
    """Whether they may be told at that moment; `working=False`: at any hour that is not quiet."""
    local = moment.astimezone(ZoneInfo(hours.zone))
    at = local.time()
    if hours.is_quiet(at):
        return False
    if not working:
        return True
    in_hours = hours.works_from <= at < hours.works_until or hours.never_open
    return in_hours and hours.works_on(local.date())


def next_open(moment: datetime, hours: Hours, *, working: bool = True) -> datetime:
    """The first moment from this one on at which they may be told (UTC). Always one, and never an earlier one."""
    moment = moment.astimezone(UTC)
    if is_open(moment, hours, working=working):
        return moment
    day = moment.astimezone(ZoneInfo(hours.zone)).date()
    for _ in range(_LONGEST):
        starts = [at for at in _starts(day, hours) if at > moment and is_open(at, hours, working=working)]
        if starts:
            return min(starts)
        day += timedelta(days=1)
    return next_open(moment, hours, working=False) if working else moment


def next_working_day(day: date, hours: Hours) -> date:
    """The first day after this one on which they work; the very next where no day of a year is one."""
    days = (day + timedelta(days=n) for n in range(1, _LONGEST))
    return next((each for each in days if hours.works_on(each)), day + timedelta(days=1))


def after_working(moment: datetime, hours: Hours, spent: timedelta) -> datetime:
    """The moment at which they have worked for `spent` since `moment` (UTC)."""
    day, left = moment.astimezone(ZoneInfo(hours.zone)).date(), spent
    for _ in range(_LONGEST):
        if hours.works_on(day):
            start = max(moment, instant(day, hours.works_from, hours.zone))
            worked = max(instant(day, hours.works_until, hours.zone) - start, timedelta())
            if worked >= left:
                return (start + left).astimezone(UTC)
            left -= worked
        day += timedelta(days=1)
    return moment + spent


def same_half_day(one: datetime, other: datetime, zone: str) -> bool:
    """Whether both fall before noon, or both after it, of one local day."""
    return _half_day(one, zone) == _half_day(other, zone)


def next_half_day(moment: datetime, zone: str) -> datetime:
    """The local noon or midnight after the moment, whichever comes first (UTC)."""
    day, afternoon = _half_day(moment, zone)
    start = instant(day + timedelta(days=1), time(), zone) if afternoon else instant(day, NOON, zone)
    return start.astimezone(UTC)


def _half_day(moment: datetime, zone: str) -> tuple[date, bool]:
    local = moment.astimezone(ZoneInfo(zone))
    return local.date(), local.time() >= NOON


def _starts(day: date, hours: Hours) -> Iterator[datetime]:
    """Every moment of the day at which it may become right to tell: where hours begin, and where clocks jump."""
    zone = ZoneInfo(hours.zone)
    for at in {time(), hours.works_from, hours.quiet[1] if hours.quiet else time()}:
        for fold in (0, 1):
            yield datetime.fromtimestamp(datetime.combine(day, at, zone).replace(fold=fold).timestamp(), UTC)
    if jump := _jump(day, zone):
        yield jump


def _jump(day: date, zone: ZoneInfo) -> datetime | None:
    """The second of the day at which its clocks go forward or back."""
    first, last = (int(datetime.combine(day + timedelta(days=n), time(), zone).timestamp()) - (1 - n) for n in (0, 1))

    def offset(second: int) -> timedelta | None:
        return datetime.fromtimestamp(second, zone).utcoffset()

    before = offset(first)
    if before == offset(last):
        return None
    while last - first > 1:
        middle = (first + last) // 2
        first, last = (middle, last) if offset(middle) == before else (first, middle)
    return datetime.fromtimestamp(last, UTC)
