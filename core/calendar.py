"""Working days: what a week means for the people who sell. China's swapped days 调休 are in `holidays`.

`overrides` are a workspace's own days, {"2027-02-06": True}: they come before everything else.
"""

from collections.abc import Collection, Mapping
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


Overrides = Mapping[str, bool]
_NONE: Overrides = {}
_SWAPPING = {"CN"}


def is_working_day(day: date, *, country: str, overrides: Overrides = _NONE) -> bool:
    """Whether people work on `day` in `country` (ISO 3166 code)."""
    own = overrides.get(day.isoformat()) if overrides else None
    return _holidays(country).is_working_day(day) if own is None else own


def works_on(day: date, *, weekdays: Collection[int] | None, country: str, overrides: Overrides = _NONE) -> bool:
    """The same for somebody with a week of their own (ISO numbers): public holidays are off, days swapped in are on."""
    works = is_working_day(day, country=country, overrides=overrides)
    if weekdays is None or day.isoformat() in overrides:
        return works
    known = _holidays(country)
    if known.is_weekend(day):
        return works or (day.isoweekday() in weekdays and day not in known)
    return works and day.isoweekday() in weekdays


def working_days_after(day: date, count: int, *, country: str, overrides: Overrides = _NONE) -> date:
    """The working day `count` working days after `day`; 0 is `day` itself, working or not."""
    for _ in range(count):
        day += timedelta(days=1)
        while not is_working_day(day, country=country, overrides=overrides):
            day += timedelta(days=1)
    return day


def working_days_ahead(day: date, count: int, *, country: str, overrides: Overrides = _NONE) -> date:
    """The working day `count` working days before `day`; 0 is `day` itself, working or not."""
    for _ in range(count):
        day = working_day_before(day, country=country, overrides=overrides)
    return day


def working_day_before(day: date, *, country: str, overrides: Overrides = _NONE) -> date:
    """The last working day before `day`."""
    day -= timedelta(days=1)
    while not is_working_day(day, country=country, overrides=overrides):
        day -= timedelta(days=1)
    return day


def working_days_between(start: date, end: date, *, country: str, overrides: Overrides = _NONE) -> int:
    """How many working days lie after `start`, up to and including `end`; 0 when `end` is not after it."""
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_working_day(day, country=country, overrides=overrides) for day in days)


def swaps_not_known(today: date, *, country: str, overrides: Overrides = _NONE) -> int | None:
    """The year, this one or the next, whose swapped working days nobody has told us yet; None: all is known.

    China publishes them each November. What somebody has set for that year by hand counts as told.
    """
    if country not in _SWAPPING:
        return None
    for year in (today.year, today.year + 1):
        set_by_hand = any(works and day.startswith(f"{year}-") for day, works in overrides.items())
        if not set_by_hand and not _swaps(country, year):
            return year
    return None


@lru_cache(maxsize=256)
def _swaps(country: str, year: int) -> bool:
    """Whether any weekend day is worked in that year, as far as the library knows."""
    return any(
        is_working_day(day, country=country)
        for day in (date(year, 1, 1) + timedelta(days=n) for n in range(365))
        if _holidays(country).is_weekend(day)
    )


def local_day(moment: datetime, zone: str) -> date:
    """The date of `moment` on the wall of `zone` (IANA name)."""
    return moment.astimezone(ZoneInfo(zone)).date()


def local_time(moment: datetime, zone: str) -> time:
    """What the clock on the wall of `zone` shows at `moment`."""
    return moment.astimezone(ZoneInfo(zone)).time()


def local_midnight(moment: datetime, zone: str) -> datetime:
    """When the local day of `moment` began, as an instant in that zone."""
    return datetime.combine(local_day(moment, zone), time(), ZoneInfo(zone))


def instant(day: date, at: time, zone: str) -> datetime:
    """The instant a clock in `zone` shows `at` on `day`; in a gap the first valid one after, in a fold the first."""
    meant = datetime.combine(day, at, ZoneInfo(zone))
    return datetime.fromtimestamp(meant.timestamp(), ZoneInfo(zone))
