"""A period in words: October 2026, 2026年10月."""

from babel.dates import format_skeleton

from core.errors import msgid
from core.periods import Period
from handlers.words import Translate

_HALVES = {1: msgid("the first half of {year}"), 2: msgid("the second half of {year}")}


def named(period: Period, t: Translate) -> str:
    """The period as people say it."""
    begins = period.begins
    if begins is None:
        return t.plain("all time")
    match period.kind:
        case "month":
            return format_skeleton("yMMMM", begins, locale=t.locale)
        case "quarter":
            return t.plain("Q{n} {year}", n=period.number, year=begins.year)
        case "half":
            return t.plain(_HALVES[period.number], year=begins.year)
    return t.plain("the year {year}", year=begins.year)
