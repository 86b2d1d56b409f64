"""Whether two names are one customer, judged part by part."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from core.names import beside, mistyped, places
from core.names.abbreviated import abbreviates
from core.names.brands import brands, place_and_trade
from core.names.completed import completed
from core.names.parts import Parts, take_apart
from core.names.trading import says_nothing_alone, trades
from core.names.verdicts import EQUAL, Likeness, Why

_BESIDE = 0.85  # a name with somebody's beside it
_ABBREVIATED = 0.78  # 中船重工
_COMPLETED = 0.8  # what a name counts for that fits another once it is completed by it
_FIGURES = str.maketrans(dict.fromkeys("一二三四五六七八九0123456789", "#"))


def compare(one: str, other: str) -> Likeness:
    """How likely two written names are one customer. The order does not matter; any text may be given."""
    return _compare(*sorted((one, other)))


def weigh(one: str, other: str) -> Likeness:
    """`compare` without the short forms that only a whole name can be: for what a line says in passing."""
    return _weigh(*sorted((one, other)))


@lru_cache(maxsize=8192)
def _compare(one: str, other: str) -> Likeness:
    told = _weigh(one, other)
    a, b = take_apart(one), take_apart(other)
    if told.verdict != "different":
        return Likeness(0.6, Why.MORE_WORDS) if told.why is Why.SHORT and says_nothing_alone(a, b) else told
    short, long = sorted((a, b), key=lambda parts: (len(parts.core), parts.folded))
    if (abbreviates(a, b) or abbreviates(b, a)) and places.branches(a, b) is EQUAL:
        return Likeness(_ABBREVIATED, Why.SHORT, _ABBREVIATED)
    held = _of_a_group(short, long)
    if held is not None:
        return held
    for whole in completed(short, long):
        likeness = compare_parts(whole, long)
        if likeness.verdict != "different":
            return Likeness(round(likeness.score * _COMPLETED, 3), Why.SHORT, likeness.brand)
    return _somebody_beside(one, other) or told


def _somebody_beside(one: str, other: str) -> Likeness | None:
    """凯旋门窗 for 凯旋门窗 王丽, Harlow Foods for Harlow Foods, Manchester: asked about, if it is they otherwise."""
    if not beside.may_stand(one) and not beside.may_stand(other):
        return None
    here, there = beside.without_person(one), beside.without_person(other)
    for left, right in ((here or one, there or other), *_in_a_town(one, other)):
        if (left, right) != (one, other):
            likeness = _weigh(*sorted((left, right)))
            if likeness.verdict != "different":
                return Likeness(min(likeness.score, _BESIDE), Why.SHORT, min(likeness.brand, _BESIDE))
    return None


def _in_a_town(one: str, other: str) -> list[tuple[str, str]]:
    here, there = beside.without_town(one), beside.without_town(other)
    return [(here or one, there or other)] if bool(here) != bool(there) else []


def _of_a_group(short: Parts, long: Parts) -> Likeness | None:
    """三精制药 for 哈药集团三精制药: a company of a group, with the group's name before its own."""
    group, _, own = long.whole.partition("集团")
    if len(group) < 2 or len(own) < 4 or not short.name or not own.startswith(short.name) or "集团" in short.whole:
        return None
    likeness = _weigh(*sorted((short.whole, own)))
    return Likeness(_ABBREVIATED, Why.SHORT, _ABBREVIATED) if likeness.verdict != "different" else None


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
        return EQUAL if a.folded == b.folded else Likeness(0.0, Why.OTHER_BRAND)
    if a.whole == b.whole:
        return EQUAL
    whole = _as_a_whole(a, b) if places.branches(a, b) is EQUAL else None
    if whole is not None:
        return whole
    brand = brands(a, b)
    if brand is None:
        return Likeness(0.3, _why_two(a, b))
    steps = [
        brand,
        places.numbers(a, b),
        places.branches(a, b),
        places.regions(a, b),
        trades(a, b, brand),
        _forms(a, b),
    ]
    score = 1.0
    for step in steps:
        score *= step.score
    return Likeness(round(score, 3), min(steps, key=lambda step: step.score).why, brand=brand.brand)


def _as_a_whole(a: Parts, b: Parts) -> Likeness | None:
    """What two names say only from end to end: a misspelt place or trade is not read as one."""
    if place_and_trade(a, b) or place_and_trade(b, a):
        return Likeness(0.9, Why.PINYIN, 0.9)
    if mistyped.all_by_ear(a, b):
        return Likeness(0.84, Why.SOUND, 0.84)
    return Likeness(0.8, Why.LETTER, 0.8) if mistyped.in_trade(a, b) else None


def _why_two(a: Parts, b: Parts) -> Why:
    if a.number != b.number and a.whole.translate(_FIGURES) == b.whole.translate(_FIGURES):
        return Why.OTHER_NUMBER
    return Why.OTHER_BRANCH if _two_shops(a, b) else Why.OTHER_BRAND


def _two_shops(a: Parts, b: Parts) -> bool:
    """同仁堂西湖店, 同仁堂拱墅店: by places in no list, which so stand with the brand."""
    alike = next((n for n, (x, y) in enumerate(zip(a.name, b.name, strict=False)) if x != y), 0)
    return bool(a.branch) and a.branch == b.branch and 2 <= alike < min(len(a.name), len(b.name))


def _forms(a: Parts, b: Parts) -> Likeness:
    return EQUAL if a.form == b.form else Likeness(0.995, Why.FORM)
