"""How Chinese characters sound, without tones: what an input method confuses."""

from __future__ import annotations

import json
import unicodedata
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import islice, product
from pathlib import Path
from sys import intern

from core.names.fold import is_cjk

# Where the dictionary's first reading is not the one company names use.
_IN_NAMES = {
    "长": "chang",
    "厦": "xia",
    "行": "hang",
    "重": "zhong",
    "乐": "le",
    "朝": "chao",
    "单": "dan",
    "莞": "guan",
    "曾": "zeng",
    "盛": "sheng",
    "石": "shi",
    "南": "nan",
    "车": "che",
    "厂": "chang",
    "广": "guang",
    "和": "he",
    "会": "hui",
    "都": "du",
    "传": "chuan",
    "藏": "zang",
    "系": "xi",
    "贾": "jia",
    "解": "jie",
    "卡": "ka",
    "阿": "a",
    "大": "da",
}


@cache
def _readings() -> dict[str, tuple[str, ...]]:
    """Character → readings, usual one first.

    Read from pypinyin's character table, not through its module: importing that costs 58 MB, this 3 MB.
    """
    spec = find_spec("pypinyin")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("pypinyin is not installed")
    table = json.loads((Path(spec.origin).parent / "pinyin_dict.json").read_text("utf-8"))
    shared: dict[tuple[str, ...], tuple[str, ...]] = {}
    found: dict[str, tuple[str, ...]] = {}
    for code, spoken in table.items():
        char = chr(int(code))
        if "\u4e00" <= char <= "\u9fff":
            usual = [_IN_NAMES[char]] if char in _IN_NAMES else []
            said = tuple(dict.fromkeys([*usual, *map(_toneless, spoken.split(","))]))
            found[char] = shared.setdefault(said, said)
    return found


@cache
def _toneless(syllable: str) -> str:
    bare = unicodedata.normalize("NFD", syllable)
    return intern("".join(c for c in bare if c.isascii() and c.isalpha()))


def readings(char: str) -> tuple[str, ...]:
    """How one folded character may be read: `长` → ("chang", "zhang"); anything else is read as itself."""
    return _readings().get(char) or (char,) if is_cjk(char) else (char,)


@lru_cache(maxsize=8192)
def sound(text: str) -> str:
    """The usual reading of a folded text, in one piece: `方舟` → "fangzhou"."""
    return "".join(readings(char)[0] for char in text if char != " ")


def sounds(text: str, limit: int = 8) -> frozenset[str]:
    """Every way a folded text may be read, up to `limit`."""
    ways = product(*(readings(char) for char in text if char != " "))
    return frozenset("".join(way) for way in islice(ways, limit))


def same_sound(one: str, other: str) -> bool:
    """True when two folded texts have as many characters and each pair can be read alike."""
    if len(one) != len(other):
        return False
    return all(a == b or not set(_usual(a)).isdisjoint(_usual(b)) for a, b in zip(one, other, strict=True))


def _usual(char: str) -> tuple[str, ...]:
    """The two readings that people meet: 能 is also tai in old books, and 鲁能 yet not 鲁泰."""
    return readings(char)[:2]
