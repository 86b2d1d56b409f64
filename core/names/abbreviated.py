"""Chinese names said short by a character of each word: 中船重工, 郑煤机, 远大住工."""

from __future__ import annotations

from collections.abc import Iterator

from core.names.fold import are_cjk
from core.names.nicknames import OF_MANY_FIRMS
from core.names.parts import Parts
from core.names.regions import REGIONS
from core.names.trades import BODIES, LONGEST, TRADES, WEAK, WIDER
from core.names.wordlists import table

_LITTLE = WEAK | WIDER
_ONE_OF_MANY = BODIES | {"医院", "学校", "小学", "幼儿园"}
_OF_PROVINCES = table("provinces", "called")  # 沪 → 上海
_CALLED = {place: char for char, place in _OF_PROVINCES.items()}


def abbreviates(short: Parts, long: Parts) -> bool:
    """Whether the short name is made of the long one's words, each said whole or by a character, in their order.

    Only words that say little may be left out, and the place in front.
    """
    if short.known in OF_MANY_FIRMS or long.known or _ONE_OF_MANY & {*short.trade, *long.trade}:
        return False
    if not are_cjk(short.core + long.core) or set(short.region) - {short.name, long.name, *long.region}:
        return False
    place, words = _words(long)
    whole = [(place, False), *words] if place else words
    listed = bool(short.trade or short.form == "股份") and _listed(short, long)
    said = short.core.removesuffix("集团") if listed else short.core
    if len(said) < 2 or not long.name:
        return False
    by_place = (place or long.name)[0] == said[0] and not said.startswith(place or long.name)
    if said == long.core or not (by_place or _last(said) in {"", *(word for word, _ in words)}):
        return False
    placed = place or long.name in REGIONS or bool({*short.region} & {*long.region, long.name})
    if not placed and len(said) < 3:
        return False
    if not short.region and _made_of(said, whole, listed=listed):
        return True
    if listed and long.name in REGIONS and _made_of(said, words[1:], listed=False, cut=1):
        return True  # 锡业股份 of 云南锡业, 隧道股份 of 上海隧道工程
    if not short.region and len(said) < 3 and not listed:
        return False
    words = words if place or not short.region else words[1:]
    if said[:2] == long.name and not place:  # 武汉城投, whose place is its brand
        said, words = said[2:], words[1:]
    return _made_of(said, words, listed=listed or (len(said) == 2 and len(words) > 2))


def _listed(short: Parts, long: Parts) -> bool:
    """Whether both end alike, as a short name on the exchange does: 云铝股份, 陕煤集团."""
    return (short.form == "股份" and long.form.startswith("股份")) or (
        short.core.endswith("集团") and (long.core.endswith("集团") or "集团" in long.form)
    )


def abbreviations(parts: Parts) -> Iterator[str]:
    """The likeliest short forms of a long name, to be found by: 郑煤机, 华东重机, 中船重工."""
    if not are_cjk(parts.core) or not (parts.form or len(parts.core) > 5):
        return
    place, words = _words(parts)
    said = [word for word, little in words if not little] or [word for word, _ in words]
    if parts.name in REGIONS:
        yield from _of_a_place(parts.name[0], said[1:])
        yield "".join(word[0] for word, _ in words)
    elif place:
        yield place[0] + "".join(word[0] for word in said)
    if len(said) > 1:
        yield said[0] + "".join(word[0] for word in said[1:])
        yield "".join(word[0] for word in said[:-1]) + said[-1]
    if "投资" in parts.trade or "集团" in {*parts.trade, parts.form[:2]}:
        yield "".join(word[0] for word in said)  # 交投
    if len(said) < len(words) and len(words) > 1:
        yield words[0][0] + "".join(word[0] for word, _ in words[1:])


def _of_a_place(place: str, said: list[str]) -> Iterator[str]:
    """大橡塑, 陕煤, 哈电机, 交投: of a name that is a place and trades alone."""
    firsts = "".join(word[0] for word in said)
    if said:
        yield place + firsts
        yield place + firsts[:2]
        yield place + firsts[:1]
        yield place + firsts[:-1] + said[-1]
    if len(said) > 1:
        yield firsts
        yield firsts[0] + firsts[-1]
        yield place + firsts[-1]


def _words(parts: Parts) -> tuple[str, list[tuple[str, bool]]]:
    """The place in front as written, and the words of brand and trades, each with whether it says little."""
    place = parts.region[-1] if parts.region else ""
    brand, rest = parts.name, parts.core.removeprefix(parts.name)
    words = [(brand[at : at + 2], False) for at in range(0, len(brand), 2)] if len(brand) > 3 else [(brand, False)]
    while rest:
        size = next((n for n in range(min(LONGEST, len(rest)), 1, -1) if rest[:n] in TRADES), min(2, len(rest)))
        words.append((rest[:size], TRADES.get(rest[:size], "") in _LITTLE))
        rest = rest[size:]
    return place, words


def _last(said: str) -> str:
    """The trade that a short name ends in, if any."""
    return next((said[-n:] for n in range(min(LONGEST, len(said) - 1), 1, -1) if said[-n:] in TRADES), "")


def _made_of(said: str, words: list[tuple[str, bool]], *, listed: bool, cut: int = 0) -> bool:
    """Whether all of `said` is spelt by these words in turn, each whole or by one character; those that say little may
    be left out, and the last one where others are cut or both names end alike."""
    if not words or not said:
        left = [word for word, little in words if not little]
        return not said and cut > 0 and (not left or listed or (cut > 2 and len(left) == 1))
    (word, little), rest = words[0], words[1:]
    if said.startswith(word) and _made_of(said[len(word) :], rest, listed=listed, cut=cut):
        return True
    if len(word) > 1 and said[0] in (word.removeprefix("第")[0], _CALLED.get(word, word[0])):
        cut_here = len(word) > 2 and said == word[:2] and cut == 0 and _made_of("", rest, listed=listed, cut=1)
        cut_here = cut_here or _made_of(said[1:], rest, listed=listed, cut=cut + 1)
        if cut_here:
            return True
    return (little or (listed and cut > 0)) and _made_of(said, rest, listed=listed and little, cut=cut)
