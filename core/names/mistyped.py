"""One character of a Chinese name typed, heard or read wrong, judged by where in the name it stands."""

from __future__ import annotations

from functools import lru_cache

from core.names.fold import are_cjk, is_cjk
from core.names.lookalikes import NAMING, look_alike
from core.names.parts import Parts, trades_told
from core.names.regions import REGIONS
from core.names.slips import OPPOSITES, is_near, is_slip, near_sound, one_off, sounds_alike, swapped, words_differ
from core.names.sound import same_sound
from core.names.trades import BODIES, TRADES, WEAK

_LONG = 6  # characters of a name that leave no doubt about one of them
_TAILS = ("科技", "技术", "实业", "发展", "企业", "控股", "股份")
_ENOUGH = 4  # of a brand and its trade
_FIGURES = frozenset("零一二三四五六七八九十")


def in_brand(a: Parts, b: Parts) -> bool:
    """恒端精密机械 for 恒瑞精密机械: the brands differ in a character that looks or sounds nearly alike.

    Where firms are named with either (天元, 大元), the rest of the name must leave no doubt.
    """
    differ = _differing(a.name, b.name)
    if len(differ) != 1 or len(a.name) < 2 or not are_cjk(a.name + b.name):
        return False
    pair = set(differ[0])
    told = bool(a.trade) and a.trade == b.trade
    sure = len(a.name) > 2 or (len(a.core) > 3 and bool(a.region) and a.region == b.region and a.trade == b.trade)
    if (
        pair & _FIGURES
        or (len(a.name) == 2 and a.name[-1] in "氏记")
        or (not sure and (pair <= OPPOSITES or pair <= NAMING))
    ):
        return False
    return look_alike(*differ[0]) or (told and not pair <= NAMING and near_sound(*differ[0]))


def of_the_famous(a: Parts, b: Parts) -> bool:
    """华微 is no slip for 华为, which everybody knows how to write: firms are named with either character."""
    differ = _differing(a.name, b.name)
    unknown = b if a.known else a
    if bool(a.known) == bool(b.known) or len(a.name) != 2 or unknown.whole != unknown.name:
        return False
    return all({*pair} <= NAMING for pair in differ)


def all_by_ear(a: Parts, b: Parts) -> bool:
    """惠州亿玮锂能 for 惠州亿纬锂能: the same from end to end, as it sounds."""
    one, other = _stem(a), _stem(b)
    if len(one) != len(other) or (one[:1] != other[:1] and one[1:2] in {"氏", "记"}):
        return False  # two families
    return len(one) > _ENOUGH and one != other and set(a.region) == set(b.region) and same_sound(one, other)


def in_trade(a: Parts, b: Parts) -> bool:
    """襄阳汽车轴乘 for 襄阳汽车轴承, 宇通客本 for 宇通客车: the rest stands whole, the character makes no trade."""
    one, other = _stem(a), _stem(b)
    if abs(len(one) - len(other)) > 1 or not are_cjk(one + other) or {one, other} & TRADES.keys():
        return False
    if len(one) == len(other):
        return _one_wrong(a, b, one, other)
    short, long = sorted((one, other), key=len)
    return len(long) == len(short) + 1 >= _LONG and _doubled(short, long)


def slip_in_trade(a: Parts, b: Parts) -> bool:
    """方舟电了 for 方舟电子: the brand stands whole, the trade after it is misspelt and so was not known as one."""
    short, long = sorted((a, b), key=lambda parts: len(parts.name))
    if words_differ(a.folded, b.folded):
        return False
    if set(long.trade) - (WEAK & set(short.trade)) or not short.trade or not long.core.startswith(short.name):
        return False
    cut_off = long.core == short.core[:-1]
    return cut_off or sounds_alike(long.core, short.core) or _same_but_one(long.core, short.core)


def _same_but_one(one: str, other: str) -> bool:
    if is_slip(one, other):
        return True
    if len(one) != len(other) or not any(map(is_cjk, one)) or not one_off(one, other):
        return False
    return len(one) >= _LONG or is_near(one, other)


def _one_wrong(a: Parts, b: Parts, one: str, other: str) -> bool:
    if len(one) >= _LONG and swapped(one, other):
        return not set(_differing(one, other)[0]) & _FIGURES
    differ = _differing(one, other)
    if len(differ) != 1 or len(one) < _ENOUGH or set(differ[0]) & _FIGURES:
        return False
    at = next(i for i, (x, y) in enumerate(zip(one, other, strict=True)) if x != y)
    if _in_place(a, b, at):
        return is_near(one, other) or same_sound(*differ[0])
    known = [len(one) - at <= _in_trades(parts) for parts in (a, b)]
    if all(known) or not any(known):
        return False  # two trades, or a place in the brand
    sure = len(one) >= _LONG and BODIES.isdisjoint({*a.trade, *b.trade})  # 工商大学, 工业大学
    return sure or look_alike(*differ[0]) or same_sound(*differ[0]) or near_sound(*differ[0])


def _in_place(a: Parts, b: Parts, at: int) -> bool:
    """Whether the character stands in the place that only one of them was read to have: 相潭电机, 湘潭电机."""
    here, there = ("".join(parts.region[:1]) or (parts.name if parts.name in REGIONS else "") for parts in (a, b))
    return bool(here) != bool(there) and at < len(here or there)


def _in_trades(parts: Parts) -> int:
    """How many characters at the end of a name say what the firm does."""
    told = parts.core.startswith(parts.name) and trades_told(parts)
    return len(_bare(parts.core)) - len(parts.name) if told else 0


def _stem(parts: Parts) -> str:
    """The name as written, without its legal form and what says little at its end."""
    return _without_form(parts.whole, parts.form)


@lru_cache(maxsize=8192)
def _without_form(whole: str, form: str) -> str:
    return _bare(whole.removesuffix(form.replace(" ", "")))


def _bare(text: str) -> str:
    text = text.removesuffix("集团")
    return next((text.removesuffix(word) for word in _TAILS if text.endswith(word)), text)


def _doubled(short: str, long: str) -> bool:
    """机械械: a character typed twice."""
    return any(long[:at] + long[at + 1 :] == short and long[at] == long[at - 1] for at in range(1, len(long)))


def _differing(one: str, other: str) -> list[tuple[str, str]]:
    return [(x, y) for x, y in zip(one, other, strict=False) if x != y] if len(one) == len(other) else []
