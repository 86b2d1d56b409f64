"""Every day named in a line, seen from the writer's today."""

import re
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from core.reading import dates_chinese, dates_english
from core.reading.mentions import Kind, Mention, Reader, Today
from core.reading.text import HAN

_Readers = tuple[tuple[re.Pattern[str], Reader], ...]


def _compiled(readers: tuple[tuple[str, Reader], ...]) -> _Readers:
    return tuple((re.compile(pattern, re.ASCII), reader) for pattern, reader in readers)


_CHINESE = _compiled(dates_chinese.READERS)
_ENGLISH = _compiled(dates_english.READERS)
_BESIDE = re.compile(r"[\s,(]*(?:the )?")
_LATIN = re.compile(r"[a-z]|\d[/.-]\d", re.ASCII)


def mentions(plain: str, today: Today, taken: tuple[tuple[int, int], ...] = ()) -> list[Mention]:
    """The days in the folded line, in its order, none over another; `taken` spans are left alone."""
    found: list[Mention] = []
    busy = list(taken)
    readers = (_CHINESE if HAN.search(plain) else ()) + (_ENGLISH if _LATIN.search(plain) else ())
    for pattern, reader in readers:
        for match in pattern.finditer(plain):
            start, end = match.span()
            if any(start < stop and begin < end for begin, stop in busy):
                continue
            meant = reader(match, today)
            if meant is None:
                continue
            start += match[0][0] == " "
            busy.append((start, end))
            if isinstance(meant, Kind):
                found.append(Mention(start, end, meant))
            else:
                found.append(Mention(start, end, Kind.DAY if meant >= today.on else Kind.PAST, meant))
    return _merged(plain, sorted(found, key=lambda mention: mention.start))


def _merged(plain: str, found: list[Mention]) -> list[Mention]:
    """Mon 16 Mar, 周四(3月19号): a weekday beside its day is that day."""
    kept: list[Mention] = []
    for mention in found:
        before = kept[-1] if kept else None
        if before and before.on and mention.on and _BESIDE.fullmatch(plain, before.end, mention.start):
            days = sorted((before.on, mention.on))
            if (days[1] - days[0]).days % 7 == 0:
                kept[-1] = Mention(before.start, mention.end, mention.kind, days[1])
                continue
        kept.append(mention)
    return kept


@lru_cache(maxsize=64)
def day_first(locale: str) -> bool:
    """Whether people of this locale (BCP 47) write 17/12 for 17 December."""
    try:
        pattern = str(Locale.parse(locale, sep="-").date_formats["short"].pattern)
    except (ValueError, TypeError, UnknownLocaleError):
        return False
    return pattern.find("d") < pattern.lower().find("m")
