"""The words a customer is stored under, and those a line of chat may be calling it by."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from core.names import beside
from core.names.abbreviated import abbreviations
from core.names.brand import in_figures, in_full
from core.names.fold import are_cjk
from core.names.line import BROKEN, Unit, cut
from core.names.nicknames import KNOWN
from core.names.parts import Parts, initials, shorts, spoken, take_apart
from core.names.regions import PLACES, REGIONS
from core.names.rendered import consonants
from core.names.sound import sound
from core.names.trades import TRADES, WEAK
from core.names.words import ENGLISH

_VOWELS = frozenset("aeiou")
MOST_KEYS, MOST_WANTED, READ = 12, 400, 200
_FRONT = 40  # characters at the head of a line, where the customer usually stands
# Characters that no company name has inside, so that no look-up needs to span them.
_NEVER = frozenset("了吗呢吧啊们你他她它这那把被很没刚就也您咱嘛呀")


# Who enters a customer asks for its keys three times in a row, an import for those of two hundred rows.
@lru_cache(maxsize=4096)
def keys(name: str) -> frozenset[str]:
    """The look-up keys to store beside a customer: at most 12, spaceless; pinyin begins with "p:", letters "l:".

    "=" begins the brand with the trades that tell it from others: 深圳鑫达 and 鑫达科技有限公司 share it, not 鑫达物流.
    """
    parts = take_apart(name)
    others = [parts.also] if parts.also else []
    group, _, own = parts.whole.partition("集团")
    if len(group) > 1 and len(own) > 3 and not parts.known:
        others.append(own)  # 三精制药 of 哈药集团三精制药
    if beside.may_stand(name) and (bare := beside.without_person(name) or beside.without_town(name)):
        others.append(bare)
    found = [*_written(parts), *(key for other in others for key in _written(take_apart(other)))]
    long = [key for key in dict.fromkeys(found) if len(key) >= 2]
    return frozenset(long[:MOST_KEYS] or ([parts.whole] if parts.whole else []))


def _written(parts: Parts) -> Iterator[str]:
    yield _told_apart(parts)
    yield parts.name
    yield parts.core
    yield parts.whole
    yield parts.known
    yield _heard(parts.name)
    yield _heard(parts.core)
    yield _letters(parts.name)
    yield parts.whole.removesuffix(parts.form.replace(" ", ""))
    yield spoken(parts)
    yield from _one_wrong(parts)
    yield in_full(parts.brand).replace(" ", "")
    yield in_figures(parts.name)
    yield from shorts(parts)
    if parts.region and parts.region[-1] not in PLACES:
        yield parts.region[-1] + parts.name  # 千灯宏达, whose city may be left out
    yield from short_forms(parts)
    yield initials(parts)
    yield from _behind_a_place(parts)
    yield from abbreviations(parts)
    said = "" if parts.known else consonants(parts.name)
    yield f"r:{said}" if said else ""


def _told_apart(parts: Parts, brand: str = "") -> str:
    brand = brand or parts.known or parts.name
    return f"={brand}{'/'.join(['', *sorted(set(parts.trade) - WEAK)])}" if brand else ""


def _one_wrong(parts: Parts) -> Iterator[str]:
    """恒*/机械, *瑞/机械: a short brand with either end wrong, beside what the firm does."""
    if len(parts.name) in {2, 3} and set(parts.trade) - WEAK and are_cjk(parts.name):
        yield _told_apart(parts, f"{parts.name[:-1]}*")
        yield _told_apart(parts, f"*{parts.name[1:]}")
    elif parts.name.isascii() and parts.name in REGIONS:
        yield _told_apart(parts, REGIONS[parts.name])  # Jiangxi Copper, 江西铜业
    elif parts.known and parts.name[:2] in REGIONS and parts.name[2:] in TRADES:
        yield f"={parts.name[:2]}/{TRADES[parts.name[2:]]}"
    if len(parts.name) > 4 and are_cjk(parts.name):
        yield parts.name[:-2]  # 天和防务技木, whose trade was not read as one


def _behind_a_place(parts: Parts) -> Iterator[str]:
    """Where the brand may stand behind a place in no list: 德昌 of 深圳市宝安区沙井东塘德昌机电."""
    if parts.region and parts.trade and are_cjk(parts.name):
        for length in (2, 3, 4):
            if 2 <= len(parts.name) - length <= 5:
                yield _told_apart(parts, parts.name[-length:])


def _heard(text: str) -> str:
    said = sound(text)
    return f"p:{said}" if len(said) >= 4 and len(text) >= 2 else ""


def _letters(word: str) -> str:
    """What stays when letters are swapped, doubled or dropped: the first one and the set of the others.

    amce and acme are both "l:acem"; of longer words only consonants count: siemns and siemens are "l:smn".
    """
    if len(word) < 4 or not word.isascii() or not word.isalpha():
        return ""
    rest = set(word[1:]) - {word[0]}
    return f"l:{word[0]}{''.join(sorted(rest - _VOWELS if len(word) > 5 else rest))}"


def short_forms(parts: Parts) -> tuple[str, ...]:
    """Half a long brand, as people say it: 戈德 for 南开戈德, Johnson for Johnson Controls, 京东方 for BOE京东方."""
    words = parts.brand.split()
    if parts.number:
        return ()  # 第一人民 is no halves: the second's hospital is another
    if len(words) == 2 and words[0].isascii() and not words[1].isascii() and len(words[1]) > 1:
        return (*(word for word in words[:1] if len(word) > 2 and word not in ENGLISH), words[1])
    if len(words) == 1 and len(parts.brand) == 4 and are_cjk(parts.brand):
        return parts.brand[:2], parts.brand[2:]
    if len(words) > 1 and len(words[0]) >= 4 and words[0] not in ENGLISH:
        last = words[-1:] if len(words) == 2 and len(words[1]) >= 5 and words[1] not in ENGLISH else []
        return (words[0], *last, *(["".join(words[:2])] if len(words) > 2 else []))
    if len(words) > 2:
        return ("".join(words[:2]),)
    return ()


def wanted(text: str) -> list[str]:
    """Every key by which a customer named somewhere in this text could be stored, likeliest first.

    At most 400 keys from the first 200 characters: words and characters from the head of the line come first,
    in full; of the rest the short ones.
    """
    units = cut(text[:READ])
    if len(units) == 1 and len(units[0].text) == 1:
        return [units[0].text]
    front = [index for index, unit in enumerate(units) if unit.start < _FRONT]
    back = range(len(front), len(units))
    found: dict[str, None] = {}
    for places, longest in ((front, 4), (front, 12), (back, 2), (back, 4), (back, 12)):
        for at in places:
            for key in _from(units, at, longest):
                found[key] = None
            if len(found) >= MOST_WANTED:
                return list(found)[:MOST_WANTED]
    return list(found)


def _from(units: list[Unit], at: int, longest: int) -> Iterator[str]:
    """The keys of the names that could begin at this unit: so many characters, or five words."""
    written = heard = ""
    words = 0
    for unit in units[at : at + longest]:
        if unit.text in _NEVER or (written and unit.gap == BROKEN):
            return
        words += not unit.chinese
        if words > 5 or len(written) > 40:
            return
        written += unit.text
        heard += unit.heard
        if len(written) >= 2:
            yield written
            if written in KNOWN:
                yield KNOWN[written]
            if words <= 2 and (letters := _letters(written)):
                yield letters
            if len(heard) >= 4 and longest <= 4:
                yield f"p:{heard}"
