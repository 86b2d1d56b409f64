"""Slack's date tokens ({date_short}, {time}, …) in the viewer's zone and language."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from babel.dates import format_datetime

from sandbox.browser.draw.viewer import Viewer

TOKEN = re.compile(r"\{(\w+)\}")


def slack_date(seconds: float, template: str, viewer: Viewer) -> str:
    """A `<!date^…>` template filled in; a token Slack does not know stays as it was written."""
    moment = viewer.local(seconds)

    def fill(found: re.Match[str]) -> str:
        token = TOKENS.get(found[1])
        return token(moment, viewer) if token else found[0]

    return TOKEN.sub(fill, template)


def clock(moment: datetime, viewer: Viewer) -> str:
    """The time of day as this person reads it: 14:05 in Chinese, 2:05 PM in English."""
    return _in(moment, viewer, "h:mm a", "HH:mm")


def day(moment: datetime, viewer: Viewer) -> str:
    """The day as a divider in a conversation: Today, Yesterday or the date with its weekday."""
    return _pretty(moment, viewer) or _in(moment, viewer, "EEEE, MMMM d", "M月d日 EEEE")


def full(moment: datetime, viewer: Viewer) -> str:
    """Day and time at once, for tooltips and the workspace's clock."""
    return _in(moment, viewer, "EEE, MMM d, y, h:mm a", "y年M月d日 EEE HH:mm")


def date_only(moment: datetime, viewer: Viewer) -> str:
    """The day with its weekday and year."""
    return _in(moment, viewer, "EEE, MMM d, y", "y年M月d日 EEE")


def _in(moment: datetime, viewer: Viewer, english: str, chinese: str) -> str:
    locale = "zh_CN" if viewer.chinese else "en_US"
    return format_datetime(moment, chinese if viewer.chinese else english, locale=locale).replace("\u202f", " ")


def _ordinal(number: int) -> str:
    if 10 <= number % 100 <= 20:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def _date(moment: datetime, viewer: Viewer) -> str:
    if viewer.chinese:
        return _in(moment, viewer, "", "y年M月d日")
    return f"{_in(moment, viewer, 'MMMM', '')} {_ordinal(moment.day)}, {moment.year}"


def _long(moment: datetime, viewer: Viewer) -> str:
    if viewer.chinese:
        return _in(moment, viewer, "", "y年M月d日 EEEE")
    return f"{_in(moment, viewer, 'EEEE', '')}, {_date(moment, viewer)}"


def _short(moment: datetime, viewer: Viewer) -> str:
    return _in(moment, viewer, "MMM d, y", "y年M月d日")


def _pretty(moment: datetime, viewer: Viewer) -> str:
    today = viewer.now.astimezone(viewer.zone).date()
    near = {today - timedelta(days=1): "Yesterday", today: "Today", today + timedelta(days=1): "Tomorrow"}
    word = near.get(moment.date())
    return viewer.t(word) if word else ""


def _near_or(far: Callable[[datetime, Viewer], str]) -> Callable[[datetime, Viewer], str]:
    return lambda moment, viewer: _pretty(moment, viewer) or far(moment, viewer)


def _ago(moment: datetime, viewer: Viewer) -> str:
    seconds = (viewer.now - moment).total_seconds()
    size, name = next(
        (size, name)
        for size, name in ((86400, "days"), (3600, "hours"), (60, "minutes"), (0, "minutes"))
        if abs(seconds) >= size
    )
    count = round(abs(seconds) / (size or 60))
    return viewer.t(f"{{n}} {name} ago" if seconds >= 0 else f"in {{n}} {name}", n=count)


TOKENS: dict[str, Callable[[datetime, Viewer], str]] = {
    "date_num": lambda moment, _: moment.strftime("%Y-%m-%d"),
    "date_slash": lambda moment, _: moment.strftime("%m/%d/%Y"),
    "date": _date,
    "date_long": _long,
    "date_short": _short,
    "date_pretty": _near_or(_date),
    "date_long_pretty": _near_or(_long),
    "date_short_pretty": _near_or(_short),
    "day_divider_pretty": day,
    "time": clock,
    "time_secs": lambda moment, viewer: _in(moment, viewer, "h:mm:ss a", "HH:mm:ss"),
    "ago": _ago,
}
