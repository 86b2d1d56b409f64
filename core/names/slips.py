"""How two brands may be one: heard alike, typed wrong, spelt in pinyin or by their initials."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from core.names.fold import are_cjk, is_cjk
from core.names.lookalikes import look_alike
from core.names.sound import readings, same_sound, sound, sounds
from core.names.trades import TRADES
from core.names.words import CHINESE, ENGLISH

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_PLACE = {key: (row, column + row * 0.5) for row, keys in enumerate(_ROWS) for column, key in enumerate(keys)}
_HEARD = (
    (re.compile("a?igh"), "i"),
    (re.compile("gh(?=[ts])"), ""),
    (re.compile("(?<=i)te"), "t"),
    (re.compile("ai"), "i"),
    (re.compile("ph"), "f"),
    (re.compile("(?<=[aou])e(?=[a-z])"), ""),  # Mueller for Müller
    (re.compile("ck|c(?=[aou])"), "k"),
    (re.compile(r"(.)\1+"), r"\1"),
)
_BLURS = (
    (re.compile("^([zcs])h"), r"\1"),
    (re.compile("^l"), "n"),
    (re.compile("^f"), "h"),
    (re.compile("ng$"), "n"),
)
OF_A_PLACE = frozenset("城局院校馆所站社队部会处厅署")  # one of these more is another body, and no slip
_WORDS = ENGLISH | {word for word in TRADES if word.isascii()}
OPPOSITES = frozenset("东南西北中上下左右前后新老大小")  # one of these for another is meant
_SURE_LENGTH = 6  # letters from which a wrong vowel is more likely a slip than another company
_MOVED = 8  # letters from which one of them may stand two places off
_TWO_SLIPS = 11  # letters from which two slips are


def is_slip(one: str, other: str) -> bool:
    """True when two folded words without spaces are one word typed twice, once wrongly."""
    one, other = sorted((one, other))
    if one == other or one.isdigit() or other.isdigit():
        return False
    return _cjk_slip(one, other) if any(map(is_cjk, one + other)) else _latin_slip(one, other)


def sounds_alike(one: str, other: str) -> bool:
    """True when two different words can be read alike: Chinese ones of one length, English ones as dictation hears."""
    if one == other or len(one) < 2 or {one, other} <= CHINESE:
        return False
    if len(one) == 2 and one[1] == other[1:] and one[1] in "氏记":
        return False  # two families
    if one.isascii() and other.isascii():
        return min(len(one), len(other)) >= 5 and {one, other}.isdisjoint(ENGLISH) and heard(one) == heard(other)
    return any(map(is_cjk, one)) and same_sound(one, other)


@lru_cache(maxsize=8192)
def heard(word: str) -> str:
    """English letters as they sound, roughly: brite and bright, straits and straights, philips and fillips."""
    for spelt, said in _HEARD:
        word = spelt.sub(said, word)
    return word


def one_word_wrong(one: str, other: str) -> bool:
    """True when two names of several Latin words differ in one, and that is a slip: lumen desgin studio."""
    here, there = one.split(), other.split()
    if len(here) != len(there) or len(here) < 2:
        return False
    differ = [(a, b) for a, b in zip(here, there, strict=True) if a != b]
    return len(differ) == 1 and all(word.isascii() for word in differ[0]) and is_slip(*differ[0])


def words_differ(one: str, other: str) -> bool:
    """True when two names of as many Latin words differ in words of the language alone: global foods, global goods."""
    here, there = one.split(), other.split()
    differ = {word for pair in zip(here, there, strict=False) if pair[0] != pair[1] for word in pair}
    return len(here) == len(there) and bool(differ) and differ <= _WORDS


def some_words_wrong(one: str, other: str) -> bool:
    """True when two Latin brands are one typed wrong: word for word where both have as many, else as a whole."""
    here, there = one.split(), other.split()
    if len(here) != len(there) or len(here) == 1:
        return is_slip("".join(here), "".join(there))
    return all(is_slip(a, b) for a, b in zip(here, there, strict=True) if a != b)


def is_pinyin(one: str, other: str) -> bool:
    """True when one word is the pinyin of the other, in either order: fangzhou, 方舟."""
    latin, chinese = (one, other) if one.isascii() else (other, one)
    if not latin.isascii() or len(latin) < 4 or latin in ENGLISH or not chinese or not are_cjk(chinese):
        return False
    latin = latin.replace("lv", "lu").replace("nv", "nu")
    return sound(chinese) == latin or latin in sounds(chinese)


def is_partly_pinyin(one: str, other: str) -> bool:
    """True when one name has its first characters in pinyin: fangyuan标牌, 方圆标牌."""
    mixed, chinese = sorted((one, other), key=are_cjk)
    if not (mixed[:2].isascii() and mixed[-1:] and is_cjk(mixed[-1])) or not are_cjk(chinese):
        return False
    return sound(mixed.replace(" ", "")) == sound(chinese)


def _cjk_slip(one: str, other: str) -> bool:
    """Two characters changed places, or in a brand of four and more one is wrong or missing."""
    if len(one) == len(other) and swapped(one, other):
        return True
    short, long = sorted((one, other), key=len)
    if long == short + long[-1] and long[-1] in OF_A_PLACE:
        return False
    return one_off(short, long) and (len(long) >= 5 or len(one) != len(other) or is_near(one, other))


def one_off(one: str, other: str) -> bool:
    """True when of four characters and more one is wrong or missing, whichever it is."""
    return max(len(one), len(other)) >= 4 and OSA.distance(one, other, score_cutoff=1) <= 1


def is_near(one: str, other: str) -> bool:
    """Whether the characters that differ sound or look nearly alike: 三一重工 and 三一重能 are two firms as typed."""
    differ = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return all((near_sound(a, b) or look_alike(a, b)) and not {a, b} <= OPPOSITES for a, b in differ)


def near_sound(one: str, other: str) -> bool:
    """Whether two characters may be read nearly alike, as far as the south tells them apart."""
    return any(_blurred(x) == _blurred(y) for x in readings(one)[:2] for y in readings(other)[:2])


@lru_cache(maxsize=2048)
def _blurred(syllable: str) -> str:
    """A syllable without what the south does not tell apart: shi and si, lan and nan, xing and xin, hu and fu."""
    for spelt, said in _BLURS:
        syllable = spelt.sub(said, syllable)
    return syllable


@lru_cache(maxsize=8192)
def _latin_slip(one: str, other: str) -> bool:
    """One key wrong, missing, doubled or swapped; two of them in a long word."""
    short = min(len(one), len(other))
    if short < 4 or abs(len(one) - len(other)) > 2 or {one, other} <= _WORDS:
        return False
    distance = OSA.distance(one, other, score_cutoff=2)
    if distance == 2:
        moved = short >= _MOVED and sorted(one) == sorted(other)  # britghline
        return (short >= _TWO_SLIPS or moved) and one[:2] == other[:2]
    if distance > 2:
        return False
    if len(one) != len(other):
        return _missing(*sorted((one, other), key=len))
    return swapped(one, other) or _wrong_key(one, other)


def _missing(short: str, long: str) -> bool:
    """One letter left out: a doubled one, or any after the first but a plural's s or another ending."""
    at = next((i for i, letter in enumerate(short) if letter != long[i]), len(short))
    if long[at] in {long[at - 1] if at else "", long[at + 1] if at + 1 < len(long) else ""}:
        return True
    if at == 0 or at == len(short):
        return len(short) >= _SURE_LENGTH
    return len(short) >= 4


def swapped(one: str, other: str) -> bool:
    """Whether two letters or characters side by side changed places, of words equally long."""
    differ = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(differ) != 2 or differ[1] != differ[0] + 1:
        return False
    first, second = differ
    return one[first] == other[second] and one[second] == other[first]


def _wrong_key(one: str, other: str) -> bool:
    at = next(i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b)
    a, b = one[at], other[at]
    if not (a.isalpha() and b.isalpha() and a.isascii() and b.isascii()):
        return False
    (row, column), (row2, column2) = _PLACE[a], _PLACE[b]
    beside = abs(row - row2) <= 1 and abs(column - column2) <= 1
    vowels = {a, b} <= set("aeiouy")
    return (beside and len(one) >= (5 if at else _MOVED)) or (
        len(one) >= _SURE_LENGTH and at > 0 and (vowels or len(one) >= 8)
    )
