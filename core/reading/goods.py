"""Goods with a count: 200台扫描枪, 扫描枪 x200, 3 servers, two scanners and a printer."""

import re
from dataclasses import dataclass

from core.reading.quantities import Quantity
from core.reading.result import Goods
from core.reading.text import Text
from core.reading.units import COUNTED, MEASURED, NEEDS_NAME, NOT_GOODS, NOT_GOODS_ENGLISH, UNITS_ENGLISH

_MEASURED = re.compile(rf"\s?多?(?:{MEASURED})|\s?%|\s?折|\s?[点/:]")
_COUNTED = re.compile(rf"\s?[多来余]?({COUNTED})(?!钟)")
_NOT_GOODS = re.compile(rf"\s?(?:的|新|大|小|主要|关键|不同|竞品)?(?:{NOT_GOODS})")
_UNIT_ENGLISH = re.compile(rf"\s?({UNITS_ENGLISH})(?![a-z])(?: of)?\s?", re.ASCII)
_TIMES = re.compile(r"\s?[x×*]\s?(?=[a-z一-鿿])")
_TIMES_BEFORE = re.compile(r"[\s(]?[x×*]\s?$")
_NOUNS = re.compile(
    r"\s?((?:[a-z][a-z0-9'+-]*[ /-]){0,3}?(?:[a-z][a-z0-9-]*[^s\W]s|cctv|software|hardware|pos))(?![a-z])", re.ASCII
)
_NOUN = re.compile(r"\s?((?:[a-z][a-z0-9-]* ){0,1}[a-z][a-z-]{2,})(?![a-z])", re.ASCII)
_EXCLUDED = re.compile(
    rf"\s?(?:[a-z]+[ -]){{0,2}}?(?:{NOT_GOODS_ENGLISH})(?![a-z])|\s?(?:st|nd|rd|th|am|pm|in|on|at|for|by|to|of|or|and|but|from|with|after|before|if|is|was|per|each|off|less|more|left|ago|min|hrs?|out|did|today|tomorrow|next|late|early|new|percent)(?![a-z])",
    re.ASCII,
)
_WANTED = re.compile(
    r"(?:\b(?:needs?|wants?|orders?|ordered|buys?|buying|bought|sold|ships?|shipped|requests?|requested|for|plus|and|get|take|add|adds?|delivered|of)|[要买订购需加])\s?$",
    re.ASCII,
)

# Compounds in which a word that ends a name is part of the thing.
_COMPOUNDS = re.compile(
    "发电|发动|发射|发光|发泡|送风|送料|送餐|换热|换气|换能|交换|交流|给水|给料|给排水|用品|用具|定位|定制|定时|报警|报表|购物|配电|配件|装载|装订|装置|包装|套装|提升|补光|退火"
    "|还原|有机|有线|加湿|加热|加工|加油|加速|加密|加固|加药|和面|跟踪|在线|下水|下料|到位|问卷|说明|来料|来电|要素|交直流|自来水|收银|收款|开关|打印|打标|打包|打码|打磨|付款机"
    "|点钞|点胶|点焊|检测|测试|测量|会议|看板|找平|回收|签字笔|试用|试剂|存储|采集|采样|输送|传送|运输|联网|对讲|清洗|控制"
)
_AFTER_NAME = re.compile(
    "[^㐀-鿿a-z0-9+/. _-]|[和跟与及给送寄]|以及|还有|外加|加上|另外|各|每|单价|总价|报价|价格|预算|要求|要|需|想|打算|准备|计划|交货|到货|发货|发给|发过|在|到|让|我|他|她|它|客户|对方|已|了|的话"
    "|并|但|不|没|就|先|再|才|也|都|吧|呢|吗|啊|哦|哈|嘛|左右|以上|以内|等着|等他|等通知|下单|下周|下月|用于|用在|是|付|签|定|谈|说|问|催|可以|可能|应该|比较|大概|约|总共|一共|共|合计|有|还|差|缺|坏|退|换|补|试|看|比|价|做|安装|装|测|验收|交付|其中|分|从|由|为|因|所以|或|这|那|希望|同意|确认|黄|后|前|走|卖|买|租|订|月|年|今|明|周|星期"
)
_BEFORE_NAME = re.compile(
    "[^㐀-鿿a-z0-9+/ _-]|[要需买订购想定追补换送发寄给卖询问有差缺用说是的了来做装交拿带提付改退还和跟与及他她我们让先再共把各约报到加将新约大概能可就也又只才约收签谈见]|采购|大概|大约|至少|最少|左右|计划|预计|数量|目前|现在|今年|明年|首批|第一批|总共|一共|合计|需求|供应|供货|库存|下单|出货|备货|客户|对方|项目|另外|其中"
)
_TRIM_AFTER = re.compile(
    r"^(?:的|左右的?|以上的?|多的?|[\s(])+|(?:左右|等等|等|啥的|什么的|的|呗|哦|吧|及|\s|[-./+])+$"
)


@dataclass(frozen=True, slots=True)
class _Line:
    """The line with everything that is no part of a name (days, people, other numbers) blanked out."""

    text: Text
    masked: str


def goods(text: Text, quantities: list[Quantity], sums: set[Quantity], blank: list[tuple[int, int]]) -> list[Goods]:
    """What is counted, in the order of the line, among the quantities that are not `sums`."""
    spans = blank + [
        (quantity.start, quantity.end) for quantity in quantities if quantity.form != "han" or quantity.value > 1
    ]
    line = _Line(text, text.without(spans))
    found: list[Goods] = []
    for quantity in quantities:
        if quantity in sums or quantity.value <= 0:
            continue
        if thing := _chinese(line, quantity) or _times(line, quantity) or _english(line, quantity, listed=bool(found)):
            found.append(thing)
    return found


def _chinese(line: _Line, quantity: Quantity) -> Goods | None:
    """A number and a measure word, with the thing behind or before it."""
    plain = line.text.plain
    if (
        quantity.form == "word"
        or _MEASURED.match(plain, quantity.end)
        or quantity.value == quantity.value.to_integral_value() == 0
    ):
        return None
    unit = _COUNTED.match(plain, quantity.end)
    if unit is None or _NOT_GOODS.match(plain, unit.end()):
        return None
    start, end = _name_after(line, unit.end())
    name, before = line.text.shown[start:end], _name_before(line, quantity.start)
    if before and (not name or re.match(r"\s?\0", line.masked[end:])):
        name = before
    if not name and (unit[1] in NEEDS_NAME or _NOT_GOODS.search(plain[max(0, quantity.start - 3) : quantity.start])):
        return None
    return Goods(name, quantity.value, line.text.shown[unit.start(1) : unit.end(1)])


def _name_after(line: _Line, start: int) -> tuple[int, int]:
    """The span of the thing that follows, cut where another word begins; empty if none does."""
    masked = _COMPOUNDS.sub(lambda found: "品" * len(found[0]), line.masked)
    start += len(masked[start:]) - len(masked[start:].lstrip(" "))
    if masked.startswith("的", start):
        start += 1
    stop = _AFTER_NAME.search(masked, start)
    end = stop.start() if stop else len(masked)
    if space := re.compile(r"(?<=[㐀-鿿]) | (?=[㐀-鿿])").search(masked, start, end):
        end = space.start()
    end = min(end, start + 24)
    return start, start + len(_TRIM_AFTER.sub("", line.text.plain[start:end]))


def _name_before(line: _Line, end: int) -> str:
    """The thing that stands right before its number: 扫描枪200台, server 10台, 扫描枪 x200, 扫描枪要200台."""
    masked = _COMPOUNDS.sub(lambda found: "品" * len(found[0]), line.masked[:end])
    trimmed = re.sub(r"(?:[\s:x×*(]|需要|要了?|订了?|买了?|共|一共|数量|大概|约|各)+$", "", masked)
    start = 0
    for stop in _BEFORE_NAME.finditer(trimmed):
        start = stop.end()
    run = trimmed[start:]
    if space := list(re.finditer(r"(?<=[㐀-鿿]) | (?=[㐀-鿿])", run)):
        start += space[-1].end()
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
    plain, masked = line.text.plain, line.masked
    article = plain[quantity.start : quantity.end] in {"a", "an"}
    if article and not (listed and re.search(r"(?:and|plus|,|&)\s?$", plain[: quantity.start])):
        return None
    if quantity.form == "han" or _EXCLUDED.match(plain, quantity.end):
        return None
    if unit := _UNIT_ENGLISH.match(plain, quantity.end):
        start, end = (
            _name_after(line, unit.end())
            if plain[unit.start() : unit.end()].rstrip().endswith(" of") or plain[unit.end() : unit.end() + 1] >= "㐀"
            else (0, 0)
        )
        if end == start and (noun := _NOUNS.match(masked, unit.end())):
            start, end = noun.span(1)
        name = line.text.shown[start:end] or _name_before_latin(line, quantity.start)
        return Goods(name, quantity.value, line.text.shown[unit.start(1) : unit.end(1)])
    one = quantity.value == 1 or line.text.chinese or _WANTED.search(plain[: quantity.start]) is not None
    noun = _NOUNS.match(masked, quantity.end) or (_NOUN.match(masked, quantity.end) if one else None)
    if noun is None or not noun[0].strip():
        return None
    return Goods(line.text.shown[noun.start(1) : noun.end(1)], quantity.value, "")


def _name_before_latin(line: _Line, start: int) -> str:
    return _name_before(line, start) if line.text.chinese else ""
