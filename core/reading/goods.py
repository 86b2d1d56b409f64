"""Goods with a count: 200台扫描枪, 扫描枪 x200, 3 servers, two scanners and a printer."""

import re
from dataclasses import dataclass

from core.reading.quantities import Quantity
from core.reading.result import Goods
from core.reading.text import HAN, Text
from core.reading.words import any_of, words

_MEASURED = re.compile(rf"\s?多?{any_of('goods', 'measured')}|\s?%|\s?[/:]")
_COUNTED = re.compile(rf"\s?[多来余]?({any_of('goods', 'counted')})(?!钟)")
_NEEDS_NAME = words("goods", "named units")
_NOT_GOODS = re.compile(rf"(?:{any_of('goods', 'not goods')}|{any_of('goods', 'not goods letters')})$")
_ONE_WHO = re.compile(r"[叫要戴穿姓]|翻译|实习生|同事|助理|司机|朋友")  # 一个叫裘安的, 一个要国产
_NO_GOODS = re.compile(rf"\s?的?{any_of('goods', 'not goods')}")
_VERBS = re.compile(r"(?:需要|要了?|订了?|买了?|大概|约|各|共)[\s:]*$")
_UNIT_ENGLISH = re.compile(rf"\s?({any_of('goods', 'english units')})(?![a-z])(?P<of> of)?\s?", re.ASCII)
_NO_COUNT_ENGLISH = re.compile(
    rf"\s?(?:[a-z]+[ -]){{0,2}}?{any_of('goods', 'english not goods')}(?![a-z])"
    rf"|\s?{any_of('goods', 'english glue')}(?![a-z])",
    re.ASCII,
)
_TIMES = re.compile(r"\s?[x×*]\s?(?=[a-z㐀-鿿])")
_TIMES_BEFORE = re.compile(r"(?:^|[\s(㐀-鿿\0])[x×*]\s?$")
_MORE = r"\s?(?:(?:more|extra|additional|new|other|brand new|used) )*"
_NOUNS = re.compile(
    _MORE + r"((?:(?!(?:and|or|with|for|plus|at|by|to|of|per)\b)[a-z][a-z0-9'+-]*[ /-]){0,3}?"
    r"(?:[a-z][a-z0-9-]*[a-rt-z0-9]s|cctv|software|hardware|pos))(?![a-z])",
    re.ASCII,
)
_NOUN = re.compile(
    r"\s?((?:[a-z][a-z0-9-]* )?(?!(?:and|or|with|for|plus|at|by|to|of|per|more|less)\b)[a-z][a-z-]{2,})(?![a-z])",
    re.ASCII,
)
_WANTED = re.compile(
    r"(?:\b(?:needs?|wants?|orders?|ordered|buys?|buying|bought|sold|ships?|shipped|requests?|requested|plus|and|take|adds?"
    r"|delivered|of)|[要买订购需加])\s?$",
    re.ASCII,
)
_PRONOUN = re.compile(r"\b(?:the|this|that|old|new|another|which|each|every|last|next|first|no|any|some|only)\s$")
_A_THING = re.compile("(?:系统|软件|平台|设备|[机器仪屏板柜车端卡灯牌箱架泵阀门锁]|终端|模块|套件)$")
_COMPOUNDS = re.compile(any_of("goods", "compounds"))
_AFTER_NAME = re.compile(any_of("goods", "after"))
_BEFORE_NAME = re.compile(any_of("goods", "before"))
_GAP = re.compile(r"(?<=[㐀-鿿]) | (?=[㐀-鿿])")
_EACH = re.compile(r"每.{0,3}$")
_BETWEEN = re.compile(
    r"(?:[\s:x×*(]|[坏少缺丢退换]了?|还?[有剩]下?|需要|(?:先|就|可能|大概|也|暂时|现在|一共)?(?:要了?|试用)|订了?|买了?|共|一共|数量|大概|约|各)+$"
)
_TRIM = re.compile(r"(?:左右|等等|等|啥的|什么的|的|呗|哦|吧|及|\s|[-./+])+$")


@dataclass(frozen=True, slots=True)
class _Line:
    """The line with everything that is no part of a name (days, people, other numbers) blanked out."""

    text: Text
    masked: str
    sum_ends: frozenset[int]
    sum_starts: frozenset[int]


def goods(text: Text, quantities: list[Quantity], sums: set[Quantity], blank: list[tuple[int, int]]) -> list[Goods]:
    """What is counted, in the order of the line, among the quantities that are not `sums`."""
    counts = [
        each
        for each in quantities
        if each in sums or each.scaled or each.form == "word" or _COUNTED.match(text.plain, each.end)
    ]
    spans = [(each.start, each.end) for each in counts if not _MEASURED.match(text.plain, each.end)]
    line = _Line(
        text,
        text.without([*blank, *spans]),
        frozenset(each.end for each in sums),
        frozenset(each.start for each in sums),
    )
    found: list[Goods] = []
    for before, quantity in zip([None, *quantities], quantities, strict=False):
        if (
            quantity in sums
            or quantity.value <= 0
            or _MEASURED.match(text.plain, quantity.end)
            or (before and before.start == quantity.start)
        ):
            continue
        if (
            thing := _chinese(line, quantity, listed=bool(found))
            or _times(line, quantity)
            or _english(line, quantity, listed=bool(found))
        ):
            found.append(thing)
    return found


def _chinese(line: _Line, quantity: Quantity, *, listed: bool) -> Goods | None:
    """A number and a measure word, with the thing behind or before it."""
    plain = line.text.plain
    unit = _COUNTED.match(plain, quantity.end)
    if (
        unit is None
        or (quantity.value == 1 and _EACH.search(plain[: quantity.start]))
        or quantity.form == "word"
        or _MEASURED.match(plain, quantity.end)
    ):
        return None
    start, end = _name_after(line, unit.end())
    name, before = line.text.shown[start:end], _name_before(line, quantity.start)
    if plain.startswith("-", start):
        name = ""  # 退单200套-灯珠不亮
    if _NOT_GOODS.search(plain[start:end]) or (_NO_GOODS.match(plain, unit.end()) and not _A_THING.search(name)):
        return None
    if quantity.value == 1 and unit[1] == "个" and _ONE_WHO.match(plain, unit.end()):
        return None
    if unit[1] == "份" and _NO_GOODS.match(plain, end):
        return None  # 一份英文报价
    if re.match(r"的\s?\0", line.masked[end:]):
        name = ""  # 红的10件黑的10件: what follows is the next count's
    if (
        before
        and (not name or (not _VERBS.search(line.masked[: quantity.start]) and re.match(r"\s?\0", line.masked[end:])))
        and not _NOT_GOODS.search(before)
    ):
        name = before
    if not name and (
        (unit[1] in _NEEDS_NAME and not (unit[1] == "个" and (listed or quantity.form == "digits")))
        or (quantity.value == 1 and _priced(line, quantity.start, unit.end()))
    ):
        return None
    return Goods(name, quantity.value, line.text.shown[unit.start(1) : unit.end(1)])


def _priced(line: _Line, start: int, end: int) -> bool:
    """一台三千五, 3w8一套: the price of one, and no count."""
    return (
        end in line.sum_starts
        or end + 1 in line.sum_starts
        or not line.sum_ends.isdisjoint(range(start - 2, start + 1))
    )


def _name_after(line: _Line, start: int) -> tuple[int, int]:
    """The span of the thing that follows, cut where another word begins; empty if none does."""
    masked = _COMPOUNDS.sub(lambda found: "品" * len(found[0]), line.masked)
    start += len(masked[start:]) - len(masked[start:].lstrip(" "))
    start += masked.startswith("的", start)
    stop = _AFTER_NAME.search(masked, start)
    end = min(stop.start() if stop else len(masked), start + 24)
    if gap := _GAP.search(masked, start, end):
        end = gap.start()
    return start, start + len(_TRIM.sub("", line.text.plain[start:end]))


def _name_before(line: _Line, end: int) -> str:
    """The thing that stands right before its number: 扫描枪200台, server 10台, 扫描枪 x200, 扫描枪要200台."""
    masked = _COMPOUNDS.sub(lambda found: "品" * len(found[0]), line.masked[:end])
    trimmed = _BETWEEN.sub("", masked)
    start = max((stop.end() for stop in _BEFORE_NAME.finditer(trimmed)), default=0)
    start = max((gap.end() for gap in _GAP.finditer(trimmed, start)), default=start)
    name = line.text.shown[start : len(trimmed)].strip(" -/")
    return name if len(name) > 1 and not name.isdigit() else ""


def _times(line: _Line, quantity: Quantity) -> Goods | None:
    """3 x laser scanner; scanners x 200."""
    plain = line.text.plain
    if _TIMES_BEFORE.search(plain[: quantity.start]):
        name = _name_before(line, quantity.start)
        return Goods(name, quantity.value, "") if name else None
    after = _TIMES.match(plain, quantity.end)
    if after is None:
        return None
    start, end = _name_after(line, after.end())
    return Goods(line.text.shown[start:end], quantity.value, "") if end > start else None


def _english(line: _Line, quantity: Quantity, *, listed: bool) -> Goods | None:
    """A number and a noun; a lone "a printer" only where it continues a list of goods."""
    plain = line.text.plain
    if plain[quantity.start : quantity.end] == "one" and _PRONOUN.search(plain[: quantity.start]):
        return None
    article = plain[quantity.start : quantity.end] in {"a", "an"}
    if article and not (listed and re.search(r"(?:and|plus|,|&)\s?$", plain[: quantity.start])):
        return None
    if quantity.form == "han" or _NO_COUNT_ENGLISH.match(plain, quantity.end):
        return None
    if unit := _UNIT_ENGLISH.match(plain, quantity.end):
        return _packed(line, quantity, unit)
    single = quantity.value == 1 or line.text.chinese or _WANTED.search(plain[: quantity.start]) is not None
    noun = _NOUNS.match(line.masked, quantity.end) or (_NOUN.match(line.masked, quantity.end) if single else None)
    return Goods(line.text.shown[noun.start(1) : noun.end(1)], quantity.value, "") if noun else None


def _packed(line: _Line, quantity: Quantity, unit: re.Match[str]) -> Goods:
    """10 boxes of labels, 500 pcs标签, 200 pcs."""
    start, end = unit.end(), unit.end()
    if unit["of"] or HAN.match(line.text.plain, start):
        start, end = _name_after(line, start)
    elif noun := _NOUNS.match(line.masked, start) or (_NOUN.match(line.masked, start) if line.text.chinese else None):
        start, end = noun.span(1)
    name = line.text.shown[start:end]
    if not name and HAN.search(before := _name_before(line, quantity.start)):
        name = before
    return Goods(name, quantity.value, line.text.shown[unit.start(1) : unit.end(1)])
