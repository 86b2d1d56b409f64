"""The demo's days: working days around the one it starts on, and how a date is written in a sentence."""

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

ZONE = ZoneInfo("Asia/Shanghai")
OPENS = time(9, 30)  # when the demo's first day begins
_HOLE = re.compile(r"\{([+-]\d+)\}")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@cache
def _china() -> holidays.HolidayBase:
    return holidays.country_holidays("CN")


def is_working(day: date) -> bool:
    """Whether people in China work that day; swapped days 调休 count as they are."""
    return bool(_china().is_working_day(day))


def first_day(now: datetime | None = None) -> date:
    """The latest working day whose opening hour has passed in the demo's zone."""
    here = (now or datetime.now(UTC)).astimezone(ZONE)
    day = here.date() if here.time() >= OPENS else here.date() - timedelta(days=1)
    while not is_working(day):
        day -= timedelta(days=1)
    return day


def shifted(day: date, working_days: int) -> date:
    """So many working days after (before, when negative) a working day."""
    step = timedelta(days=1 if working_days > 0 else -1)
    for _ in range(abs(working_days)):
        day += step
        while not is_working(day):
            day += step
    return day


def moment(day: date, at: str | time) -> datetime:
    """That hour ("10:20") of the day, in the demo's zone."""
    return datetime.combine(day, time.fromisoformat(at) if isinstance(at, str) else at, ZONE)


def mornings(after: datetime, to: datetime, at: time = time(9)) -> list[datetime]:
    """Nine o'clock of every day after one moment up to another, working or not."""
    day, found = after.astimezone(ZONE).date(), []
    while (nine := moment(day, at)) <= to:
        if nine > after:
            found.append(nine)
        day += timedelta(days=1)
    return found


def filled(text: str, first: date) -> str:
    """A sentence with `{+2}` written as the date two working days after the first: 11月25日, or Nov 25."""

    def written(hole: re.Match[str]) -> str:
        day = shifted(first, int(hole[1]))
        return f"{day.month}月{day.day}日" if re.search(r"[一-鿿]", text) else f"{_MONTHS[day.month - 1]} {day.day}"

    return _HOLE.sub(written, text)
