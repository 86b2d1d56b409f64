"""How far the name goes that a brand in a line begins: 东莞 before it, 电子 and 有限公司 behind."""

from __future__ import annotations

from core.names import forms, trades
from core.names.line import BROKEN, NEXT, Line
from core.names.regions import LONGEST, REGIONS, region_at
from core.names.words import ROLES

# After these a trade is no trade: 技术员, 服务费, 设备部.
_ROLES = frozenset("员部科处师费款机器化单卡商界方人局园站证点组长总经主助工课班")

_WHOLE = 4  # characters of a name that has its trade already
_GOES_ON = ("公司", "有限", "集团", "中心", "学院", "股份", "科技", "服务")


def around(line: Line, start: int, end: int) -> tuple[int, int]:
    """The range of units of the whole name around the brand from start to end."""
    while (further := _right(line, start, end)) > end:
        end = further
    while (earlier := _left(line, start)) < start:
        start = earlier
    return start, end


def _right(line: Line, start: int, end: int) -> int:
    units = line.units
    if end >= len(units) or units[end].gap == BROKEN:
        return end
    if line.text[units[end - 1].end : units[end].start].strip() in {"(", "（", "[", "【"}:
        return _bracket(line, end)
    if not units[end].chinese:
        return _latin(line, start, end)
    if units[end].gap != NEXT and units[end - 1].chinese:
        return end
    return _chinese(line, start, end)


def _bracket(line: Line, end: int) -> int:
    """Past a bracket that holds a place or a branch."""
    for close in range(end + 1, min(end + 9, len(line.units) + 1)):
        after = line.text[line.units[close - 1].end : line.units[close - 1].end + 1]
        if after in {")", "）", "]", "】"}:
            inside = "".join(unit.text for unit in line.units[end:close])
            place = region_at(inside, 0)
            known = inside in REGIONS or (place is not None and place[1] == len(inside))
            return close if known or forms.BRANCH.search(inside) else end
    return end


def _chinese(line: Line, start: int, end: int) -> int:
    flat, at = line.flat, line.starts[end]
    place = region_at(flat, at)
    if place is not None:
        rest = flat[place[1] : place[1] + 6]
        tail = next((word for word in (*forms.BRANCHES, "有限公司", "公司") if rest.startswith(word)), "")
        return end + place[1] - at + len(tail) if tail else end
    branch = next((word for word in forms.BRANCHES if flat.startswith(word, at)), "")
    if len(branch) > 1 and branch not in forms.DEPARTMENTS:
        return end + len(branch)
    if flat[at] in "一二三四五六七八九十" and flat[at + 1 : at + 2] in {"厂", "店", "院", "局", "中", "小"}:
        return end + 2
    for length in range(max(trades.LONGEST, forms.LONGEST), 0, -1):
        word = flat[at : at + length]
        if len(word) == length and (word in forms.FORMS or (word in trades.TRADES and length > 1)):
            return end if _spoken_of(word, flat[at + length :], whole=end - start >= _WHOLE) else end + length
    return end


def _spoken_of(word: str, after: str, *, whole: bool) -> bool:
    """True when a trade is no part of the name: 技术员 came, or a whole name's people 咨询 the price."""
    if word not in trades.TRADES:
        return False
    return (bool(after) and after[0] in _ROLES) or (whole and word in trades.DOING and not after.startswith(_GOES_ON))


def _latin(line: Line, start: int, end: int) -> int:
    units = line.units
    word = units[end].text
    after = units[end + 1].text if end + 1 < len(units) and units[end + 1].gap != BROKEN else ""
    if word in forms.LATIN_FORMS and len(word) > 1:
        return end + 1 if word != "as" else end
    capital = line.text[units[end].start].isupper()
    name_has = line.text[units[start].start].isupper()
    if name_has and not capital:
        return end
    if word in forms.LATIN_BRANCHES and not capital and not after.isdigit():
        return end
    if word in trades.TRADES or word in forms.SIDES or word in forms.LATIN_BRANCHES:
        return end if after in ROLES or word in ROLES else end + 1
    return end + 1 if capital and word in REGIONS else end


def _left(line: Line, start: int) -> int:
    units = line.units
    if not start or units[start].gap == BROKEN:
        return start
    for length in range(min(LONGEST, start), 0, -1):
        before = units[start - length : start]
        if any(unit.gap == BROKEN for unit in before[1:]):
            continue
        text = "".join(unit.text for unit in before)
        place = region_at(text, 0)
        if (place is not None and place[1] == len(text)) or (text in REGIONS and text.isascii() and len(text) > 2):
            return start - length
    return start


def cuts_a_trade(line: Line, start: int, end: int) -> bool:
    """True when the range ends in the middle of a trade: 方舟电 of 方舟电器."""
    edge = line.starts[end]
    return any(
        line.flat[edge - before : edge + after] in trades.TRADES and edge + after <= len(line.flat)
        for before in (1, 2, 3)
        for after in (1, 2, 3)
        if edge - before > line.starts[start]
    )
