"""When people may be told: over every zone, through the hours that clocks skip and repeat, around China's holidays."""

import os
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given, settings
from hypothesis import strategies as st

from core.choices import LEAD_TIMES
from core.hours import Hours, is_open, next_half_day, next_open, same_half_day
from core.models import Task
from core.tasks import keep_local, remind_at

CASES = int(os.environ.get("GENJIN_CHAOS", "0")) * 2000 or 400
ZONES = sorted(
    zone for zone in available_timezones() if not zone.startswith(("posix", "right")) and zone != "localtime"
)
ANYWHERE = st.sampled_from(ZONES)
TIMES = st.builds(time, st.integers(0, 23), st.sampled_from([0, 0, 15, 30, 59]))
SHANGHAI = Hours(zone="Asia/Shanghai", country="CN")


def jumps(zone: str) -> list[datetime]:
    """Moments in 2026 and 2027 within six hours before which this zone's clocks jump."""
    here, day = ZoneInfo(zone), timedelta(days=1)

    def jumped(start: datetime, end: datetime) -> bool:
        return start.astimezone(here).utcoffset() != end.astimezone(here).utcoffset()

    days = [datetime(2026, 1, 1, tzinfo=UTC) + n * day for n in range(730)]
    quarters = [start + n * day / 4 for start in days if jumped(start, start + day) for n in range(4)]
    return [start + day / 4 for start in quarters if jumped(start, start + day / 4)]


@cache
def jumping() -> dict[str, list[datetime]]:
    """Those moments of each zone that has any."""
    return {zone: found for zone in ZONES if (found := jumps(zone))}


@st.composite
def people(draw, zones=ANYWHERE):
    """Somebody's hours: any zone, day or night shifts, quiet hours that may cover them all, weeks of their own."""
    start, end = sorted(draw(st.lists(TIMES, min_size=2, max_size=2, unique=True)))
    quiet = draw(st.none() | st.lists(TIMES, min_size=2, max_size=2, unique=True).map(tuple))
    weekdays = draw(st.none() | st.frozensets(st.integers(1, 7), min_size=1))
    own = draw(st.dictionaries(st.dates(date(2026, 1, 1), date(2028, 1, 1)).map(str), st.booleans(), max_size=3))
    country = draw(st.sampled_from(["CN", "US", "DE", ""]))
    zone = draw(zones)
    return Hours(
        zone=zone, works_from=start, works_until=end, quiet=quiet, weekdays=weekdays, country=country, overrides=own
    )


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC))
NEAR = st.deferred(lambda: st.sampled_from(sorted(jumping()))).flatmap(
    lambda zone: st.tuples(
        people(st.just(zone)),
        st.builds(
            lambda jump, minutes: jump + timedelta(minutes=minutes),
            st.sampled_from(jumping()[zone]),
            st.integers(-1800, 600),
        ),
    )
)


def told_well(hours, told, *, working):
    """The rule said once more, plainly: not in the quiet hours; and at work, if that is asked and ever possible."""
    wall = told.astimezone(ZoneInfo(hours.zone))
    at = wall.time()
    if hours.quiet:
        start, end = hours.quiet
        assert not (start <= at < end if start < end else at >= start or at < end), "in their quiet hours"
    if working:
        assert hours.works_on(wall.date()), "on a day off"
        assert hours.works_from <= at < hours.works_until or hours.never_open, "outside their hours"


def no_sooner(hours, moment, told, *, working):
    """Nothing between was open: looked at every few minutes, and at the last second."""
    step = max((told - moment) / 100, timedelta(seconds=1))
    between, last = moment, told - timedelta(seconds=1)
    while between < told:
        assert not is_open(between, hours, working=working), f"{between} was open"
        between += step
    assert last < moment or not is_open(last, hours, working=working), "a second sooner was open"


@settings(max_examples=CASES, deadline=None)
@given(people(), MOMENTS, st.booleans())
def test_told_never_in_quiet_hours_never_on_a_day_off_and_as_soon_as_may_be(hours, moment, working):
    told = next_open(moment, hours, working=working)

    assert told >= moment
    told_well(hours, told, working=working)
    no_sooner(hours, moment, told, working=working)


@settings(max_examples=CASES, deadline=None)
@given(NEAR, st.booleans())
def test_the_same_where_clocks_jump(near, working):
    hours, moment = near

    told = next_open(moment, hours, working=working)

    assert told >= moment
    told_well(hours, told, working=working)
    no_sooner(hours, moment, told, working=working)


@settings(max_examples=CASES, deadline=None)
@given(st.sampled_from(ZONES), MOMENTS)
def test_nobody_waits_longer_than_to_the_next_working_morning(zone, moment):
    hours = Hours(zone=zone, quiet=(time(21), time(8)), country="CN")

    told = next_open(moment, hours)

    day = moment.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    while not hours.works_on(day):
        day += timedelta(days=1)
    assert told <= datetime.combine(day, time(9), ZoneInfo(zone))


@settings(max_examples=CASES // 4, deadline=None)
@given(people(), MOMENTS, st.integers(0, 100_000), st.booleans())
def test_what_was_due_first_is_never_told_later(hours, moment, minutes, working):
    later = moment + timedelta(minutes=minutes)

    assert next_open(moment, hours, working=working) <= next_open(later, hours, working=working)


@settings(max_examples=CASES, deadline=None)
@given(st.sampled_from(ZONES), MOMENTS)
def test_the_next_half_day_is_another_one_and_the_very_next(zone, moment):
    following = next_half_day(moment, zone)

    assert moment < following <= moment + timedelta(hours=40)
    assert not same_half_day(moment, following, zone)
    assert same_half_day(moment, following - timedelta(seconds=1), zone) or zone in jumping()


@settings(max_examples=CASES, deadline=None)
@given(ANYWHERE, ANYWHERE, st.dates(date(2026, 1, 1), date(2027, 12, 1)), TIMES, st.sampled_from(LEAD_TIMES))
def test_a_reminder_keeps_its_local_time_when_its_owner_moves_and_is_never_skipped(here, there, day, at, ahead):
    told = remind_at(day, at, zone=here, now=datetime(2025, 12, 1, tzinfo=UTC), lead_time=ahead)
    task = Task(on=day, at=at, zone=here, remind_at=told)
    wall = told.astimezone(ZoneInfo(here)).replace(tzinfo=None)

    keep_local(task, zone=there)

    moved = task.remind_at.astimezone(ZoneInfo(there)).replace(tzinfo=None)
    shown = datetime.fromtimestamp(wall.replace(tzinfo=ZoneInfo(there)).timestamp(), ZoneInfo(there))
    if shown.replace(tzinfo=None) == wall:  # else the clocks there jump over that time: it is told when they have
        assert moved == wall
    assert timedelta() <= moved - wall <= timedelta(days=1)
    assert task.zone == there


def test_a_person_without_working_days_is_told_outside_their_quiet_hours():
    nobody = Hours(zone="Asia/Shanghai", country="XX", quiet=(time(22), time(7)), weekdays=frozenset())
    midnight = datetime(2026, 12, 7, 16, tzinfo=UTC)

    assert next_open(midnight, nobody) == datetime(2026, 12, 7, 23, tzinfo=UTC)  # seven in the morning


def at(text: str, zone: str = "Asia/Shanghai") -> datetime:
    """A local time."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def test_friday_evening_waits_for_monday_and_a_saturday_worked_ahead_is_no_weekend():
    assert next_open(at("2026-12-04 18:00"), SHANGHAI) == at("2026-12-07 09:00")
    assert next_open(at("2026-02-13 20:00"), SHANGHAI) == at("2026-02-14 09:00")
    assert next_open(at("2026-02-14 20:00"), SHANGHAI) == at("2026-02-24 09:00")


def test_a_workspaces_own_days_come_first():
    hours = Hours(zone="Asia/Shanghai", country="CN", overrides={"2026-12-07": False, "2026-12-05": True})

    assert next_open(at("2026-12-04 18:00"), hours) == at("2026-12-05 09:00")
    assert next_open(at("2026-12-05 18:00"), hours) == at("2026-12-08 09:00")


def test_a_week_from_tuesday_to_saturday_keeps_public_holidays_and_swapped_days():
    hours = Hours(zone="Asia/Shanghai", country="CN", weekdays=frozenset({2, 3, 4, 5, 6}))

    assert next_open(at("2026-12-05 08:00"), hours) == at("2026-12-05 09:00")  # a Saturday
    assert next_open(at("2026-12-06 08:00"), hours) == at("2026-12-08 09:00")  # Sunday and Monday are theirs
    assert next_open(at("2026-10-03 08:00"), hours) == at("2026-10-08 09:00")  # the national days are everybody's
    assert next_open(at("2026-09-20 08:00"), hours) == at("2026-09-20 09:00")  # a Sunday worked in exchange


def test_quiet_hours_over_the_whole_shift_leave_the_rest_of_the_working_day():
    hours = Hours(zone="Asia/Shanghai", country="CN", quiet=(time(8), time(20)))

    assert next_open(at("2026-12-04 09:00"), hours) == at("2026-12-04 20:00")
    assert next_open(at("2026-12-05 09:00"), hours) == at("2026-12-07 00:00")


def test_hours_that_begin_in_the_hour_that_is_skipped_begin_when_clocks_have_jumped():
    hours = Hours(zone="America/New_York", works_from=time(2, 30), country="XX", weekdays=frozenset(range(1, 8)))

    assert next_open(at("2026-03-08 00:30", hours.zone), hours) == datetime(2026, 3, 8, 7, tzinfo=UTC)


def test_quiet_until_half_past_one_is_quiet_both_times_that_it_is_one_oclock():
    hours = Hours(zone="America/New_York", quiet=(time(22), time(1, 30)))
    first_pass, second_pass = datetime(2026, 11, 1, 5, 0, tzinfo=UTC), datetime(2026, 11, 1, 6, 0, tzinfo=UTC)

    assert next_open(first_pass, hours, working=False) == first_pass + timedelta(minutes=30)
    assert next_open(second_pass, hours, working=False) == second_pass + timedelta(minutes=30)
