"""Working days: what a week means for the people who sell. China's swapped days 调休 are in `holidays`."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays


@lru_cache(maxsize=64)
def _holidays(country: str) -> holidays.HolidayBase:
    # A country the library does not know keeps plain weeks: Monday to Friday.
    if country not in holidays.list_supported_countries(include_aliases=False):
        return holidays.HolidayBase()
    return holidays.country_holidays(country)


def is_working_day(day: date, *, country: str) -> bool:
    """Whether people work on `day` in `country` (ISO 3166 code)."""
    return _holidays(country).is_working_day(day)


def working_days_after(day: date, count: int, *, country: str) -> date:
    """The working day `count` working days after `day`; 0 is `day` itself, working or not."""
    for _ in range(count):
        day += timedelta(days=1)
        while not is_working_day(day, country=country):
            day += timedelta(days=1)
    return day


def working_days_between(start: date, end: date, *, country: str) -> int:
    """How many working days lie after `start`, up to and including `end`; 0 when `end` is not after it."""
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_working_day(day, country=country) for day in days)


def local_day(moment: datetime, zone: str) -> date:
    """The date of `moment` on the wall of `zone` (IANA name)."""
    return moment.astimezone(ZoneInfo(zone)).date()


def local_midnight(moment: datetime, zone: str) -> datetime:
    """When the local day of `moment` began, as an instant in that zone."""
    return datetime.combine(local_day(moment, zone), time(), ZoneInfo(zone))


def instant(day: date, at: time, zone: str) -> datetime:
    """The instant a clock in `zone` shows `at` on `day`; in a gap the first valid one after, in a fold the first."""
    meant = datetime.combine(day, at, ZoneInfo(zone))
    return datetime.fromtimestamp(meant.timestamp(), ZoneInfo(zone))
