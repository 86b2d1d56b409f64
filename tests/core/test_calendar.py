"""Working days and instants: over years, countries and zones, and through the hours that clocks skip or repeat."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given
from hypothesis import strategies as st

from core.calendar import (
    instant,
    is_working_day,
    local_day,
    local_midnight,
    working_days_after,
    working_days_between,
)

ZONES = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("posix", "right", "Etc")))
DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))
COUNTRIES = st.sampled_from(["CN", "US", "DE", "JP", "IN", "AE", "XX", ""])
COUNTS = st.integers(0, 40)
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC))


def test_the_national_days_of_china_and_the_days_swapped_for_them():
    assert not is_working_day(date(2026, 10, 1), country="CN")
    assert is_working_day(date(2026, 10, 10), country="CN")  # a Saturday worked in exchange
    assert is_working_day(date(2026, 9, 20), country="CN")  # a Sunday
    assert working_days_after(date(2026, 9, 30), 1, country="CN") == date(2026, 10, 8)
    assert working_days_after(date(2026, 10, 9), 2, country="CN") == date(2026, 10, 12)


def test_spring_festival_takes_its_time():
    assert working_days_after(date(2026, 2, 13), 1, country="CN") == date(2026, 2, 14)  # a Saturday worked ahead
    assert working_days_after(date(2026, 2, 14), 1, country="CN") == date(2026, 2, 24)


def test_an_unknown_country_works_from_monday_to_friday():
    week = [date(2026, 12, 7) + timedelta(days=n) for n in range(7)]
    assert [is_working_day(day, country="XX") for day in week] == [True] * 5 + [False] * 2


def test_years_whose_swapped_days_are_not_published_yet_are_no_error():
    assert working_days_after(date(2027, 12, 31), 200, country="CN") > date(2028, 6, 1)


@given(DAYS, COUNTS, COUNTRIES)
def test_counting_on_and_counting_between_agree(day, count, country):
    later = working_days_after(day, count, country=country)

    assert working_days_between(day, later, country=country) == count
    assert count == 0 or is_working_day(later, country=country)


@given(DAYS, COUNTS, COUNTS, COUNTRIES)
def test_waiting_twice_is_waiting_once_for_both(day, first, second, country):
    between = working_days_after(day, first, country=country)

    assert working_days_after(between, second, country=country) == working_days_after(
        day, first + second, country=country
    )


@given(DAYS, DAYS, COUNTRIES)
def test_there_are_no_working_days_backwards(one, other, country):
    counted = working_days_between(one, other, country=country)

    assert 0 <= counted <= max((other - one).days, 0)


@given(MOMENTS, st.sampled_from(ZONES))
def test_the_local_day_begins_at_its_midnight_and_not_later(moment, zone):
    midnight = local_midnight(moment, zone)

    assert midnight <= moment < midnight + timedelta(hours=26)
    assert local_day(midnight, zone) == local_day(moment, zone) == midnight.date()


@given(DAYS, st.times(), st.sampled_from(ZONES))
def test_an_instant_is_what_the_wall_shows_or_the_first_after_a_gap(day, at, zone):
    meant = datetime.combine(day, at)

    found = instant(day, at, zone)

    shown = found.replace(tzinfo=None)
    if shown == meant:
        assert found.fold == 0
    else:  # clocks never showed it: they jumped over it
        assert meant < shown <= meant + timedelta(hours=24)
        before = (found - timedelta(hours=24)).astimezone(UTC)
        assert before < found


def test_the_hour_that_new_york_skips_comes_an_hour_later_and_the_one_it_repeats_comes_first():
    skipped = instant(date(2026, 3, 8), time(2, 30), "America/New_York")
    repeated = instant(date(2026, 11, 1), time(1, 30), "America/New_York")

    assert skipped.astimezone(UTC) == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)
    assert (skipped.hour, skipped.minute) == (3, 30)
    assert repeated.astimezone(UTC) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_a_day_without_midnight_begins_when_it_does():
    cairo = ZoneInfo("Africa/Cairo")  # at midnight of April 24th, 2026, its clocks go on to one
    moment = datetime(2026, 4, 24, 12, tzinfo=cairo)

    midnight = local_midnight(moment, "Africa/Cairo")

    assert midnight.astimezone(UTC) == datetime(2026, 4, 23, 22, tzinfo=UTC)
    assert midnight.astimezone(UTC).astimezone(cairo).hour == 1
