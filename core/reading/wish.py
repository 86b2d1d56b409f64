"""What is asked of a colleague in one line, until when, and whom: @Alice 周五前 出一份报价; by Friday 3pm: a quote."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from core.reading import clock, dates
from core.reading.mentions import Kind, Today
from core.reading.people import mentioned
from core.reading.text import Text, text

_WHO = re.compile(r"<@([A-Z0-9]{3,})(?:\|[^>]*)?>|@(.+)")
_BEFORE = re.compile(r"(?:\b(?:by|before|until|till|on|at|no later than)|在|于|到|最晚|最迟)\s*$")
_BEHIND = re.compile(r"\s*(?:下班前|eod\b|end of day\b|之前|以前|前(?![台期端面])|以内|之内)")
_EDGE = re.compile(
    r"^(?:[\s,;:、.\-。]|\b(?:please|pls|to|for)\b|请你?|让|麻烦你?|帮忙(?=\s)|给(?=\s))+|[\s,;:、\-]+$", re.IGNORECASE
)
_NEAR = 6  # characters between a day and its time
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Wish:
    """`who`: a Slack id, or a name where `named`; `on`, `at`: the writer's local day and time; `past`: the words for a
    day that is over, in place of `on`."""

    text: str
    who: str | None
    named: bool
    on: date | None
    at: time | None
    past: str | None
    several: bool = False  # whether more than one is named


def wish(line: str, *, now: datetime, zone: str, locale: str) -> Wish:
    """What the line says. `locale` says whether its writer puts the day before the month."""
    words, local = text(line), now.astimezone(ZoneInfo(zone))
    people = mentioned(words.shown)
    who = _WHO.fullmatch(words.shown[people[0][0] : people[0][1]]) if people else None
    on, at, past, spans = _when(words, people, local, locale)
    rest = words.without([*people, *spans], shown=True).replace("\0", " ")
    named = who is not None and who[1] is None
    several = len({words.shown[start:end] for start, end in people}) > 1
    return Wish(_trimmed(rest), (who[1] or who[2]) if who else None, named, on, at, past, several)


def _when(
    words: Text, people: list[Span], local: datetime, locale: str
) -> tuple[date | None, time | None, str | None, list[Span]]:
    """The day and time the line names, or the words for a day that is over; and where they stand."""
    masked = words.without(people)
    if found := clock.soon(masked):
        then = (local + found[2]).replace(second=0, microsecond=0)
        return then.date(), then.time(), None, [_whole(words, found[:2])]
    told = dates.mentions(words.plain, Today(local.date(), dates.day_first(locale)), tuple(people))
    days = [each for each in told if each.kind is not Kind.VAGUE]
    day = days[-1] if days else None
    times = [each for each in clock.clocks(masked) if each.at is not None]
    hour = next((each for each in times if day is None or _beside((each.start, each.end), (day.start, day.end))), None)
    spans = [(each.start, each.end) for each in (day, hour) if each is not None]
    if day is None:
        on = local.date() if hour is not None and hour.at is not None and hour.at > local.time() else None
        return on, hour.at if on and hour else None, None, [_whole(words, span) for span in spans] if on else []
    past = words.shown[day.start : day.end].strip() if day.kind is Kind.PAST else None
    return day.on if past is None else None, hour.at if hour else None, past, [_whole(words, span) for span in spans]


def _beside(one: Span, other: Span) -> bool:
    return max(one[0], other[0]) - min(one[1], other[1]) <= _NEAR


def _whole(words: Text, span: Span) -> Span:
    """The span with the words that only say "until"."""
    start, end = span
    if before := _BEFORE.search(words.plain, 0, start):
        start = before.start()
    if behind := _BEHIND.match(words.plain, end):
        end = behind.end()
    return start, end


def _trimmed(words: str) -> str:
    before = None
    while before != words:
        before, words = words, _EDGE.sub("", words)
    return " ".join(words.split())
