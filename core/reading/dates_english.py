"""Days as English names them: next Wed, the 5th, Dec 4, in two weeks, end of month, EOD."""

import re
from datetime import date, timedelta

from core.reading import calendars
from core.reading.mentions import Found, Kind, Reader, Today
from core.reading.numbers import english
from core.reading.words import any_of

_PRICE = re.compile(rf"(?!for|at){any_of('money', 'asked')}{any_of('money', 'asked glue')}{{0,3}}$", re.ASCII)
_WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?"
    r"|sat(?:urday)?(?!\s+(?:with|down|in|through|next|together|for|w/))|sun(?:day)?)"
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_N = r"(?:\d{1,3}|a couple(?: of)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve)"
_UNIT = r"(?:business days?|days?|weeks?|wks?|fortnights?|months?|years?)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_UNITS = {"d": "天", "b": "工作日", "w": "周", "f": "周", "m": "月", "y": "年"}
_PERIODS = {"w": "week", "m": "month", "q": "quarter", "y": "year"}


def _iso(found: Found, today: Today) -> date | None:
    return calendars.real(int(found["y"]), int(found["m"]), int(found["d"]))


def _near(found: Found, today: Today) -> date | Kind:
    word = found[0]
    if word.startswith(("yest", "the other")):
        return Kind.PAST
    if "after" in word:
        return today.on + timedelta(days=2)
    return today.on + timedelta(days=0 if word in {"today", "tonight"} else 1)


def _weekday(found: Found, today: Today) -> date | Kind:
    """ "next Wednesday" is next calendar week's until Friday, and the coming one at the weekend."""
    day, which, later = _WEEKDAYS.index(found["d"][:3]), found["w"] or "", found["later"] or ""
    if which in {"last", "past"}:
        return Kind.PAST
    if which in {"next", "nxt"} and today.on.weekday() < 5:
        return today.on + timedelta(days=7 + day - today.on.weekday())
    return calendars.next_weekday(today.on, day) + timedelta(days=14 if "fortnight" in later else 7 if later else 0)


def _month_day(found: Found, today: Today) -> date | None:
    month, day = _MONTHS[found["m"][:3]], int(found["d"])
    if found["y"]:
        return calendars.real(int(found["y"]), month, day)
    return calendars.next_month_day(today.on, month, day)


def _in(found: Found, today: Today) -> date | Kind | None:
    if found["ago"]:
        return Kind.PAST
    written, unit = found["n"], found["u"]
    count = int(written) if written.isdigit() else int(english(written) or 1)
    return calendars.after(today.on, count * (2 if unit[0] == "f" else 1), _UNITS[unit[0]])


def _period(found: Found, today: Today) -> date | Kind | None:
    """next week, end of month, this quarter; a bare unit says nothing."""
    part, which = found["part"] or "", found["w"] or ""
    if which in {"last", "past"}:
        return Kind.PAST
    if not part and not which:
        return None
    unit = {"wk": "week", "mth": "month", "qtr": "quarter"}.get(found["u"], found["u"])
    if which == "this" and not part and unit != "week":
        return None  # "this year" says no day
    if unit == "year" and not part:
        return Kind.VAGUE
    return calendars.period(today.on, unit, part=part, ahead=int(which in {"next", "nxt", "following"}))


def _month(found: Found, today: Today) -> date | None:
    day = {"mid": 15, "middle": 15, "end": 31, "late": 31}.get(found["part"] or "", 1)
    return calendars.month_part(today.on, _MONTHS[found["u"][:3]], day)


def _short_end(found: Found, today: Today) -> date:
    return calendars.period(today.on, _PERIODS[found["x"]], part="end", ahead=0)


def _day(found: Found, today: Today) -> date | None:
    return calendars.next_day(today.on, int(found["d"]))


def _slashed(found: Found, today: Today) -> date | None:
    """12/17, 12.8, in the order of the writer's locale where both orders would do."""
    first, second = int(found["a"]), int(found["b"])
    if "." in found[0] and _PRICE.search(found.string, max(0, found.start() - 16), found.start()):
        return None  # 单价28.5, 降到8.8
    month, day = (second, first) if today.day_first else (first, second)
    if month > 12 >= day:
        month, day = day, month
    return calendars.next_month_day(today.on, month, day)


def _holiday(found: Found, today: Today) -> date | None:
    return calendars.next_month_day(today.on, 12, 25)


def _unit_end(found: Found, today: Today) -> date:
    return calendars.period(today.on, found["u"], part="end", ahead=0)


def _week_after_next(found: Found, today: Today) -> date:
    return calendars.period(today.on, "week", part="", ahead=2)


def _vague(found: Found, today: Today) -> Kind:
    return Kind.VAGUE


_NOT_MEASURED = (
    r"(?![\w%°\"/:*×-]|\.\d|\s*(?:%|折|元|块|万|千|百|亿|米|吨|公斤|斤|个点|寸|英寸|倍|版|亩|平|度|升|小时|码"
    r"|(?:kg|mm|cm|inch|g|h|percent|million|mil|am|pm|usd|eur|cny|rmb|x)\b))"
)

READERS: tuple[tuple[str, Reader], ...] = (
    (r"(?<![\d-])(?P<y>20\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)", _iso),
    (r"\b(?P<u>month|quarter|year)(?:[ -]|'s )end\b", _unit_end),
    (r"\bweek after next\b", _week_after_next),
    (r"\b(?:the )?day after (?:tomorrow|tmrw?)\b", _near),
    (r"\b(?:yesterday|the other day|today|tonight|tomm?or?row|tomorow|tmrw|tmr|tmw|2morrow)(?![a-z])", _near),
    (rf"\b(?P<w>)(?P<later>(?:a|one) week (?:from|on|next) )(?P<d>{_WEEKDAY})(?![a-z])", _weekday),
    (
        rf"(?<!every)(?<!each)(?<!other)(?<!every )(?<!each )(?<!other )"
        rf"\b(?P<w>last|past|ne?xt|this)? ?(?:coming )?\b(?P<d>{_WEEKDAY})(?![a-z])\.?"
        r"(?P<later> (?:week|fortnight)\b)?",
        _weekday,
    ),
    (
        rf"\b(?P<m>{_MONTH}) ?(?:the )?(?P<d>{_DAY})(?:st|nd|rd|th)?(?!\d|[.:]\d|[%kw]|,\d{{3}}|\s?[ap]\.?m)"
        r"(?:,? (?P<y>20\d\d))?",
        _month_day,
    ),
    (
        rf"(?<![\d.,:/])(?P<d>{_DAY})(?:st|nd|rd|th)?[ -]?(?:of )?(?P<m>{_MONTH})(?![a-z])(?:,? (?P<y>20\d\d))?",
        _month_day,
    ),
    (rf"\b(?:in|within|w/in|next) (?P<n>{_N})[ -]?(?P<u>{_UNIT})\b(?P<ago> ago)?", _in),
    (
        rf"\b(?:has|have|got|give[sn]?|gave)(?: (?:us|me|them|him|her|you))? (?P<n>{_N}) (?P<u>{_UNIT})\b"
        r"(?= (?:to|until))(?P<ago>)",
        _in,
    ),
    (rf"\b(?P<n>{_N})[ -]?(?P<u>{_UNIT}) (?:from (?:now|today)|later|(?P<ago>ago|back|earlier))\b", _in),
    (
        r"\b(?:(?P<part>end|beginning|start|early|middle|mid|late)[ -](?:of |in )?)?(?:the )?"
        r"(?:(?P<w>ne?xt|this|following|last|past) )?(?P<u>week|wk|month|mth|quarter|qtr|year)\b",
        _period,
    ),
    (
        rf"\b(?:(?P<part>end|beginning|start|early|middle|mid|late)[ -](?:of |in )?|(?:in|until|till|by|eta|next|for) )"
        rf"(?P<u>{_MONTH})(?![a-z'])",
        _month,
    ),
    (r"\beo(?P<x>[wmqy])\b", _short_end),
    (
        rf"\b(?:the|on|by|before|until|till) (?:the )?(?P<d>{_DAY})(?:st|nd|rd|th)\b"
        r"(?! (?:floor|time|visit|call|phase|round|quarter|gen|meeting|order|batch|line|street|ave))",
        _day,
    ),
    (
        rf"\b(?P<d>{_DAY})(?:st|nd|rd|th)\b(?=\s*(?:$|[,.;!?)]|\d|(?:at|am|pm|morning|afternoon|or|and|to)\b))",
        _day,
    ),
    (r"\b(?:before |by )?(?:christmas|xmas)\b", _holiday),
    (
        r"\b(?:later|next time|soon|asap|sometime|some ?day|at some point|in a few (?:days|weeks|months)"
        r"|(?:after|before|until|by|in) (?:the )?(?:holidays?|new year|cny|chinese new year|break"
        r"|summer|spring|fall|autumn|winter|half[ -]term|term|ramadan|diwali|eid|thanksgiving)"
        r"|in the new year)\b",
        _vague,
    ),
    (rf"(?<![\w./:$€£¥#-])(?<!\bv )(?P<a>\d{{1,2}})[/.](?P<b>\d{{1,2}}){_NOT_MEASURED}", _slashed),
)
