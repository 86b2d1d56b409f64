"""The place a line tells of: 山东, 济南, Shanghai."""

import re

from core.names.regions import REGIONS, WIDE, region_at
from core.reading.text import HAN, Text

_WORD = re.compile(r"[a-z]{4,}", re.ASCII)
_BEGINNINGS = frozenset(name[:2] for name in REGIONS if HAN.match(name))
_NOT_HERE = frozenset(
    ["朝阳", "南山", "海淀", "东方", "天河", "永康", "大同", "长春", "白山", "黄山", "中山", "南海", "安康"]
)


def place(text: Text, taken: list[tuple[int, int]]) -> str | None:
    """The first town or province outside the customer's name, under its usual name; None where none is told."""
    for at in _starts(text):
        if any(start <= at < end for start, end in taken):
            continue
        word = _WORD.match(text.plain, at)
        found = (REGIONS.get(word[0]) if word else None) or next(iter(region_at(text.plain, at) or ()), None)
        if isinstance(found, str) and found not in WIDE and found not in _NOT_HERE:
            return found
    return None


def _starts(text: Text) -> list[int]:
    latin = [word.start() for word in _WORD.finditer(text.plain)]
    return sorted(latin + [at for at in range(len(text.plain) - 1) if text.plain[at : at + 2] in _BEGINNINGS])
