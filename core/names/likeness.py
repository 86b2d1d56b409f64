"""Whether two names are one customer, judged part by part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from typing import Literal

from core.names import forms
from core.names.brand import in_figures, in_full
from core.names.completed import completed
from core.names.fold import is_cjk, squash
from core.names.nicknames import NAMES_OF
from core.names.parts import Parts, initials, shorts, take_apart, trades_told
from core.names.regions import REGIONS, WIDE
from core.names.shortened import said_short
from core.names.slips import (
    is_partly_pinyin,
    is_pinyin,
    is_slip,
    one_off,
    one_word_wrong,
    some_words_wrong,
    sounds_alike,
)
from core.names.trades import BODIES, SIDE, WEAK, WIDER

Verdict = Literal["same", "likely", "different"]
SAME, LIKELY = 0.95, 0.7  # scores from which the verdict is so
_COMPLETED = 0.8  # what a name counts for that fits another once it is completed by it


class Why(Enum):
    """The reason of a likeness, as a sentence to translate: "{this} …"."""

    SAME = "the same name"
    FORM = "the same name but for its legal form"
    REGION = "the same name but for its region"
    TRADE = "the same name but for a word that says little"
    NICKNAME = "another name of the same company"
    SHORT = "short for it"
    SOUND = "sounds the same"
    LETTER = "one letter off"
    PINYIN = "the same name in pinyin"
    INITIALS = "its initials"
    OTHER_BRAND = "another name"
    OTHER_REGION = "another region"
    OTHER_TRADE = "another trade"
    OTHER_NUMBER = "another number"
    OTHER_BRANCH = "a branch, shop or part of it"
    MORE_WORDS = "one word more makes it another company"


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two names are: `score` from 0 to 1, and the strongest reason for or against."""

    score: float
    why: Why
    brand: float = 1.0  # how well the brands alone agree; below 1 one is heard, misspelt or in pinyin

    @property
    def verdict(self) -> Verdict:
        """One customer for certain, worth asking about, or two customers."""
        return "same" if self.score >= SAME else "likely" if self.score >= LIKELY else "different"


def compare(one: str, other: str) -> Likeness:
    """How likely two written names are one customer. The order does not matter; any text may be given."""
    return _compare(*sorted((one, other)))


def weigh(one: str, other: str) -> Likeness:
    """`compare` without the short forms that only a whole name can be: for what a line says in passing."""
    return _weigh(*sorted((one, other)))


@lru_cache(maxsize=8192)
def _compare(one: str, other: str) -> Likeness:
    told = _weigh(one, other)
    if told.verdict != "different":
        return told
    short, long = sorted((take_apart(one), take_apart(other)), key=lambda parts: (len(parts.core), parts.folded))
    for whole in completed(short, long):
        likeness = compare_parts(whole, long)
        if likeness.verdict != "different":
            return Likeness(round(likeness.score * _COMPLETED, 3), Why.SHORT, likeness.brand)
    return told


@lru_cache(maxsize=8192)
def _weigh(one: str, other: str) -> Likeness:
    a, b = take_apart(one), take_apart(other)
    best = compare_parts(a, b)
    for left, right in ((_spoken(a), b), (a, _spoken(b)), (_spoken(a), _spoken(b))):
        if left is not None and right is not None:
            best = max(best, compare_parts(left, right), key=lambda likeness: likeness.score)
    return best


def _spoken(parts: Parts) -> Parts | None:
    """The same company under its name in the other script."""
    if not parts.also:
        return None
    also = take_apart(parts.also)
    return replace(also, region=also.region or parts.region, number=parts.number, branch=parts.branch)


def compare_parts(a: Parts, b: Parts) -> Likeness:
    """Compare two names already taken apart."""
    if not a.whole or not b.whole:
        return Likeness(1.0, Why.SAME) if a.folded == b.folded else Likeness(0.0, Why.OTHER_BRAND)
    if a.whole == b.whole:
        return Likeness(1.0, Why.SAME)
    brand = _brands(a, b)
    if brand is None:
        return Likeness(0.3, _why_two(a, b))
    steps = [brand, _numbers(a, b), _branches(a, b), _regions(a, b), _trades(a, b, brand), _forms(a, b)]
    score = 1.0
    for step in steps:
        score *= step.score
    return Likeness(round(score, 3), min(steps, key=lambda step: step.score).why, brand=brand.brand)


def _why_two(a: Parts, b: Parts) -> Why:
    if a.number != b.number and a.whole.translate(_FIGURES) == b.whole.translate(_FIGURES):
        return Why.OTHER_NUMBER
    return Why.OTHER_BRANCH if _two_shops(a, b) else Why.OTHER_BRAND


_FIGURES = str.maketrans(dict.fromkeys("一二三四五六七八九0123456789", "#"))
_EQUAL = Likeness(1.0, Why.SAME)


def _brands(a: Parts, b: Parts) -> Likeness | None:
    """How the brands agree, or None when they are two."""
    if a.known or b.known:
        if a.known == b.known:
            return _EQUAL if a.name == b.name else Likeness(0.99, Why.NICKNAME)
        if a.known and b.known:
            return None
    if a.name == b.name or a.core == b.core:
        return _EQUAL if a.spoken == b.spoken else Likeness(0.9, Why.SHORT)
    if in_full(a.brand) == in_full(b.brand) or in_figures(a.name) == in_figures(b.name):
        return Likeness(0.96, Why.SHORT)
    if b.whole in shorts(a) or a.whole in shorts(b):
        return Likeness(0.8, Why.INITIALS, 0.8)
    if {a.name, b.name} & REGIONS.keys():
        return None
    if _town_told(a, b) or _town_told(b, a):
        return Likeness(0.9, Why.REGION)
    return next((Likeness(score, why, score) for alike, score, why in _SLIPS if alike(a, b)), None)


def _slip_in_trade(a: Parts, b: Parts) -> bool:
    """方舟电了 for 方舟电子: the brand stands whole, the trade after it is misspelt and so was not known as one."""
    short, long = sorted((a, b), key=lambda parts: len(parts.name))
    if set(long.trade) - (WEAK & set(short.trade)) or not short.trade or not long.core.startswith(short.name):
        return False
    cut_off = long.core == short.core[:-1]
    return cut_off or sounds_alike(long.core, short.core) or _slipped(long.core, short.core)


def _slipped(one: str, other: str) -> bool:
    return is_slip(one, other) or (len(one) == len(other) and any(map(is_cjk, one)) and one_off(one, other))


def _town_told(a: Parts, b: Parts) -> bool:
    """昆山市千灯镇宏达纸箱厂 and 千灯宏达纸箱厂: without its city a town is not known as one."""
    return any(len(town) > 1 and b.name == town + a.name for town in a.region)


def _readable(parts: Parts) -> tuple[str, ...]:
    """What of a name may be spelt in the other script; Nanhai Jinlong is 佛山市南海金龙五金厂."""
    behind = (parts.region[-1] + parts.name,) if len(parts.region) > 1 and is_cjk(parts.name[:1] or " ") else ()
    return (parts.name, parts.core, *behind)


def _two_shops(a: Parts, b: Parts) -> bool:
    """同仁堂西湖店, 同仁堂拱墅店: by places in no list, which so stand with the brand."""
    alike = next((n for n, (x, y) in enumerate(zip(a.name, b.name, strict=False)) if x != y), 0)
    return bool(a.branch) and a.branch == b.branch and 2 <= alike < min(len(a.name), len(b.name))


_SLIPS: tuple[tuple[Callable[[Parts, Parts], bool], float, Why], ...] = (
    (lambda a, b: sounds_alike(a.name, b.name), 0.86, Why.SOUND),
    (
        lambda a, b: any(is_pinyin(x, y) for x in _readable(a) for y in _readable(b)),
        0.88,
        Why.PINYIN,
    ),
    (lambda a, b: is_partly_pinyin(a.core, b.core), 0.88, Why.PINYIN),
    (lambda a, b: some_words_wrong(a.brand, b.brand) and not (a.branch and b.branch), 0.82, Why.LETTER),
    (_slip_in_trade, 0.8, Why.LETTER),
    (lambda a, b: said_short(a.folded, b.folded), 0.9, Why.SHORT),
    (lambda a, b: one_word_wrong(a.folded, b.folded), 0.82, Why.LETTER),
    (lambda a, b: a.name == initials(b) or b.name == initials(a), 0.78, Why.INITIALS),
)


def _numbers(a: Parts, b: Parts) -> Likeness:
    alike = a.number == b.number or a.core == b.core or (a.name != b.name and in_full(a.brand) == in_full(b.brand))
    return _EQUAL if alike else Likeness(0.3, Why.OTHER_NUMBER)


def _branches(a: Parts, b: Parts) -> Likeness:
    here, there = squash(a.branch), squash(b.branch)
    if here == there:
        return _EQUAL
    return Likeness(0.85 if {here, there} - {""} <= forms.DESKS else 0.4, Why.OTHER_BRANCH)


def _regions(a: Parts, b: Parts) -> Likeness:
    here, there = set(a.region), set(b.region)
    if here == there:
        return _EQUAL
    shared = bool({a.name, b.name} & forms.SHARED)
    if not here or not there:
        if _of_the_nation(a) or ((a.behind or b.behind) and not (a.behind and b.behind)):
            return Likeness(0.85, Why.REGION)
        if shared:
            return Likeness(0.6, Why.REGION)
        return Likeness(0.94 if (here | there) <= WIDE else 0.97, Why.REGION)
    if here <= there or there <= here:
        if not shared:
            return Likeness(0.97, Why.REGION)
        if a.region[-1] == b.region[-1]:
            return Likeness(0.9, Why.REGION)  # 朝阳实验小学, whose city goes without saying
    return Likeness(0.4, Why.OTHER_REGION)


def _of_the_nation(parts: Parts) -> bool:
    """True for a company with one of its own in every province: 中国移动, 国家电网."""
    return any(name.startswith(("中国", "国家")) for name in NAMES_OF.get(parts.known, ()))


def _trades(a: Parts, b: Parts, brand: Likeness) -> Likeness:
    here, there = trades_told(a), trades_told(b)
    if (
        brand.why is Why.INITIALS
        or is_partly_pinyin(a.core, b.core)
        or a.core == b.core
        or here == there
        or _slip_in_trade(a, b)
        or one_word_wrong(a.folded, b.folded)
        or said_short(a.folded, b.folded)
    ):
        return _EQUAL
    common, left, right = here & there, here - there, there - here
    if "医院" in common and left | right == {"大学"}:
        return Likeness(0.85, Why.SHORT)  # 华西医院 for 四川大学华西医院
    if common & BODIES:
        return Likeness(0.6, Why.MORE_WORDS)
    if left and right:
        says_little = (left | right) <= WEAK and bool(common)
        return Likeness(0.9, Why.TRADE) if says_little else Likeness(0.5, Why.OTHER_TRADE)
    more = left | right
    if more & SIDE or (more - WEAK and not common and _registered(a) and _registered(b)):
        return Likeness(0.6, Why.MORE_WORDS)
    return _left_out(more, common=bool(common), known=bool(a.known or b.known))


def _left_out(more: set[str], *, common: bool, known: bool) -> Likeness:
    """One name has these trades more than the other, which has some in common with it or none at all."""
    if more <= WEAK:
        return Likeness(0.98, Why.TRADE) if common else Likeness(0.92, Why.SHORT)
    if more <= WEAK | WIDER:
        return Likeness(0.88, Why.SHORT)
    return Likeness(0.6, Why.MORE_WORDS) if common or known else Likeness(0.85, Why.SHORT)


def _registered(parts: Parts) -> bool:
    """True for a whole Chinese registered name, from which no trade was left out."""
    return parts.form.endswith(("有限公司", "责任公司", "股份"))


def _forms(a: Parts, b: Parts) -> Likeness:
    return _EQUAL if a.form == b.form else Likeness(0.995, Why.FORM)
