"""When the goods are to be there: 12月底交货, 3月中旬, before 20 December, as the days it may mean."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from core.projects.words import any_of
from core.reading import calendars, dates
from core.reading.mentions import Kind, Mention, Today
from core.reading.text import Text

_DELIVERED, _STEP = re.compile(any_of("delivered")), re.compile(any_of("our step"))
_BY = re.compile(r"\s?(?:之|以)?前|\s?(?:左右|前后)")
_BY_BEFORE = re.compile(r"(?:before|by|until|latest|not later than|截止|最晚)\s?(?:the )?$")
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_WEEK_OF = re.compile(rf"(first|second|third|last) week (?:of|in) ({_MONTHS})[a-z]*")
_BARE = re.compile(r"(?<![\d个半])(1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月份?(?!\d)")
_BARE_ENGLISH = re.compile(r"\b(january|february|march|april|june|july|august|september|october|november|december)\b")
_OF_YEAR = re.compile(r"(20\d\d)\s?年\s?(1[0-2]|0?[1-9])\s?月(?:份|底|初|中)?(?!\s?\d)")
_YEAR = re.compile(r"(20\d\d)\s?年(?!\d)|\b(?:in |during )(20\d\d)\b")
_PARTS = (
    (re.compile("上旬"), (1, 10)),
    (re.compile("中下旬"), (11, 31)),
    (re.compile("中上旬"), (1, 20)),
    (re.compile("中旬|月份?中|mid"), (10, 20)),
    (re.compile("下旬"), (20, 31)),
    (re.compile("初|early|start|beginning"), (1, 10)),
    (re.compile("[底末]|end|late"), (22, 31)),
)
_OF_A_MONTH = re.compile(rf"[月旬底末初]|(?:{_MONTHS})")


@dataclass(frozen=True, slots=True)
class Due:
    """The first and the last day it may mean. `told`: the words that say so."""

    first: date
    last: date
    told: str = ""


def due(text: Text, today: date) -> Due | None:
    """The day of delivery, written by somebody whose today this is; a day of our own next step is none."""
    found = [(_weight(text, at), each) for at, each in _mentions(text, today)]
    best = max(found, key=lambda pair: (pair[0], pair[1].last), default=None)
    return best[1] if best and best[0] >= 0 else None


def gap(one: Due, other: Due) -> int:
    """Days between the two; 0 where they overlap."""
    return max(0, (one.first - other.last).days, (other.first - one.last).days)


def _mentions(text: Text, today: date) -> list[tuple[int, Due]]:
    seen = dates.mentions(text.plain, Today(today, False))
    found = [(each.start, _window(text, each, each.on, today)) for each in seen if each.on and each.kind is Kind.DAY]
    found += [(each.start(), _in_year(each)) for each in _OF_YEAR.finditer(text.plain)]
    years = [(each.start(), each.end()) for each in _OF_YEAR.finditer(text.plain)]
    found = [each for each in found if not any(start < each[0] < end for start, end in years)]
    if not found:
        found = [(each.start(), window) for each, window in _rough(text.plain, today)]
    return found


def _weight(text: Text, at: int) -> int:
    """How surely a day is the delivery's, by the words of its clause."""
    start, end = text.clause(at)
    said = text.plain[start:end]
    delivered = len(_DELIVERED.findall(said)) > 0
    return 2 * delivered - 3 * (_STEP.search(said) is not None) + (1 if not delivered else 0)


def _window(text: Text, mention: Mention, on: date, today: date) -> Due:
    said = text.plain[mention.start : mention.end]
    behind = text.plain[mention.end : mention.end + 3]
    if said.endswith("中") and behind.startswith("下旬"):
        said += "下旬"
    if "明年" in text.plain[max(0, mention.start - 4) : mention.start] and on.year == today.year:
        on = calendars.cut(on.year + 1, on.month, on.day)
    told = text.shown[mention.start : mention.end]
    month = _OF_A_MONTH.search(said) is not None
    for words, (low, high) in _PARTS if month and not re.search(r"[日号]|\d(?:st|nd|rd|th)?$|\d [a-z]", said) else ():
        if words.search(said):
            return Due(calendars.cut(on.year, on.month, low), calendars.cut(on.year, on.month, high), told)
    if re.fullmatch(rf"(?:[明今]年)?[\d一二三四五六七八九十]+月份?|(?:in |by |for |until )?(?:{_MONTHS})[a-z]*", said):
        return Due(on.replace(day=1), calendars.cut(on.year, on.month, 31), told)
    if _BY.match(text.plain, mention.end) or _BY_BEFORE.search(text.plain[: mention.start]):
        return Due(on - timedelta(days=5), on, told)
    return Due(on, on, told)


def _in_year(match: re.Match[str]) -> Due:
    """2028年9月: a whole month."""
    first = date(int(match[1]), int(match[2]), 1)
    return Due(first, calendars.cut(first.year, first.month, 31), match[0])


def _rough(plain: str, today: date) -> list[tuple[re.Match[str], Due]]:
    """Days that are no next step and so are not read elsewhere: 5月供货, first week of April, 2028年."""
    found: list[tuple[re.Match[str], Due]] = []
    if week := _WEEK_OF.search(plain):
        low = {"first": 1, "second": 8, "third": 15, "last": 24}[week[1]]
        first = calendars.month_part(today, _MONTHS.split("|").index(week[2]) + 1, low)
        found.append((week, Due(first, first + timedelta(days=7), week[0])))
    elif bare := _BARE.search(plain) or _BARE_ENGLISH.search(plain):
        month = (
            _MONTHS.split("|").index(bare[1][:3]) + 1 if bare[1].isascii() and bare[1].isalpha() else _month(bare[1])
        )
        first = calendars.month_part(today, month, 1)
        first = first if first >= today.replace(day=1) else calendars.cut(first.year + 1, first.month, 1)
        found.append((bare, Due(first, calendars.cut(first.year, first.month, 31), bare[0])))
    elif year := _YEAR.search(plain):
        of = int(year[1] or year[2])
        found.append((year, Due(date(of, 1, 1), date(of, 12, 31), year[0])))
    return found


def _month(written: str) -> int:
    return int(written) if written.isdigit() else "一二三四五六七八九十".find(written[-1]) + 1 + 10 * (len(written) > 1)
