"""Foreign brands as Chinese renders them by sound: Danfoss and 丹佛斯, Sunrise and 森瑞斯."""

from __future__ import annotations

import re
from functools import lru_cache

from core.names.sound import readings
from core.names.wordlists import words
from core.names.words import ENGLISH

RENDERING = frozenset("".join(words("characters", "rendering")))
_INITIAL = re.compile("^(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?)(.*)$")
_OF_CHINESE = {
    **dict.fromkeys(["b", "p"], "P"),
    **dict.fromkeys(["d", "t"], "T"),
    **dict.fromkeys(["g", "k"], "K"),
    **dict.fromkeys(["l", "r"], "L"),
    **dict.fromkeys(["j", "q", "x", "zh", "ch", "sh", "z", "c", "s"], "S"),
    **{"m": "M", "n": "N", "f": "F", "h": "H", "w": "W", "y": "Y", "": ""},
}
_OF_LATIN = (
    (re.compile("burg(?:er)?$|burgh$"), "P"),
    (re.compile("sch|tch|sh|ch|ts|tz|ss|cz|zz"), "S"),
    (re.compile("ph|ff"), "F"),
    (re.compile("ng(?![aeiou])"), "N"),
    (re.compile("th|tt|dt"), "T"),
    (re.compile("qu"), "KW"),
    (re.compile("ck|cc|kh|gh"), "K"),
    (re.compile("x"), "KS"),
    (re.compile("c(?=[eiy])|[szj]|g(?=[eiy])"), "S"),
    (re.compile("[cgkq]"), "K"),
    (re.compile("[bp]+"), "P"),
    (re.compile("[dt]"), "T"),
    (re.compile("[lr]+"), "L"),
    (re.compile("m+"), "M"),
    (re.compile("n+"), "N"),
    (re.compile("[fv]"), "F"),
    (re.compile("w"), "W"),
    (re.compile("h"), "H"),
    (re.compile("y"), "Y"),
    (re.compile("[aeiou]+"), "-"),
)
_FREE = frozenset("LHWYN")  # often left unsaid, or said where nothing is written
_STOPS = {"P": "P", "T": "T", "S": "S", "K": "S"}  # heard alike on both sides, as the others are not
_NEAR = frozenset(map(frozenset, ("WF", "NM", "SK", "HF", "ST", "WH", "SH", "SY")))


def is_rendered(one: str, other: str, *, least: int = 3) -> bool:
    """Whether one brand is the other as Chinese renders it, in either order. Both folded, without spaces.

    With fewer than three consonants any two words may sound alike, so more must be told by what else they say.
    """
    latin, chinese = (one, other) if one.isascii() else (other, one)
    if not latin.isascii() or not latin.isalpha() or len(latin) < 5 or latin in ENGLISH:
        return False
    if not 2 <= len(chinese) <= len(latin) or not set(chinese) <= RENDERING:
        return False
    said, written = _chinese(chinese), _latin(latin)
    if min(len(said), len(written)) < least or (latin[0] in "aeiou" and said[0] not in "-YW"):
        return False
    if said[0] == "-" and latin[0] not in "aeiouhjy":
        return False
    apart = _apart(said.replace("-", ""), written.replace("-", ""))
    return apart <= _apart_at_most(max(len(said), len(written)))


def _apart_at_most(length: int) -> float:
    return length * (0.16 if length < 6 else 0.19)


def consonants(word: str) -> str:
    """What a Latin word and its rendering have in common, to be found by; nothing for a short one."""
    if word.isascii():
        if not word.isalpha() or len(word) < 5 or word in ENGLISH:
            return ""
        said = _latin(word)
    else:
        said = _chinese(word) if len(word) > 1 and set(word) <= RENDERING else ""
    short = "".join(_STOPS.get(sound, "" if at else sound.replace("F", "W")) for at, sound in enumerate(said))[:3]
    return short if len(short) > 1 else ""


@lru_cache(maxsize=2048)
def _chinese(word: str) -> str:
    said = ""
    for char in word:
        found = _INITIAL.match(readings(char)[0])
        initial, final = (found[1], found[2]) if found else ("", "")
        if initial == "" and final == "er":
            said += "L"
            continue
        said += _OF_CHINESE[initial] or "-"
        if final.endswith(("n", "ng")):
            said += "N"
    return said


@lru_cache(maxsize=2048)
def _latin(word: str) -> str:
    word = re.sub("e$", "", word) if len(word) > 5 else word
    for spelt, said in _OF_LATIN:
        word = spelt.sub(said, word)
    first = word[:1]
    return first + word[1:].replace("-", "")


def _apart(one: str, other: str) -> float:
    """How far two rows of consonants are apart, what is often left unsaid counting for little."""
    before = [0.0]
    for sound in other:
        before.append(before[-1] + _alone(sound))
    for sound in one:
        row = [before[0] + _alone(sound)]
        for at, heard in enumerate(other):
            left_out = min(before[at + 1] + _alone(sound), row[at] + _alone(heard))
            row.append(min(before[at] + _instead(sound, heard), left_out))
        before = row
    return before[-1]


def _alone(sound: str) -> float:
    return 0.25 if sound in _FREE else 0.6 if sound in "TKPSM" else 1.0


def _instead(one: str, other: str) -> float:
    return 0.0 if one == other else 0.4 if frozenset((one, other)) in _NEAR else 1.2
