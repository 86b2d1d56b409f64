"""Short forms that leave out what no list knows: a place before the brand, or the last of several trades."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from core.names.fold import are_cjk
from core.names.nicknames import KNOWN
from core.names.parts import Parts, trades_told
from core.names.trades import BODIES, SIDE, WEAK, WIDER
from core.names.words import CHINESE

_ONE_OF_MANY = BODIES - {"银行"}  # 重庆邮电大学 is not 重庆大学 said short
_LITTLE = WEAK | WIDER
_FRONT = range(2, 6)  # characters that a place in no list may have


def completed(short: Parts, long: Parts) -> Iterator[Parts]:
    """The short name with what it may have left out of the long one, a registered name as a rule."""
    if short.number != long.number or not _ONE_OF_MANY.isdisjoint(long.trade):
        return
    if _behind_a_place(short, long):
        yield replace(short, brand=long.brand, core=long.core, trade=long.trade)
    if _brand_alone(short, long):
        yield replace(short, brand=long.brand, core=long.core, trade=long.trade)
    if _from_the_front(short, long):
        yield replace(short, trade=long.trade, core=long.core)


def _behind_a_place(short: Parts, long: Parts) -> bool:
    """微众银行 for 深圳前海微众银行股份有限公司: 前海 is no place we know, so it stands with the brand."""
    if len(short.name) < 2 or not long.name.endswith(short.name):
        return False
    front = long.name.removesuffix(short.name)
    return (
        len(front) in _FRONT
        and bool(long.region and (long.form or short.trade))
        and (bool(trades_told(long)) or len(short.name) >= 4)
        and are_cjk(long.name)
        and short.name not in CHINESE
        and not {front, short.name} & KNOWN.keys()
        and trades_told(short) | _LITTLE == trades_told(long) | _LITTLE
    )


def _brand_alone(short: Parts, long: Parts) -> bool:
    """威海广泰 for 威海广泰空港设备股份有限公司: what comes behind the brand is in no list; the place must be told."""
    return (
        bool(short.region)
        and short.region == long.region
        and not (short.trade or short.form or short.number)
        and bool(long.form and long.trade)
        and len(short.name) == 2
        and len(long.name) > 3
        and long.name.startswith(short.name)
        and are_cjk(long.name)
        and short.name not in CHINESE
    )


def _from_the_front(short: Parts, long: Parts) -> bool:
    """渤海冷链 for 渤海冷链物流有限公司: said up to one of its trades."""
    if short.name != long.name or short.form or short.core.endswith("集团") or not (long.form and short.trade):
        return False
    more = trades_told(long) - trades_told(short)
    return long.core.startswith(short.core) and trades_told(short) < trades_told(long) and not more & SIDE
