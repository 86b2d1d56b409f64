"""Region and trades, taken off a name from both ends until its brand is left."""

from __future__ import annotations

import re
from functools import lru_cache

from core.names import trades
from core.names.fold import is_cjk
from core.names.nicknames import KNOWN, OF_MANY_FIRMS
from core.names.pieces import Reading
from core.names.regions import REGIONS, county_at, district_at, region_at
from core.names.sound import sound
from core.names.words import ABBREVIATIONS, COUNTED, ENGLISH

_AND = frozenset(["and", "und", "et", "y", "e", "og", "och"])  # Oliveira e Filhos, Oliveira & Filhos
_TENS = re.compile("([一二三四五六七八九]?)十([一二三四五六七八九]?)")
_FIGURES = str.maketrans("零〇一二三四五六七八九", "00123456789")
_IN_FULL = ABBREVIATIONS | COUNTED
_OF_A_PROVINCE = frozenset(["移动", "联通", "电信", "铁塔"])  # 浙江移动 is 中国移动 there


def strip(reading: Reading) -> None:
    """Take region and trades off, until the brand is left or the company is one everybody knows."""
    if _is_known(reading, reading.left):
        return
    whole = list(reading.left)
    _leading_region(reading)
    if reading.region and reading.text() in _OF_A_PROVINCE:
        _is_known(reading, [f"中国{reading.text()}"])
        reading.left, reading.core = [reading.text()], "".join(whole)
        return
    reading.core = reading.text()
    place_first = "".join(whole)[: len("".join(whole)) - len(reading.text())]
    while reading.left and not _is_known(reading, reading.left):
        if place_first and _is_known(reading, [place_first, *reading.left]):
            reading.region = reading.region[1:]  # the 中国 of 中国石化集团 is part of its name
            return
        if not (_last_trade(reading, place_first) or _last_region(reading)):
            break
    if len(reading.left) == 1 and reading.form and not (reading.known or reading.branch):
        _known_by_its_head(reading)
    if place_first and len(reading.text()) == 1 and is_cjk(reading.text()):
        # 天河城百货 is called 天河城.
        reading.left, reading.core = [place_first + reading.text()], place_first + reading.core
        reading.region = reading.region[1:]
    if not reading.left:
        # Nothing but a place and trades: 上海电气. The place is the brand then, of 沈阳市铁西区机床厂 the last.
        bare = place_first[:-1] if place_first[:-1] in REGIONS else place_first  # 江苏省电力公司 is 江苏电力
        nearest = reading.region[-1:] if len(reading.region) > 1 else [bare]
        reading.left = nearest if place_first else whole
        bared = "".join(whole).replace(place_first, bare, 1)
        reading.core = bared if len(reading.region) < 2 else nearest[0] + reading.core
        reading.region = reading.region[:-1] if place_first else reading.region
        reading.trade = reading.trade if place_first else []


@lru_cache(maxsize=8192)
def in_full(brand: str) -> str:
    """A brand with its common words written out: "st marys" and "saint marys", "univ of leeds"."""
    words = brand.split()
    if len(words) > 2:
        words = [words[0], *(word for word in words[1:-1] if word not in _AND), words[-1]]
    full = (_IN_FULL.get(word, word) for word in words if word != "and")
    return " ".join(trades.TRADES.get(word, word) if word.isascii() else word for word in full)


def in_figures(text: str) -> str:
    """中铁一局 as 中铁1局, 二十一世纪 as 21世纪."""
    return _TENS.sub(_counted, text).translate(_FIGURES)


def _counted(found: re.Match[str]) -> str:
    tens, ones = (part.translate(_FIGURES) for part in (found[1], found[2]))
    return f"{tens or 1}{ones or 0}"


def _is_known(reading: Reading, pieces: list[str]) -> bool:
    reading.core = reading.core or "".join(pieces)
    known = KNOWN.get("".join(pieces))
    if known is None and "集团" in reading.trade and not reading.region and len(pieces[0]) > 1:
        known = KNOWN.get(f"中国{pieces[0]}")  # 电建集团
    if known is None:
        return False
    reading.known = known
    reading.left = list(pieces)
    return True


def _known_by_its_head(reading: Reading) -> None:
    """药明康德 in 药明康德新药: a company everybody knows, what it does being in no list."""
    name = reading.left[0]
    for length in (4, 3):
        known = KNOWN.get(name[:length]) if len(name) - length > 1 and is_cjk(name[length - 1]) else None
        if known is not None and known not in OF_MANY_FIRMS:
            reading.known, reading.left = known, [name[:length]]
            return


def _leading_region(reading: Reading) -> None:
    while reading.left:
        piece = reading.left[0]
        found = region_at(piece, 0) or (district_at(piece, 0) if reading.region else county_at(piece))
        if found is not None:
            place, end = found
            if end == len(piece) and len(reading.left) == 1:
                return
            reading.region.append(place)
            reading.left[0:1] = [piece[end:]] if end < len(piece) else []
            continue
        length = next((n for n in (2, 1) if "".join(reading.left[:n]) in REGIONS and len(reading.left) > n), 0)
        rest = [word for word in reading.left[length:] if word not in trades.TRADES]
        if not _in_pinyin("".join(reading.left[:length])):
            rest = [word for word in rest if word not in ENGLISH]  # London Bridge, and yet Xiamen Far East
        if not length or not rest or piece in {"us", "in"}:
            return
        reading.region.append(REGIONS["".join(reading.left[:length])])
        del reading.left[:length]


def _in_pinyin(place: str) -> bool:
    """Whether a place is one of China's, written as it is spoken there."""
    return sound(REGIONS.get(place, "")) == place


def _last_trade(reading: Reading, place_first: str) -> bool:
    """Take one trade off the end, leaving a brand or, failing that, the place in front."""
    last = reading.left[-1]
    if last.isascii():
        word = next((n for n in (2, 1) if len(reading.left) > n and "".join(reading.left[-n:]) in trades.TRADES), 0)
        if not word or (word == 1 and reading.left[-2] in {"of", "the", "and"}):
            return False
        reading.trade.insert(0, trades.TRADES["".join(reading.left[-word:])])
        del reading.left[-word:]
        return True
    fits = [n for n in range(min(trades.LONGEST, len(last)), 0, -1) if last[-n:] in trades.TRADES]
    if len(fits) > 1 and len(reading.left) == 1 and len(last) - fits[0] == 1:
        fits = fits[1:]  # 扬农化工 is no 扬
    if not fits or (fits[0] == len(last) and len(reading.left) == 1 and not place_first):
        return False
    if fits[0] == 1 and len(reading.text()) <= 2:
        return False  # 凌云 is a name, not the cloud of 凌
    reading.trade.insert(0, trades.TRADES[reading.take_last(fits[0])])
    return True


def _last_region(reading: Reading) -> bool:
    last = reading.left[-1]
    if last.isascii():
        length = next((n for n in (2, 1) if len(reading.left) > n and "".join(reading.left[-n:]) in REGIONS), 0)
        if not length or last == "in":
            return False
        rest = reading.left[:-length]
        if rest[-1] == "of":
            if all(word in trades.TRADES for word in rest[:-1]):
                return False
            rest = rest[:-1]
            reading.of_a_place = True
        reading.placed_after = True
        reading.region.append(REGIONS["".join(reading.left[-length:])])
        reading.left = rest
        return True
    for length in (7, 6, 5, 4, 3, 2):
        at = len(last) - length
        found = region_at(last, at) if at >= 0 and (at > 1 or len(reading.left) > 1) else None
        if found and found[1] == len(last):
            reading.region.append(found[0])
            reading.behind = reading.placed_after = True
            reading.take_last(length)
            return True
    return False
