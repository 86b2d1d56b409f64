"""How the places, branches and numbers in two names agree."""

from __future__ import annotations

from core.names import forms
from core.names.brand import in_figures, in_full
from core.names.fold import squash
from core.names.nicknames import NAMES_OF
from core.names.offices import is_of_university
from core.names.parts import Parts, trades_told
from core.names.regions import WIDE, lies_in
from core.names.slips import OF_A_PLACE
from core.names.verdicts import EQUAL, Likeness, Why

_PARTS = frozenset(["华东", "华南", "华北", "华中", "西南", "西北", "东北", "中南"])


def numbers(a: Parts, b: Parts) -> Likeness:
    if a.number == b.number or a.core == b.core or _numbered_brand(a, b):
        return EQUAL
    written_out = a.name != b.name and in_full(a.brand) == in_full(b.brand)
    return EQUAL if written_out else Likeness(0.3, Why.OTHER_NUMBER)


def _numbered_brand(a: Parts, b: Parts) -> bool:
    """58同城, 五八同城: the number is part of the brand, written in two ways."""
    one, other = (in_figures(parts.whole).replace(in_figures(parts.name), "", 1) for parts in (a, b))
    return in_figures(a.name) == in_figures(b.name) and _digits(one) == _digits(other)


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def branches(a: Parts, b: Parts) -> Likeness:
    here, there = squash(a.branch), squash(b.branch)
    if here == there:
        return EQUAL
    return Likeness(0.85 if {here, there} - {""} <= forms.DESKS else 0.4, Why.OTHER_BRANCH)


def regions(a: Parts, b: Parts) -> Likeness:
    here, there = set(a.region), set(b.region)
    if here == there:
        return EQUAL
    if not here or not there:
        return _one_told(a, b, here | there)
    shared = bool({a.name, b.name} & forms.SHARED)
    if here <= there or there <= here:
        if not shared:
            return Likeness(0.97, Why.REGION)
        if a.region[-1] == b.region[-1]:
            return Likeness(0.9, Why.REGION)  # 朝阳实验小学, whose city goes without saying
    if not shared and not _office(a) and all(any(lies_in(x, y) for y in here ^ there if y != x) for x in here ^ there):
        return Likeness(0.9, Why.REGION)  # 东莞方舟, 广东方舟
    if is_of_university(a.whole) != is_of_university(b.whole) and all(_may_lie(x, y) for x in here for y in there):
        return Likeness(0.95, Why.REGION)
    return Likeness(0.4, Why.OTHER_REGION)


def _may_lie(one: str, other: str) -> bool:
    """A university is called after a part of the country that is larger than where its hospitals stand: 中南, 长沙."""
    return lies_in(one, other) or not {one, other}.isdisjoint(_PARTS)


def _one_told(a: Parts, b: Parts, told: set[str]) -> Likeness:
    """How one name without a place and one with it agree."""
    if (a.placed_after or b.placed_after) and "集团" in {*trades_told(a), *trades_told(b)} and not told <= WIDE:
        return Likeness(0.6, Why.REGION)  # 万华化学(宁波)有限公司 is a company of the group's
    if a.behind or b.behind:
        return Likeness(0.6, Why.REGION)
    if _of_the_nation(a):
        return Likeness(0.85, Why.REGION)
    if a.placed_after or b.placed_after or a.known:
        return Likeness(0.9, Why.REGION)  # 方舟电子(重庆)有限公司 may be a company of 方舟电子's
    if {a.name, b.name} & forms.SHARED:
        return Likeness(0.6, Why.REGION)
    return Likeness(0.94 if told <= WIDE else 0.97, Why.REGION)


def _office(parts: Parts) -> bool:
    """山东省人社厅 and 济南市人社局 are two: each place has its own."""
    return parts.whole[-1] in OF_A_PLACE


def _of_the_nation(parts: Parts) -> bool:
    """True for a company with one of its own in every province: 中国移动, 国家电网."""
    return any(name.startswith(("中国", "国家")) for name in NAMES_OF.get(parts.known, ()))
