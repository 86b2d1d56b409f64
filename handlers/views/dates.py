"""Spans of days as people type them: this month, 下季度, Q3, 2026-01-01 to 2026-03-31, before 12月5日, 今年."""

import re
from datetime import date, timedelta

from core import periods
from core.errors import Refusal
from core.views import Within

_SHIFTS = {
    -1: r"last|previous|past|上一?个?|去",
    0: r"this|current|本|这一?个?|当|今",
    1: r"next|coming|下一?个?|明",
}
_UNITS = {
    "week": r"weeks?|周|星期|礼拜",
    "month": r"months?|月份?",
    "quarter": r"quarters?|季度?",
    "year": r"years?|年",
}
_WHICH = "|".join(f"(?P<s{n}>{words})" for n, words in enumerate(_SHIFTS.values()))
_UNIT = "|".join(f"(?P<{unit}>{words})" for unit, words in _UNITS.items())
_RELATIVE = re.compile(rf"(?:{_WHICH})\s*(?:{_UNIT})(?![a-z初])")
_DAYS = {
    "day before yesterday": -2,
    "yesterday": -1,
    "昨天": -1,
    "today": 0,
    "今天": 0,
    "今日": 0,
    "tomorrow": 1,
    "明天": 1,
}
_DAY_WORD = re.compile("|".join(_DAYS))
_DATE = (
    r"(?:(?P<year{0}>20\d\d)\s?[-/.年]\s?)?(?P<month{0}>\d{{1,2}})\s?[-/.月]\s?"
    r"(?P<day{0}>\d{{1,2}})[日号]?(?![\d万wk%])"
)
_ONE = re.compile(
    r"(?:(?P<until><=|≤|by|until|up to|不晚于|截至|截止)|(?P<before><|before|早于)"
    r"|(?P<since>>=|≥|since|from|自|从)|(?P<after>>|after|晚于))?\s*"
    + _DATE.format(1)
    + r"\s*(?:(?P<zh_before>之?前|以前)|(?P<zh_since>之?后|以后|起|以来))?"
)
_TWO = re.compile(
    r"(?:between|from|从|自)?\s*" + _DATE.format(1) + r"\s*(?:\.\.+|-|–|~|到|至|and|to|until)\s*" + _DATE.format(2)
)
_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_PART = r"q\s?[1-4]|第?[1-4一二三四]\s?季度?|[上下]半年|(?:\d{1,2}|十?[一二三四五六七八九十])\s?月份?(?!\s?\d)"
_PERIOD = re.compile(
    rf"(?:20\d\d\s?年?\s?|今年|去年|明年)?(?:{_PART})(?:\s20\d\d)?"
    rf"|(?:{_MONTHS})(?![a-z])(?:\s20\d\d)?|20\d\d(?:\s?年|(?![\d,.]))"
)
_NEVER = re.compile(r"none(?![a-z])|not told|no date|未定|没有|没填|空|无")


def within(text: str, at: int, *, today: date, ahead: bool) -> tuple[Within, int] | None:
    """The days that are told here, and where that ends; `ahead`: a month without its year is one that is to come."""
    at = _past(text, at)
    for way in (_two, _one, _relative, _period):
        if found := way(text, at, today, ahead):
            return found
    if never := _NEVER.match(text, at):
        return Within(never=True), never.end()
    return None


def _past(text: str, at: int) -> int:
    """Behind what says no more than that days follow."""
    found = re.compile(r"\s*(?:=+|:|是|为|is|in|within|on|during|在)?\s*").match(text, at)
    return found.end() if found else at


def _two(text: str, at: int, today: date, ahead: bool) -> tuple[Within, int] | None:
    if found := _TWO.match(text, at):
        begins, until = _date(found, 1, today, ahead), _date(found, 2, today, ahead)
        if begins and until and begins > until and not found["year2"]:
            until = _safe(until.year + 1, until.month, until.day)
        if begins and until and begins <= until:
            return Within(begins=begins, until=until), found.end()
    return None


def _one(text: str, at: int, today: date, ahead: bool) -> tuple[Within, int] | None:
    found = _ONE.match(text, at)
    day = _date(found, 1, today, ahead) if found else None
    if found is None or day is None:
        return None
    one = timedelta(days=1)
    if found["before"] or found["zh_before"]:
        return Within(until=day - one), found.end()
    if found["until"]:
        return Within(until=day), found.end()
    if found["since"] or found["zh_since"]:
        return Within(begins=day), found.end()
    if found["after"]:
        return Within(begins=day + one), found.end()
    return Within(begins=day, until=day), found.end()


def _date(found: re.Match[str], n: int, today: date, ahead: bool) -> date | None:
    year = int(found[f"year{n}"] or 0)
    day = _safe(year or today.year, int(found[f"month{n}"]), int(found[f"day{n}"]))
    if day is not None and not year and ahead and day < today - timedelta(days=90):
        return _safe(today.year + 1, day.month, day.day)
    return day


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _relative(text: str, at: int, today: date, ahead: bool) -> tuple[Within, int] | None:
    if word := _DAY_WORD.match(text, at):
        return Within("day", _DAYS[word[0]]), word.end()
    if found := _RELATIVE.match(text, at):
        shift = next(shift for n, shift in enumerate(_SHIFTS) if found[f"s{n}"])
        return Within(next(unit for unit in _UNITS if found[unit]), shift), found.end()
    return None


def _period(text: str, at: int, today: date, ahead: bool) -> tuple[Within, int] | None:
    found = _PERIOD.match(text, at)
    if found is None:
        return None
    try:
        period = periods.period(found[0].strip(), today=today)
    except Refusal:
        return None
    if ahead and not re.search(r"20\d\d|年$|今年|去年|明年", found[0]) and period.ends and period.ends <= today:
        period = period.shifted({"month": 12, "quarter": 4, "half": 2}.get(period.kind, 0))
    if period.begins is None or period.ends is None:
        return None
    return Within(begins=period.begins, until=period.ends - timedelta(days=1)), found.end()
