"""Counting in days, months and lunar months. Nothing here ever answers with a day before `today`."""

import calendar
from datetime import date, timedelta

from lunardate import LunarDate  # type: ignore[import-untyped]  # it ships no types


def real(year: int, month: int, day: int) -> date | None:
    """The day, if there is such a one."""
    if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
        return date(year, month, day)
    return None


def cut(year: int, month: int, day: int) -> date:
    """The day, or the last of a month that is too short for it."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def add_months(day: date, months: int) -> date:
    """The same day of the month, `months` on, cut to the month's length."""
    years, month = divmod(day.month - 1 + months, 12)
    return cut(day.year + years, month + 1, day.day)


def next_month_day(today: date, month: int, day: int) -> date | None:
    """The next such day, today included."""
    years = range(today.year, today.year + 9)  # a 29 February is at most eight years away
    days = (real(year, month, day) for year in years)
    return next((found for found in days if found and found >= today), None)


def next_day(today: date, day: int) -> date | None:
    """The next time a month has its `day`th, after today."""
    first = today.replace(day=1)
    days = (real((month := add_months(first, ahead)).year, month.month, day) for ahead in range(3))
    return next((found for found in days if found and found > today), None)


def next_weekday(today: date, weekday: int) -> date:
    """The next such weekday (Monday is 0) on or after tomorrow."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def month_part(today: date, month: int, day: int) -> date:
    """The `day` of the next such month (31 is its last), this year's while it is still to come."""
    this_year = cut(today.year, month, day)
    return this_year if this_year >= today else cut(today.year + 1, month, day)


def next_lunar(today: date, month: int, day: int) -> date | None:
    """The next such day of the lunar calendar, today included; None beyond its tables."""
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            found: date = LunarDate(year, month, day).to_solar_date()
        except ValueError:
            continue
        if found >= today:
            return found
    return None


def after(today: date, count: int, unit: str, *, half: bool = False) -> date | None:
    """`count` 天, 周, 月, 季度, 年 or 工作日 (Monday to Friday) from today; `half` adds half of one."""
    if unit == "工作日":
        return _working_days(today, count)
    if unit in {"天", "日"}:
        return today + timedelta(days=count)
    if unit in {"周", "星期", "礼拜"}:
        return today + timedelta(days=7 * count + (3 if half else 0))
    if unit == "月":
        return add_months(today, count) + timedelta(days=15 if half else 0)
    if unit in {"季度", "年"}:
        months = 3 if unit == "季度" else 12
        return add_months(today, months * count + (6 if half else 0)) if count <= 50 else None
    return None


def _working_days(day: date, count: int) -> date:
    for _ in range(min(count, 400)):
        day += timedelta(days=3 if day.weekday() == 4 else 2 if day.weekday() == 5 else 1)
    return day


def period(today: date, unit: str, *, part: str, ahead: int) -> date:
    """The first working moment of a week, month, quarter or year, or its last day for an `end`.

    A week begins on Monday and ends, for work, on Friday.
    """
    if unit == "day":
        return today
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(days=7 * ahead)
        return max(
            today, monday + timedelta(days={"end": 4, "late": 4, "mid": 2, "middle": 2}.get(part, 0 if ahead else 4))
        )
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    first = date(today.year, (today.month - 1) // months * months + 1, 1)
    first = add_months(first, months * ahead)
    last = add_months(first, months) - timedelta(days=1)
    if part in {"mid", "middle"}:
        return max(today, add_months(first, months // 2).replace(day=15 if months == 1 else 1))
    if part in {"end", "late"} or not ahead:
        return last
    return first
