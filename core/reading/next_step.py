"""The next step a line names, and when: what we do, else what the customer will do, else what is due."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.reading import clock as clocks_of
from core.reading.clock import Clock
from core.reading.cues import Role, role
from core.reading.mentions import Kind, Mention
from core.reading.result import NextStep
from core.reading.text import Text

Span = tuple[int, int]

_WAITING = re.compile(
    r"等(?!等|于|级|待区|一下|着用|了)|待(?:定|报价|确认|回复|审批|付款|签)"
    r"|先(?=报价|寄|送样|出方案|约|给(?:个)?(?:报价|方案))|下一步|接下来"
    r"|\bwait(?:ing)?\b|\bnext steps?\b|\bpending\b|\bto ?do\b",
    re.ASCII,
)
_CANCELLED = re.compile(
    r"\s?(?:临时|后来|又|但是?|被|客户|他们?)*(?:取消(?!了?的)|作废|泡汤|没[去开见]成)"
    r"|\s?\b(?:cancel+ed|called off|fell through)\b"
)
_UP_TO = re.compile(r"(?<![改约推延定挪提])(?:等?到)\s?$")
_AT_ONCE = re.compile(r"\b(?:[a-z]+ed|wrote|came|got back)\s?(?:[a-z]+ )?$")  # replied within an hour
_LIMIT = re.compile(r"下班前|eod|cob|tonight")
_TRIM = re.compile(
    r"^(?:[\s,。;:、.!)\-]|在|于|的|前|之前|以前|会|将|就|then\b|and\b|will\b|i'll\b|we'll\b)+"
    r"|(?:[\s,。;:、.!(\-]|\b(?:on|by|at|in|before|until|around|the)|在|于|定在|改到|到|约在)+$",
    re.IGNORECASE,
)
_SOFT = re.compile(r"(?<=[㐀-鿿\0])\s|\s(?=[㐀-鿿\0])|\b(?:and then|then|and|but|so)\b|然后|但是?|所以|因此|以便")


@dataclass(frozen=True, slots=True)
class When:
    """A day as a candidate for the next step, with the span of words that belong to it."""

    mention: Mention
    role: Role
    segment: Span


def next_step(
    text: Text, days: list[Mention], clocks: list[Clock], people: list[Span], *, now: datetime, zone: ZoneInfo
) -> NextStep | None:
    """The step; never one in the past. `now` is the writer's local time."""
    masked = text.without(people)
    if step := _from_now(text, masked, now, zone):
        return step
    whens = [_when(text, masked, day, days, clocks, now) for day in days if day.kind is not Kind.PAST]
    whens = [when for when in whens if when.role > Role.AWAY]
    if not any(when.mention.kind is Kind.DAY for when in whens) and (today := _today(text, masked, days, clocks, now)):
        whens.append(today)
    for when in sorted(whens, key=_rank):
        if step := _step(text, when, days, clocks, now, zone):
            if when.role is Role.DEADLINE and (waiting := _waiting(text, masked)):
                return waiting
            return step
    return _waiting(text, masked)


def settled(text: Text, days: list[Mention], clocks: list[Clock], taken: list[Span], *, now: datetime) -> list[Mention]:
    """The days, those marked as past which the words around them put there (周三见了王总)."""
    masked = text.without(taken)
    whens = [_when(text, masked, day, days, clocks, now) for day in days]
    return [replace(when.mention, kind=Kind.PAST) if when.role is Role.PAST else when.mention for when in whens]


def _rank(when: When) -> tuple[bool, bool, int, date, int]:
    """Steps before deadlines, dated before undated, ours before theirs, the earliest first."""
    undated = when.mention.on is None
    ours = max(when.role, Role.BARE) if when.role >= Role.BARE else when.role
    level = 4 if when.role >= Role.BARE else int(ours)
    return (
        when.role < Role.THEIRS,
        undated,
        -(4 if when.role is Role.OURS else level - 1),
        when.mention.on or date.max,
        when.mention.start,
    )


def _when(text: Text, masked: str, day: Mention, days: list[Mention], clocks: list[Clock], now: datetime) -> When:
    segment = _segment(text, masked, (day.start, day.end), days)
    today = (
        day.on == now.date()
        and not _ahead(day, clocks, now)
        and text.plain[day.start : day.end] in {"今天", "今日", "today", "今", "今儿", "当天"}
    )
    found = role(text, masked, (day.start, day.end), segment, today=today)
    end = text.clause(day.start)[1]
    if _CANCELLED.search(text.plain, day.end, min(end, segment[1])) or _CANCELLED.match(text.plain, end):
        found = Role.PAST
    return When(day, found, segment)


def _ahead(day: Mention, clocks: list[Clock], now: datetime) -> bool:
    """A time later today stands beside the day."""
    return any(
        min(abs(clock.start - day.end), abs(day.start - clock.end)) < 8
        and (clock.at or (clock.window or (time.min, time.min))[1]) > now.time()
        for clock in clocks
    )


def _segment(text: Text, masked: str, span: Span, days: list[Mention]) -> Span:
    """The words of a day: its clause, cut at the next day and where a space or "then" begins another thought."""
    start, end = text.clause(span[0])
    for other in days:
        if start < other.end <= span[0]:
            start = other.end
        if span[1] <= other.start < end:
            end = other.start
    cuts = list(_SOFT.finditer(masked, start, min(end, len(masked))))
    before = [cut.end() for cut in cuts if cut.end() <= span[0] and masked[cut.end() : span[0]].strip()]
    after = [
        cut.start() for cut in cuts if cut.start() >= span[1] and masked[span[1] : cut.start()].strip(" ,、前之以后内")
    ]
    touching = [cut.end() for cut in cuts if cut.end() <= span[0]]
    left = (
        max(touching)
        if touching and masked[span[1] : (min(after) if after else end)].strip(" ,。前之以后.;")
        else max(before, default=start)
    )
    return left, min(after, default=end)


def _today(text: Text, masked: str, days: list[Mention], clocks: list[Clock], now: datetime) -> When | None:
    """A time without a day is today's, or tomorrow's once it is past: 两点半过去, call at 3."""
    for clock in clocks:
        span = (clock.start, clock.end)
        if any(day.kind is Kind.PAST and text.clause(day.start) == text.clause(clock.start) for day in days):
            continue
        segment = _segment(text, masked, span, days)
        found = role(text, masked, span, segment, today=False)
        if _UP_TO.search(text.plain[: clock.start]):
            continue  # 加班到8点
        if found not in {Role.OURS, Role.THEIRS} and not (
            found is Role.BARE and _LIMIT.search(text.plain, clock.start, clock.end)
        ):
            continue
        if clock.at is None and clock.window and clock.window[1] <= now.time():
            continue
        late = clock.at is not None and clock.at <= now.time()
        on = now.date() + timedelta(days=1 if late else 0)
        return When(Mention(clock.start, clock.end, Kind.DAY, on), found, segment)
    return None


def _step(
    text: Text, when: When, days: list[Mention], clocks: list[Clock], now: datetime, zone: ZoneInfo
) -> NextStep | None:
    mention = when.mention
    clock = _clock(text, when, days, clocks) if mention.on else None
    words = _words(text, when.segment, [(mention.start, mention.end)] + ([(clock.start, clock.end)] if clock else []))
    if mention.on is None:
        return NextStep(words, None)
    at = datetime.combine(mention.on, clock.at, zone) if clock and clock.at else None
    window = clock.window if clock and not clock.at else None
    if at and at <= now:
        return None
    if window and mention.on == now.date() and window[1] <= now.time():
        return None
    return NextStep(words, mention.on, at, window)


def _clock(text: Text, when: When, days: list[Mention], clocks: list[Clock]) -> Clock | None:
    """The time that goes with the day: after it, else before it, else alone in the line."""
    mention = when.mention
    start, end = when.segment
    inside = [clock for clock in clocks if start <= clock.start < end]
    told = sorted(inside, key=lambda clock: (clock.at is None, abs(clock.start - mention.end)))
    if told:
        return told[0]
    if bare := clocks_of.bare(text.plain, mention.end):
        return bare
    if len(days) == 1 and len(clocks) == 1 and clocks[0].at:
        return clocks[0]
    return None


def _words(text: Text, segment: Span, without: list[Span]) -> str:
    """The words of a step without its day and time."""
    start, end = segment
    letters = list(text.shown[:end])
    for first, last in without:
        letters[first:last] = "\0" * (min(last, end) - first)
    words = re.sub("\0+", " " if not text.chinese else "", "".join(letters[start:end]))
    words = _TRIM.sub("", re.sub(r"\s+", " ", words))
    return words or text.shown[start:end].strip(" ,。;:")


def _from_now(text: Text, masked: str, now: datetime, zone: ZoneInfo) -> NextStep | None:
    """两小时后回电, in 30 minutes, 24小时内答复."""
    found = clocks_of.soon(text.plain)
    if found is None:
        return None
    start, end, ahead, within = found
    if within and _AT_ONCE.search(text.plain, 0, start):
        return None
    then = now + ahead
    words = _words(text, _segment(text, masked, (start, end), []), [(start, end)])
    return NextStep(words, then.date(), None if within else then.replace(second=0, microsecond=0))


def _waiting(text: Text, masked: str) -> NextStep | None:
    found = _WAITING.search(masked)
    if found is None:
        return None
    _, end = _segment(text, masked, found.span(), [])
    return NextStep(text.shown[found.start() : end].strip(" ,。;:.!"), None)
