"""What a deal is about, in things and numbers: 200台激光扫描器 and 激光扫描枪 200 台 are one item.

The reader of visits (core.reading.goods) shows people what was understood and would rather leave out than err. This one
reads for comparing: it takes every number with a thing beside it, and puts measures into one unit.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from core.projects.goods import thing
from core.projects.places import NAMES
from core.projects.words import any_of, lines
from core.reading.quantities import Quantity
from core.reading.text import HAN, Text

MOST = 12  # items of one text
_MEASURES = {said: (kind, float(by)) for said, kind, by in (line.rsplit(" ", 2) for line in lines("words", "measures"))}
_ANY_MEASURE = "|".join(re.escape(each) + ("" if HAN.search(each) else "(?![a-z])") for each in _MEASURES)
_MEASURE = re.compile(rf"\s?({_ANY_MEASURE})(?: of )?(?!机|头|线)")
_UNIT = re.compile(rf"\s?[多来余]?({any_of('units')})")
_UNIT_ENGLISH = re.compile(rf"\s?({any_of('english units')})(?: of\b)?(?![a-z])")
_EACH = re.compile(any_of("each"))
_NOT_GOODS = re.compile(rf"(?:^|.*?[ \u4e00-\u9fff]){any_of('not goods')}$")
_WANTS = re.compile(rf"{any_of('wants')}$")
_STOPS = (
    "and|or|with|for|plus|at|by|to|of|per|in|on|from|near|delivered|before|needed|due|until|incl|including|is|are|will|as"
    "|but|each|we|they|the|a|an"
)
_ENGLISH = re.compile(rf"\s?(?:x )?((?:(?!(?:{_STOPS})\b)[a-z][a-z0-9'/+-]*(?: (?=[a-z])|(?![a-z]))){{1,4}})")
_EDGE = re.compile(r"[\0,;:!?。、()\[\]/\n+·|→&\"]|(?<![a-z])\.(?!\d)")
_BEFORE_ENGLISH = re.compile(rf"((?:(?!(?:{_STOPS})\b)[a-z][a-z0-9'/+-]* ?){{1,3}})[ x×*(:=-]*$")
_LED_BY = re.compile(
    rf"^(?:[^a-z]*?(?:{'|'.join(sorted((n for n in NAMES if HAN.match(n)), key=len, reverse=True))})(?:市|省|区)?"
    r"(?:的|那边的?|客户|项目)*)+"
)
_THING_BEFORE = re.compile(r"[\u4e00-\u9fff](?<![价报卖是才了到出给收花宜贵降惠打约共算本费块元要每]) ?$")
_BRACKETED = re.compile(r"\((\w+)\)$")
_TRAILING = re.compile(rf"{any_of('trailing')}$")
_LEADING = re.compile(rf"^(?:{any_of('leading')})+(?=..)")


@dataclass(frozen=True, slots=True)
class Item:
    """A thing and how many. `kind`: "" for pieces, else m, m2, kg or l, with `quantity` in that unit. `name` is folded,
    to compare by; `typed` is how it was written."""

    name: str
    quantity: float
    kind: str = ""
    typed: str = field(default="", compare=False)


def counts_pieces(plain: str, number: Quantity) -> bool:
    """Whether 块 behind the number counts screens and boards, and not money: 签字屏360块, but 报了360块."""
    pieces = not number.scaled and plain.startswith("块", number.end) and not plain.startswith("块钱", number.end)
    return pieces and _THING_BEFORE.search(plain[: number.start]) is not None


def items(text: Text, quantities: list[Quantity], blank: list[tuple[int, int]]) -> list[Item]:
    """What the text counts, in its order; `blank` are spans (days, sums, people) that are no part of a name."""
    line = text.without(blank)
    numbers = [
        _counted(line, each) for each in quantities if "\0" not in line[each.start : each.end] and each.value > 0
    ]
    # 85千米: the 千 is no number of its own.
    numbers = [each for each in numbers if not any(other.start < each.start < other.end for other in numbers)]
    found: list[Item] = []
    for at, number in enumerate(numbers):
        floor = numbers[at - 1].end if at else 0
        ceiling = numbers[at + 1].start if at + 1 < len(numbers) else len(line)
        item = _item(line, number, floor, ceiling)
        if item is not None and item not in found:
            here = line.find(item.name, floor, ceiling)
            found.append(replace(item, typed=text.shown[here : here + len(item.name)] if here >= 0 else item.name))
    return found[:MOST]


@dataclass(frozen=True, slots=True)
class _Counted:
    """A number with its unit: where both stand, and what they come to. `told`: a measure word or unit was."""

    start: int
    end: int
    value: float
    kind: str
    told: bool


def _counted(line: str, number: Quantity) -> _Counted:
    measure = _MEASURE.match(line, number.end)
    unit = measure or _UNIT.match(line, number.end) or _UNIT_ENGLISH.match(line, number.end)
    kind, by = _MEASURES[measure[1]] if measure else ("", 1.0)
    end = unit.end() if unit else number.end
    return _Counted(number.start, end, float(number.value) * by, kind, unit is not None)


def _item(line: str, number: _Counted, floor: int, ceiling: int) -> Item | None:
    if _EACH.search(line[max(0, number.start - 5) : number.start]):
        return None  # 每块120平: the size of one
    name = _name(line, number, floor, ceiling)
    if not name or (_NOT_GOODS.match(name) and thing(name) is None):
        return None
    return Item(name, number.value, number.kind)


def _name(line: str, number: _Counted, floor: int, ceiling: int) -> str:
    """The thing beside its number: before it, as in 扫描枪200台, or behind it, as in 200台扫描枪."""
    before, behind = _part_before(line[floor : number.start]), _part_behind(line[number.end : ceiling])
    named = [_clean(each) for each in (before, behind)]
    if not number.told:  # a bare number counts what the dictionary knows, or English words right behind it
        known = [name for name in reversed(named) if name and thing(name)]
        english = named[1] if named[1] and not HAN.search(named[1]) else ""
        bracketed = named[0] if re.search(r"[(x×*:] ?$", line[floor : number.start]) else ""
        return known[0] if known else english or bracketed
    asked = not before or _WANTS.search(before) is not None or line[number.start - 1 : number.start] == " "
    joined = line[number.end : number.end + 1] not in ("", " ") or not HAN.search(line[: number.end])
    order = (named[1], named[0]) if named[1] and asked and (joined or not named[0]) else (named[0], named[1])
    return next((name for name in order if name), "")


def _part_before(part: str) -> str:
    part = _BRACKETED.sub(r"\1", part)
    edges = [edge.end() for edge in _EDGE.finditer(part.rstrip("(:：x×* -"))]
    part = part[edges[-1] if edges else 0 :].strip(" (:x×*-")
    if HAN.search(part):
        return part.split(" ")[-1] if HAN.search(part.split(" ")[-1]) or " " not in part else part
    english = _BEFORE_ENGLISH.search(part)
    return english[1].strip() if english else ""


def _part_behind(part: str) -> str:
    if english := _ENGLISH.match(part):
        return english[1].strip()
    part = part.lstrip(" 的")
    edge = _EDGE.search(part)
    part = part[: edge.start()] if edge else part
    return part.split(" ")[0]


def _clean(name: str) -> str:
    """Without the place, the verb and the particle around it."""
    name = _WANTS.sub("", _LED_BY.sub("", name)) if HAN.search(name) else name
    return _TRAILING.sub("", _LEADING.sub("", name)).strip(" -的.了吧呢等") if HAN.search(name) else name.strip(" -.")


def shown(found: Sequence[Item]) -> Iterator[str]:
    """Each item as it is said: 200 扫描枪."""
    for item in found:
        yield f"{item.quantity:g} {item.kind} {item.typed or item.name}".replace("  ", " ")
