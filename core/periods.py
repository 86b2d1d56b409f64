"""A period as people say it: last month, Q3, 去年10月, 2026. Without a year, it is the last one that has begun."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from core.errors import Refusal, msgid
from core.names import fold

Kind = Literal["month", "quarter", "half", "year", "all"]


class UnknownPeriod(Refusal):
    message = msgid("I don't know the period “{text}”. Try last month, this quarter, Q3, October 2026, 2026 or all.")


@dataclass(frozen=True)
class Period:
    """From the first day up to, not including, `ends`; both None for all there is."""

    kind: Kind
    begins: date | None
    ends: date | None

    def shifted(self, count: int) -> "Period":
        """The one so many later, of the same kind; earlier where `count` is negative."""
        if self.begins is None:
            return self
        return _of(self.kind, self.begins.year, self.begins.month + count * _LENGTHS[self.kind])

    def a_year_before(self) -> "Period":
        """The same part of the year before."""
        return self.shifted(-12 // _LENGTHS[self.kind]) if self.begins else self

    @property
    def number(self) -> int:
        """Which month, quarter or half of its year."""
        months = {"month": 1, "quarter": 3, "half": 6}.get(self.kind, 12)
        return (self.begins.month - 1) // months + 1 if self.begins else 0


_LENGTHS: dict[Kind, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_WORDS: dict[Kind, str] = {
    "month": r"month|个?月(?:份|度)?",
    "quarter": r"quarter|qtr|个?季度?",
    "half": r"half(?: year)?|半年",
    "year": r"year|年度?",
}
_NOW, _LAST = r"this|current|本|这|当|今", r"last|previous|prior|past|上|去|前一?"
_NEXT = r"next|coming|下|明"
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_HAN = {numeral: n for n, numeral in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}
_ALL = re.compile(r"all(?: time| there is)?|ever|全部|所有|至今|历来")
_RELATIVE = re.compile(rf"(?P<which>{_NOW}|{_LAST}|{_NEXT}) ?(?:(?P<unit>{'|'.join(_WORDS.values())}))")
_YEAR = r"(?P<year>(?:19|20)\d\d) ?年?|(?P<said>今年|本年|去年|前年|this year|last year)"
_DATED = re.compile(
    rf"(?:(?:{_YEAR}) ?的?)?"
    r"(?:(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2}) ?月份?|(?P<name>[a-z]{3,9})|(?P<bare>\d{1,2})(?<=\d)"
    r"|第?(?P<quarter>[1-4一二三四]) ?季度?|q ?(?P<q>[1-4])|(?P<half>[上下])半年|h ?(?P<h>[12]))?"
    r"(?: (?P<after>(?:19|20)\d\d))?"
)


def period(text: str, *, today: date) -> Period:
    """The period meant; nothing said is this month. Refuses what it does not know."""
    said = fold(text)
    if not said:
        return _of("month", today.year, today.month)
    if _ALL.fullmatch(said):
        return Period("all", None, None)
    found = _dated(said, today) or _relative(said, today)  # 上半年 is the first half, not the last one
    if found is None:
        raise UnknownPeriod(text=text[:60])
    return found


def current(kind: Kind, day: date) -> Period:
    """The month, quarter, half or year that a day is in."""
    length = _LENGTHS[kind]
    return _of(kind, day.year, (day.month - 1) // length * length + 1)


def _of(kind: Kind, year: int, month: int) -> Period:
    """The period of this kind that begins in that month, which may lie outside of the year: 0 is December before it."""
    length = _LENGTHS[kind]
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    after = month + length
    return Period(kind, date(year, month, 1), date(year + (after - 1) // 12, (after - 1) % 12 + 1, 1))


def _relative(said: str, today: date) -> Period | None:
    found = _RELATIVE.fullmatch(said)
    if found is None:
        return None
    kind = next(kind for kind, words in _WORDS.items() if re.fullmatch(words, found["unit"]))
    back = 2 if found["which"] == "前" and kind == "year" else 1
    count = -back if re.fullmatch(_LAST, found["which"]) else 1 if re.fullmatch(_NEXT, found["which"]) else 0
    return current(kind, today).shifted(count)


def _dated(said: str, today: date) -> Period | None:
    found = _DATED.fullmatch(said)
    if found is None:
        return None
    year = _year(found, today)
    kind, month = _part(found)
    if month == 0:
        return None
    if kind is None:
        return _of("year", year, 1) if year is not None else None
    if year is None:
        year = today.year if date(today.year, month, 1) <= today else today.year - 1
    return _of(kind, year, month)


def _year(found: re.Match[str], today: date) -> int | None:
    if told := found["year"] or found["after"]:
        return int(told)
    if not found["said"]:
        return None
    return today.year - {"去年": 1, "last year": 1, "前年": 2}.get(found["said"], 0)


def _part(found: re.Match[str]) -> tuple[Kind | None, int]:
    """What of the year is meant, and the month it begins in: 0 where there is no such part."""
    if told := found["month"] or found["bare"]:
        month = int(told) if told.isdigit() else _HAN.get(told, 0)
        return "month", month if month <= 12 else 0
    if name := found["name"]:
        known = [n for n, month in enumerate(_MONTHS, 1) if month.startswith(name)]
        return "month", known[0] if known else 0
    if told := found["quarter"] or found["q"]:
        return "quarter", ((int(told) if told.isdigit() else _HAN[told]) - 1) * 3 + 1
    if told := found["half"] or found["h"]:
        return "half", 1 if told in ("上", "1") else 7
    return None, 1
