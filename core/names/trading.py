"""How what two firms say they do agrees."""

from __future__ import annotations

from core.names.fold import are_cjk, is_cjk
from core.names.mistyped import slip_in_trade
from core.names.nicknames import NAMES_OF, OF_MANY_FIRMS
from core.names.parts import Parts, registered, trades_told
from core.names.shortened import said_short
from core.names.slips import is_partly_pinyin, one_word_wrong
from core.names.trades import BODIES, KINDS, SIDE, TRADES, WEAK, WIDER
from core.names.verdicts import EQUAL, Likeness, Why
from core.names.words import CHINESE

_OF_ALL = frozenset(["实业", "企业", "发展"])  # whatever the firm does
_SURE = 0.75  # what the brands must count for before trades may differ
_SHOPS = frozenset(["药房"])  # of a maker everybody knows, one that sells its goods: 同仁堂药店
_HOLDS = frozenset(["集团", "控股"])  # a parent, where the rest of the name is one


def trades(a: Parts, b: Parts, brand: Likeness) -> Likeness:
    here, there = trades_told(a) | _in_nickname(a), trades_told(b) | _in_nickname(b)
    if a.known == b.known:
        here, there = here - _own(a.known), there - _own(b.known)
    if (
        brand.why is Why.INITIALS
        or is_partly_pinyin(a.core, b.core)
        or (a.core == b.core and len(a.trade) == len(b.trade))
        or here == there
        or slip_in_trade(a, b)
        or one_word_wrong(a.folded, b.folded)
        or said_short(a.folded, b.folded)
    ):
        return EQUAL
    common, left, right = here & there, here - there, there - here
    if {"集团"} in (left, right) and _holds_the_quoted(a, b):
        return Likeness(0.6, Why.MORE_WORDS)  # 鞍钢集团 holds 鞍钢股份
    if a.known and "中国" in a.region and "中国" in b.region:
        return Likeness(0.85, Why.TRADE)  # 甲骨文(中国)软件系统有限公司 is how Oracle is called here
    if "医院" in common and left | right == {"大学"}:
        return Likeness(0.85, Why.SHORT)  # 华西医院 for 四川大学华西医院
    if not (left and right) and _listed(a, b):
        return Likeness(0.85, Why.SHORT)
    if common & BODIES:
        return Likeness(0.6, Why.MORE_WORDS)
    if left and right:
        sure = len(a.name) > 2 or brand.why in {Why.SOUND, Why.PINYIN}
        if sure and brand.score > _SURE and "集团" not in left | right and _kind_of(left, right):
            return Likeness(0.8 if brand.score == 1 else 0.9, Why.TRADE)
        if len(a.name) > 2 and a.name == b.name and not common and (left <= _OF_ALL or right <= _OF_ALL):
            return Likeness(0.8, Why.SHORT)  # 五芳斋粽子, 五芳斋实业
        says_little = (left | right) <= WEAK and bool(common)
        return Likeness(0.9, Why.TRADE) if says_little else Likeness(0.5, Why.OTHER_TRADE)
    more = left | right
    if common and all(any(_kind_of({each}, {known}) for known in common) for each in more):
        return Likeness(0.88, Why.SHORT)  # 张亮麻辣烫 is 张亮麻辣烫餐饮管理有限公司
    both_whole = bool(more - WEAK) and not common and registered(a) and registered(b)
    if more & SIDE or both_whole or (a.known and more <= _SHOPS):
        return Likeness(0.6, Why.MORE_WORDS)
    known = not {a.known, b.known}.isdisjoint(OF_MANY_FIRMS)
    return _left_out(more, common=bool(common), known=known)


def says_nothing_alone(a: Parts, b: Parts) -> bool:
    """长城 alone is none of 长城宽带, 长城汽车: an ordinary word, and all there is to the name."""
    bare = min(a, b, key=lambda parts: len(parts.whole))
    return bare.whole in CHINESE and bool({*a.trade, *b.trade} - WEAK - WIDER)


def _holds_the_quoted(a: Parts, b: Parts) -> bool:
    groups = [_is_group(parts) for parts in (a, b)]
    return groups[0] != groups[1] and _quoted(b if groups[0] else a) > _quoted(a if groups[0] else b)


def _own(known: str) -> set[str]:
    """The trades in what everybody calls a group: HSBC Bank is no more than HSBC, which is called 汇丰银行 too."""
    names = NAMES_OF.get(known, ()) if known in OF_MANY_FIRMS else ()
    return {TRADES[name[-size:]] for name in names for size in (4, 3, 2) if name[-size:] in TRADES and len(name) > size}


def _in_nickname(parts: Parts) -> set[str]:
    """The trade of 恒瑞医药, which is a nickname of 恒瑞's as a whole."""
    if not parts.known or parts.known in OF_MANY_FIRMS or not is_cjk(parts.name[-1]):
        return set()
    return {TRADES[parts.name[-size:]] for size in (4, 3, 2) if parts.name[-size:] in TRADES and len(parts.name) > size}


def _is_group(parts: Parts) -> bool:
    return "集团" in trades_told(parts) or parts.name.endswith("集团")


def _quoted(parts: Parts) -> bool:
    """Whether the name is that of a company with shares."""
    return parts.form.startswith(("股份", "集团股份"))


def _listed(a: Parts, b: Parts) -> bool:
    """兴发集团 for 湖北兴发化工集团, 天山股份 for 新疆天山水泥股份有限公司: brand and last word, as on the exchange."""
    short, long = sorted((a, b), key=lambda parts: len(parts.whole))
    if set(short.trade) - WEAK or long.known in OF_MANY_FIRMS or len(short.name) < 2 or not are_cjk(short.whole):
        return False
    last = short.whole.removeprefix(short.name)
    return bool(last) and (last in long.trade[-1:] or (last == "股份" and long.form.startswith("股份")))


def _kind_of(one: set[str], other: set[str]) -> bool:
    """Whether one says more nearly what the other says: 火锅, 餐饮."""
    kinds = {(narrow, wide) for wide, *narrower in KINDS for narrow in narrower}
    left, right = one - WEAK - WIDER, other - WEAK - WIDER
    return any({(x, y), (y, x)} & kinds for x in left for y in right)


def _left_out(more: set[str], *, common: bool, known: bool) -> Likeness:
    """One name has these trades more than the other, which has some in common with it or none at all."""
    if more <= WEAK:
        return Likeness(0.93 if more & _HOLDS else 0.98, Why.TRADE) if common else Likeness(0.92, Why.SHORT)
    if more <= WEAK | WIDER:
        return Likeness(0.88, Why.SHORT)
    return Likeness(0.6, Why.MORE_WORDS) if common or known else Likeness(0.85, Why.SHORT)
