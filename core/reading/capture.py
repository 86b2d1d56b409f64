"""A line that enters a lead: what every line may say, and besides it where the lead comes from, what was quoted, what
they mean to spend, and tags."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from core.reading.origin import origin
from core.reading.people_chinese import PERSON, TITLED, is_ordinary
from core.reading.read import LONGEST, read
from core.reading.result import Money, Reading, Span, Use
from core.reading.tags import tags
from core.reading.text import plain, text, visible
from core.reading.words import any_of

_STROKE = re.compile(r"(?<!\d)\s*[/|｜]\s*|\s*[/|｜]\s*(?!\d)")
_OPENER = re.compile(rf"^\s*(?:的\s?)?{any_of('customers', 'opener')}", re.IGNORECASE)
_WAY_FIRST = re.compile(r"\s*(\+?\d[\d -]{6,15}\d|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)(?:\s*[,，;；:：]\s*|\s+)(?=\S)")

_FIRST = re.compile(r"\s*([㐀-鿿]{2,4})\s*[,，;；]\s*")
_WEEKDAY = re.compile("周[一二三四五六日天末]")


@dataclass(frozen=True, slots=True)
class Told:
    """What one line tells of a new lead. `reading` is of the line without source, campaign, referrer and tags."""

    reading: Reading
    source: str | None
    campaign: str | None
    referrer: str | None
    quoted: Money | None
    budget: Money | None
    tags: tuple[str, ...]


def capture(
    line: str,
    *,
    now: datetime,
    zone: ZoneInfo,
    locale: str,
    sources: Collection[str] = (),
    campaigns: Collection[str] = (),
    ours: Collection[str] = (),
) -> Told:
    """What `line` says of a lead to enter. `sources` and `campaigns` are the names on the workspace's list, folded;
    `ours` what colleagues are called."""
    line = _in_order(visible(line.rstrip()))
    words = text(line[:LONGEST])
    tagged, spans = tags(words)
    came = origin(text(_blank(words.shown, spans)), sources=sources, campaigns=campaigns)
    rest = _person_first(_OPENER.sub("", _without(words.shown, [*spans, *came.spans]), count=1))
    reading = read(rest + line[LONGEST:], now=now, zone=zone, locale=locale, known=(), ours=ours)
    quoted, budget = _sums(reading)
    return Told(reading, came.source, came.campaign, came.referrer, quoted, budget, tagged)


def _blank(shown: str, spans: Iterable[Span]) -> str:
    """The line with these spans blank, in the same length."""
    letters = list(shown)
    for start, end in spans:
        letters[start:end] = " " * (end - start)
    return "".join(letters)


def _without(shown: str, spans: Iterable[Span]) -> str:
    """The line without these spans, a comma where one stood between other words."""
    kept, at = "", 0
    for start, end in sorted(spans):
        if start >= at:
            kept += shown[at:start] + (", " if start and end < len(shown) else "")
        at = max(at, end)
    return (kept + shown[at:]).lstrip(" ,:-了")


def _in_order(line: str) -> str:
    """The line with commas for the strokes of a list (安总/13500008888/检测仪), a way to reach them not at its head."""
    if len(_STROKE.findall(line)) > 1 and "//" not in line:
        line = _STROKE.sub(",", line)
    line = _OPENER.sub("", line, count=1)
    first = _WAY_FIRST.match(line)
    return f"{line[first.end() :]} {first[1]}" if first else line


def _person_first(line: str) -> str:
    """A customer who is a person (张三，13800138000，要扫描枪) without the comma, with which they are whom one met."""
    first = _FIRST.match(line)
    name = plain(first[1]) if first else ""
    whole = PERSON.fullmatch(name) and not TITLED.fullmatch(name) and not is_ordinary(name)
    return f"{first[1]} {line[first.end() :]}" if first and whole and not _WEEKDAY.fullmatch(name) else line


def _sums(reading: Reading) -> tuple[Money | None, Money | None]:
    """The price given, the last one told, and the budget. A sum nothing is said of is their budget."""
    told = list(zip(reading.amounts, reading.amounts_are, strict=True))
    quoted = [money for money, use in told if use is Use.QUOTED]
    budgets = [money for money, use in told if use is Use.BUDGET]
    raised = [money for money, use in told if use is Use.RAISED]
    bare = [money for money, use in told if use is Use.UNSAID]
    return next(reversed(quoted), None), next(iter([*reversed(raised), *budgets, *bare]), None)
