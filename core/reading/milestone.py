"""A milestone told in one line: what, when, whose, and whether it is reached: 送样 周五 @李工, sample done."""

import re
from dataclasses import dataclass
from datetime import date

from core.reading import dates
from core.reading.mentions import Kind, Today
from core.reading.people import mentioned
from core.reading.text import text

_WHO = re.compile(r"<@([A-Z0-9]{3,})(?:\|[^>]*)?>|@(.+)")
_DONE = re.compile(r"(?:^|[\s,:-])(?:已?完成了?|做完了?|办完了?|搞定了?|done|finished|reached)[\s.!]*$", re.IGNORECASE)
_EDGE = re.compile(
    r"^(?:[\s,;:、.\-]|\b(?:by|on|for|due|to)\b|由|给)+"
    r"|(?:[\s,;:、.\-]|\b(?:by|on|for|due|until|before|to)\b|之前|以前|前|由|给|到|在)+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Milestone:
    """`who`: a Slack id, or a name where `named`; `past`: the words for a day that is over, in place of `on`."""

    name: str
    on: date | None
    past: str | None
    who: str | None
    named: bool
    done: bool


def milestone(line: str, *, today: date, locale: str) -> Milestone:
    """What the line says. `today`: the writer's; `locale` says whether they write the day before the month."""
    words = text(line)
    people = mentioned(words.shown)
    told = dates.mentions(words.plain, Today(today, dates.day_first(locale)), tuple(people))
    days = [each for each in told if each.kind is not Kind.VAGUE]
    rest = words.without([*people, *((day.start, day.end) for day in days[-1:])], shown=True)
    done = _DONE.search(rest.replace("\0", " "))
    name = _trimmed((rest[: done.start()] if done else rest).replace("\0", " "))
    who = _WHO.fullmatch(words.shown[people[0][0] : people[0][1]]) if people else None
    return Milestone(
        name,
        days[-1].on if days and days[-1].kind is Kind.DAY else None,
        words.shown[days[-1].start : days[-1].end].strip() if days and days[-1].kind is Kind.PAST else None,
        (who[1] or who[2]) if who else None,
        who is not None and who[1] is None,
        done is not None,
    )


def _trimmed(words: str) -> str:
    before = None
    while before != words:
        before, words = words, _EDGE.sub("", words)
    return " ".join(words.split())
