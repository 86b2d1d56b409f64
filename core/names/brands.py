"""How the brands of two names agree: written, known, heard, misspelt, in the other script or by their initials."""

from __future__ import annotations

from collections.abc import Callable

from core.names import mistyped
from core.names.brand import in_figures, in_full
from core.names.fold import is_cjk
from core.names.parts import Parts, initials, shorts
from core.names.regions import REGIONS
from core.names.rendered import is_rendered
from core.names.shortened import initials_in_front, said_short
from core.names.slips import is_partly_pinyin, is_pinyin, one_word_wrong, some_words_wrong, sounds_alike
from core.names.trades import TRADES
from core.names.verdicts import EQUAL, Likeness, Why


def brands(a: Parts, b: Parts) -> Likeness | None:
    """How the brands agree, or None when they are two."""
    if a.known or b.known:
        if a.known == b.known:
            return EQUAL if a.name == b.name else Likeness(0.99, Why.NICKNAME)
        if a.known and b.known:
            return None
    if a.name == b.name or a.core == b.core:
        return EQUAL if a.spoken == b.spoken else Likeness(0.9, Why.SHORT)
    if in_full(a.brand) == in_full(b.brand) or in_figures(a.name) == in_figures(b.name):
        return Likeness(0.96, Why.SHORT)
    if _same_words(a, b):
        return Likeness(0.9, Why.SHORT)
    if {b.whole, b.core} & {*shorts(a)} or {a.whole, a.core} & {*shorts(b)}:
        return Likeness(0.8, Why.INITIALS, 0.8)
    if initials_in_front(a.folded, b.folded):
        return Likeness(0.8, Why.INITIALS, 0.8)
    if {a.name, b.name} & REGIONS.keys():
        return None
    if _town_told(a, b) or _town_told(b, a):
        return Likeness(0.9, Why.REGION)
    return next((Likeness(score, why, score) for alike, score, why in _SLIPS if alike(a, b)), None)


def _same_words(a: Parts, b: Parts) -> bool:
    """University of Northumbria, Northumbria Univ."""
    if "univ" not in a.folded and "univ" not in b.folded:
        return False
    here, there = (sorted({*in_full(parts.folded).split()} - {"of", "the", "at"}) for parts in (a, b))
    return len(here) > 1 and here == there and "univ" in {*a.folded.split(), *b.folded.split()}


def place_and_trade(latin: Parts, chinese: Parts) -> bool:
    """Jiangxi Copper, 江西铜业: called after its place and trade alone, in either script."""
    place = REGIONS.get(latin.name, "") if latin.name.isascii() else ""
    if not place or not chinese.whole.startswith(place) or len(latin.trade) != 1:
        return False
    rest = chinese.core.removeprefix(place)
    return TRADES.get(rest) == latin.trade[0]


def _town_told(a: Parts, b: Parts) -> bool:
    """昆山市千灯镇宏达纸箱厂 and 千灯宏达纸箱厂: without its city a town is not known as one."""
    return any(len(town) > 1 and b.name == town + a.name for town in a.region)


def _readable(parts: Parts) -> tuple[str, ...]:
    """What of a name may be spelt in the other script; Nanhai Jinlong is 佛山市南海金龙五金厂."""
    behind = (parts.region[-1] + parts.name,) if len(parts.region) > 1 and is_cjk(parts.name[:1] or " ") else ()
    return (parts.name, parts.core, parts.core.removesuffix("集团"), *behind)


_SLIPS: tuple[tuple[Callable[[Parts, Parts], bool], float, Why], ...] = (
    (lambda a, b: sounds_alike(a.name, b.name) and not mistyped.of_the_famous(a, b), 0.86, Why.SOUND),
    (
        lambda a, b: any(is_pinyin(x, y) for x in _readable(a) for y in _readable(b) if x.isascii() != y.isascii()),
        0.88,
        Why.PINYIN,
    ),
    (lambda a, b: is_partly_pinyin(a.core, b.core), 0.88, Why.PINYIN),
    (lambda a, b: some_words_wrong(a.brand, b.brand) and not (a.branch and b.branch), 0.82, Why.LETTER),
    (lambda a, b: not a.known and not b.known and is_rendered(a.name, b.name, least=_least(a, b)), 0.8, Why.SOUND),
    (mistyped.in_brand, 0.8, Why.LETTER),
    (mistyped.slip_in_trade, 0.8, Why.LETTER),
    (lambda a, b: said_short(a.folded, b.folded), 0.9, Why.SHORT),
    (lambda a, b: one_word_wrong(a.folded, b.folded), 0.82, Why.LETTER),
    (lambda a, b: a.name == initials(b) or b.name == initials(a), 0.78, Why.INITIALS),
)


def _least(a: Parts, b: Parts) -> int:
    """How many consonants a rendering must share: fewer where both tell the same trade."""
    return 2 if a.trade and a.trade == b.trade else 3
