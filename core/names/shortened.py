"""English words cut short inside a name, by no list: Bldg, Envtl, Assoc., Prods."""

from __future__ import annotations

from functools import lru_cache

from core.names import forms
from core.names.trades import TRADES
from core.names.words import ABBREVIATIONS, ENGLISH, SIDES

_ENDINGS = (
    "ing",
    "ment",
    "mental",
    "tion",
    "tions",
    "ical",
    "icals",
    "ions",
    "ates",
    "ies",
    "cts",
    "ers",
    "ants",
    "als",
)
_PASSED_OVER = frozenset(["and", "the", "of"])


@lru_cache(maxsize=8192)
def said_short(one: str, other: str) -> bool:
    """Whether two folded names of several words differ only in words that one of them cuts short."""
    here, there = _words(one), _words(other)
    if len(here) != len(there) or len(here) < 2:
        return False
    if here[0] != there[0] and not _listed(*sorted((here[0], there[0]), key=len)):
        return False
    differ = [(a, b) for a, b in zip(here, there, strict=True) if a != b]
    return bool(differ) and all(_cut(*sorted(pair, key=len)) for pair in differ)


def initials_in_front(one: str, other: str) -> bool:
    """Whether one folded name has the first words of the other by their initials: us steel, united states steel."""
    short, long = sorted((_words(one), _words(other)), key=len)
    size = len(long) - len(short) + 1
    if not 2 <= size <= 4 or len(short) < 2 or len(short[0]) != size:
        return False
    return short[1:] == long[size:] and short[0] == "".join(word[0] for word in long[:size])


def _words(folded: str) -> list[str]:
    words = folded.split() if folded.isascii() else []
    return [word for word in words if word not in _PASSED_OVER and word not in forms.LATIN_FORMS]


def _cut(short: str, long: str) -> bool:
    """Whether `short` is `long` cut off, or `long` without its vowels. A word of its own is neither."""
    trade = TRADES.get(short)
    if _listed(short, long):
        return True
    if len(short) < 3 or len(long) < 6 or len(short) >= len(long) or short[0] != long[0]:
        return False
    if trade or short in ENGLISH or not (long in TRADES or long in ENGLISH or long.endswith(_ENDINGS)):
        return False
    return long.startswith(short.removesuffix("s")) or _skeleton(short, long)


def _listed(short: str, long: str) -> bool:
    """N. for North, Intl for International."""
    trade = TRADES.get(short)
    return long in {ABBREVIATIONS.get(short), SIDES.get(short)} or (trade is not None and trade == TRADES.get(long))


def _skeleton(short: str, long: str) -> bool:
    """Consonants of the long word in their order, from its first on: bldg, mfg, envtl."""
    letters = iter(long[1:])
    return not set(short[1:]) & set("aeiou") and all(letter in letters for letter in short[1:].removesuffix("s"))
