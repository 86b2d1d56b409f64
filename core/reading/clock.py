"""Times of day: 三点半, 3pm, 下午, by the hours an office keeps."""

import re
from dataclasses import dataclass
from datetime import time, timedelta
from decimal import Decimal

from core.reading.numbers import chinese, english
from core.reading.words import any_of, rows

# The window a part of the day keeps open.
_WINDOWS = {
    "early": (time(7), time(9)),
    "morning": (time(8), time(12)),
    "noon": (time(11, 30), time(13, 30)),
    "afternoon": (time(12), time(18)),
    "evening": (time(18), time(22)),
    "close": (time(16), time(18)),
}
_PARTS = {word.replace("_", " "): part for part, *words in rows("clock", "parts") for word in words}
_HOUR = r"(?:2[0-3]|1\d|0?\d|二十[一二三]?|十[一二三四五六七八九]?|[零一二两三四五六七八九])"
_POINTS = f"(?!{any_of('clock', 'not minutes')})"
_MINUTES = (
    r"半|一刻|三刻"
    r"|(?:零|过)?(?:[0-5]?\d|[一二三四五]?十[一二三四五六七八九]?|[一二三四五六七八九])分?(?![\d台套个万点天])"
)
_NUMBER = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_CLOCK = re.compile(
    rf"(?P<part>早上|上午|早晨|中午|下午|午后|傍晚|晚上|夜里|凌晨|早|晚)?的?\s?"
    rf"(?:(?P<zh>(?<![\d.零一二三四五六七八九十百千第降优惠扣涨返税]){_HOUR})(?:点钟?|时(?![间候代尚])){_POINTS}"
    rf"(?P<tail>{_MINUTES})?"
    r"|(?<![\d.:/$€£¥])(?P<h>2[0-3]|[01]?\d)[:](?P<m>[0-5]\d)(?!\d)\s?(?P<ap>[ap]\.?m\b\.?)?"
    rf"|\b(?P<past>half past|quarter past|quarter to) (?P<hw>\d{{1,2}}|{_NUMBER})\b"
    r"|(?<![\d.:/$€£¥])(?P<h2>1[0-2]|0?\d)(?:\.(?P<m2>[0-5]\d))?\s?(?P<ap2>[ap]\.?m\b\.?)"
    r"|(?<![\d.:/$€£¥])(?P<h3>2[0-3]|[01]?\d)(?:h|\s?uhr\s?)(?P<m3>[0-5]\d)?(?![\da-z])"
    r"|\b(?:at|@|around|by) ?(?P<h4>1[0-2]|0?\d)"
    r"(?![\d.:,%/a-z$]|\s*(?:%|k\b|units?|pcs|each|per|usd|million|days?|weeks?|months?)))",
    re.ASCII,
)
_A_LITTLE = re.compile(
    r"(?:[轻重大小高低快慢多少好差贵宜近远长短厚薄粗细强弱稳松紧急缓新旧深浅硬软了有宽窄]|(?<![明今后昨当])[早晚])一点"
)
_PART = re.compile(
    r"下班前|早上|上午|早晨|清早|一早|午前|中午|下午|午后|傍晚|晚上|夜里|(?<=[明今后昨])[早晚](?!点)"
    r"|\b(?:first thing|morning|noon|lunchtime|afternoon|arvo|evening|tonight|eod|cob|close of business|end of day)\b"
    r"|(?<=tomorrow )night\b|(?:(?<=day )|(?<=mon )|(?<=ues )|(?<=tue )|(?<=wed )"
    r"|(?<=thu )|(?<=hur )|(?<=urs )|(?<=fri )|(?<=row )|(?<=mrw ))[ap]m\b",
    re.ASCII,
)
_BARE = re.compile(
    r"\s?(?P<h>1[0-2]|0?[1-9])(?::(?P<m>[0-5]\d))?(?![\d.,:%/a-z一-鿿$]|\s*(?:%|x\b|\w*s\b|units?|pcs|台|套|个))",
    re.ASCII,
)
_SOON = re.compile(
    r"(?P<n>半|\d{1,2}|[一二两三四五六七八九十]{1,3})个?(?P<h>半)?(?P<u>小时|钟头|分钟)(?:之|以)?(?P<to>[后内])(?!付|响应|到账|客服|服务|热线|上门服务)"
    r"|\b(?P<ein>in|within) (?P<en>\d{1,3}|an?|one|two|three|half an) (?P<eu>hours?|hrs?|minutes?|mins?)\b",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day in the line; `at` where an hour was told, else only its window."""

    start: int
    end: int
    at: time | None
    window: tuple[time, time] | None


def clocks(plain: str) -> list[Clock]:
    """Every time of day in the folded line, in its order."""
    little = [match.end() for match in _A_LITTLE.finditer(plain)]
    found = [clock for match in _CLOCK.finditer(plain) if match.end() not in little and (clock := _told(match))]
    for match in _PART.finditer(plain):
        if not any(clock.start < match.end() and match.start() < clock.end for clock in found):
            found.append(Clock(match.start(), match.end(), None, _WINDOWS[_PARTS[match[0]]]))
    return sorted(found, key=lambda clock: clock.start)


def bare(plain: str, position: int) -> Clock | None:
    """The lone hour right after a day: "mon 9", "Thu 2"."""
    match = _BARE.match(plain, position)
    if match is None:
        return None
    hour = _office(int(match["h"]), int(match["m"] or 0), "", padded=match["h"][0] == "0")
    return Clock(match.start(), match.end(), hour, None)


def soon(plain: str) -> tuple[int, int, timedelta, bool] | None:
    """两小时后, in 30 minutes: the span, how long from now, and whether it is a limit (24小时内)."""
    match = _SOON.search(plain)
    if match is None:
        return None
    if written := match["n"]:
        count = Decimal("0.5") if written == "半" else chinese(written) or Decimal(0)
        count += Decimal("0.5") if match["h"] else 0
        hours = "分" not in match["u"]
    else:
        words = match["en"]
        count = (
            Decimal(words) if words.isdigit() else Decimal("0.5") if "half" in words else english(words) or Decimal(1)
        )
        hours = match["eu"].startswith("h")
    ahead = timedelta(minutes=int(count * (60 if hours else 1)))
    return match.start(), match.end(), ahead, "内" in (match["to"] or "") or match["ein"] == "within"


def _told(match: re.Match[str]) -> Clock | None:
    part = match["part"] or ""
    if match["zh"]:
        hour, minute, padded = int(chinese(match["zh"]) or 0), _minutes(match["tail"] or ""), False
    elif match["past"]:
        hour = int(english(match["hw"]) or 0)
        minute = 30 if "half" in match["past"] else 15
        hour, minute, padded = (hour - 1, 45, False) if match["past"].endswith("to") else (hour, minute, False)
        part = part or _english_part(match)
    else:
        written = match["h"] or match["h2"] or match["h3"] or match["h4"]
        hour, minute = int(written), int(match["m"] or match["m2"] or match["m3"] or 0)
        padded = written[0] == "0" or bool(match["h3"])
        meridiem = match["ap"] or match["ap2"]
        part = {"a": "上午", "p": "下午"}[meridiem[0]] if meridiem else part or _english_part(match)
    at = _office(hour, minute, part, padded=padded)
    if at is None:
        return None
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    return Clock(start, match.end(), at, None)


def _english_part(match: re.Match[str]) -> str:
    """ "9 in the evening" and "tomorrow evening at 8"."""
    after = match.string[match.end() : match.end() + 18]
    if "evening" in after or "night" in after:
        return "晚上"
    return "上午" if "in the morning" in after else "下午" if "in the afternoon" in after else ""


def _minutes(tail: str) -> int:
    if not tail:
        return 0
    if tail in {"半", "一刻", "三刻"}:
        return {"半": 30, "一刻": 15, "三刻": 45}[tail]
    return int(chinese(tail.strip("零过分")) or 0)


def _office(hour: int, minute: int, part: str, *, padded: bool) -> time | None:
    """The hour meant: what the part of the day says, else the one an office keeps (8 to 19)."""
    if part in {"下午", "午后", "傍晚", "晚上", "晚", "夜里"}:
        hour += 12 if hour < 12 else 0
        hour = 0 if hour == 24 else hour
    elif part == "中午":
        hour += 12 if hour < 4 else 0
    elif part in {"上午", "早上", "早晨", "早", "凌晨"}:
        hour = 0 if hour == 12 and part != "上午" else hour
    elif not padded and 1 <= hour <= 7:
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None
