"""What a new lead's line says besides who they are: whom to reach, and what is needed, fit for eyes that may not
know the first."""

import re

from core.names.regions import REGIONS
from core.names.words import CHINESE, GIVEN
from core.reading.people_chinese import PERSON, is_ordinary
from core.reading.result import Span
from core.reading.text import plain
from core.reading.words import any_of

_CALLED = re.compile(
    r"(?:联系人|姓名|contact(?: name)?|(?<![a-z] )\b[Nn]ame(?=:))\s*(?:是|为|is|:|：)?\s*"
    r"([\u4e00-\u9fff]{2,4}|[A-Z][\w.'-]+(?: [A-Z][\w.'-]+\b(?!:)){0,2}"
    r"|(?<=is )(?!the |a |an |not )[a-z]{2,}(?: [a-z]{2,})?"
    r"(?=\s?(?:[,;.(+\d]|$|(?:not|who|she|he|and|at|on|via|wants|needs|phone|email|tel)\b)))"
)
_BESIDE = re.compile(
    r"(?:^|(?<=[\s,，、;；㐀-鿿]))([A-Z][\w.'-]+(?: [A-Z][\w.'-]+){0,2}|[\u4e00-\u9fff]{2,3})\s*[,:：，]?\s*$"
)
# "Acme, Jim, needs 20": what stands alone right behind the customer is who.
_SECOND = re.compile(
    r"\s*(?:[,;，；]|-(?=\s))\s*"
    r"((?:(?:Mr|Mrs|Ms|Dr|Prof)\.? )?[A-Z][a-z'-]+(?: [A-Z][a-z'.-]+){0,2})\s*(?=[,;，；]|\s-|$)"
)
# 蒙亮乳业 娜仁 158…: alone between the customer and a number, whatever it begins with.
_BETWEEN = re.compile(r"\s+(?![当做搞是叫管])([\u4e00-\u9fff]{2,3})\s+(?=\+?\d[\d -]{6})")
_BEHIND = re.compile(r"\s(([A-Z][a-z]+)(?: (?:Mc|O')?[A-Z][a-z'-]+)?)(?=[\s,;:.]|$)")  # Redfern Bakery Paul needs
_ALONE = re.compile(r"(?:^|(?<=[,，;；|—-]))\s*([\u4e00-\u9fff]{2,3})\s*(?=[,，;；|—-])")
_AT_DESK = re.compile(
    r"\b([A-Z][a-z'-]+(?: [A-Z][a-z'-]+)?) (?:in|from) (?:purchasing|procurement|sourcing|finance|IT|HR|ops|sales)\b"
)
_IN_ROLE = re.compile(
    r"(?:老板娘?|店长|园长|采购|财务|前台|经理|主任|会计)([阿小][\u4e00-\u9fff](?![\u4e00-\u9fff]))"
    # Right before a number, whatever the surname: 厂长冶国强 139….
    r"|(?:(?:总经理|副总|厂长|店长|经理|主任|科长|部长|总监|主管|会计|专员|负责人|联系人)\s?)"
    r"(?P<rare>(?![要需急想姓叫是])[\u4e00-\u9fff]{2,3})(?<![要买做用订的])(?=\s?[,，]?\s?\+?\d{7})"
)
_LABELS = re.compile(
    r"(?:联系人|联系方式|联系电话|电话|手机号?|座机|微信号?|邮箱|邮件|(?:他们的?)?预算(?:大概|大约|约|只有)?"
    r"|(?:已经?|我们|我方|先|刚)*报(?:价|了|过|了价)?|[单总]价(?:报了?)?"
    r"|contact|phone|tel|mobile|cell|wechat|e-?mail|(?:(?:their|the) )?budget(?: only| about| around)?"
    r"|(?:we |i )?(?:price )?quoted?(?: them| him| her| price)?|(?:we )?offered(?: them| him| her)?)?"
    r"(?:\s*(?:是|为|of|is|at|:|：|=))?\s*(?:US\$|[$¥￥€£]|RMB|USD|CNY|EUR)?\s*$",
    re.IGNORECASE,
)
# What a filled-in sheet says before the customer, what they need, and where: 客户：…，需求：…，地区：…
_HEADING = re.compile(
    r"(?:^|(?<=[,，、;；|\n]))\s*(?:客户|公司|单位|企业|customer|company|client|account|(?:主要|具体)?需求|interest|needs?"
    r"|(?:所在)?(?:地区|区域)|region)"
    r"(?:名称?| name)?\s?[:：=]\s*",
    re.IGNORECASE,
)
_TRAIL = re.compile(r"\s?(?:左右|以内|上下|多(?=\W|$)|元(?![㐀-鿿])|块钱?|or so\b)")
_CHANNEL = re.compile(any_of("origin", "english places"), re.ASCII)
_HANDED = re.compile(r"(?:介绍|推荐|转|交|派|分|移交)给\s?$")
_NOT_THEIRS = re.compile(r"\s?(?:的(?:老?客户|朋友|老?同学|熟人|老乡|关系|亲戚)|不介绍|没介绍)")
# Named, but not whom to reach where somebody else is: 原来的联系人老郭退休了, 别找李总, 我同学李雷在那上班.
_GONE = re.compile(
    r"\s?(?:\([^()]{1,12}\))?\s?(?:,\s?)?(?:已经?|刚刚?|都|现在|上个?月|去年|was |has |is |just |have )*"
    rf"{any_of('people', 'gone')}",
    re.IGNORECASE,
)
_ASKED_FOR = re.compile(rf"{any_of('people', 'ask for')}\s?(?:{any_of('people', 'role nouns')})?\s?$", re.IGNORECASE)
_BUYS = re.compile(rf"\s?{any_of('people', 'buys')}", re.IGNORECASE)
_NUMBER_NEXT = re.compile(r"\s?(?:的)?(?:电话|手机号?|微信号?|号码|tel|mobile|cell|phone)?\s?(?:是|:)?\s?")
_SHUNNED = re.compile(rf"{any_of('people', 'shunned')}\s?$", re.IGNORECASE)
_AND = re.compile(r"\s?(?:、|,|，|和|跟|与|&|\+|/|and)\s?(?:[\u4e00-\u9fff]{0,6})\s?")
_EDGES = " ,，、;；:：.。-–—/|()（）"
_GAPS = re.compile(r"\s*[,，、;；:：]\s*(?=[,，、;；:：.。])|\(\s*\)|（\s*）|\s+(?=[,，;；.。])")


def contacts(shown: str, known: list[Span], reached: list[Span], head: Span | None) -> list[Span]:
    """Where the people to reach stand: those already known, one called a contact, a name just before a number."""
    found = [span for span in known if not _mentioned(shown, span)]
    if (called := _CALLED.search(shown)) and not _over(called.span(1), found):
        found.append(called.span(1))
    known_to_be_none = [*reached, *([head] if head else [])]
    for start, _ in reached:
        at = head[1] if head and head[1] <= start else 0
        beside = _BESIDE.search(_LABELS.sub("", shown[at:start]))
        span = (at + beside.start(1), at + beside.end(1)) if beside else (0, 0)
        if beside and not _over(span, [*found, *known_to_be_none]) and _is_name(beside[1]):
            found.append(span)
    behind = _BEHIND.match(shown, head[1]) if head else None
    if behind and behind[2].casefold() in GIVEN and not _over(behind.span(1), found):
        found.append(behind.span(1))
    between = _BETWEEN.match(shown, head[1]) if head else None
    if between and not found and not _LABELS.fullmatch(between[1]) and plain(between[1]) not in CHINESE:
        found.append(between.span(1))
    alone = [who for who in _ALONE.finditer(shown) if _is_name(who[1])]
    for where in (*alone, *_AT_DESK.finditer(shown), *_IN_ROLE.finditer(shown)):
        span = where.span(where.lastindex or 1)
        if not _over(span, [*found, *known_to_be_none]):
            found.append(span)
    second = _SECOND.match(shown, head[1]) if head else None
    if second and not _over(second.span(1), [*found, *known_to_be_none]) and _is_name(second[1]):
        found.append(second.span(1))
    if len(found) < 2:
        return found
    return _first_to_reach(shown, _to_reach(shown, sorted(found)), reached)


def _first_to_reach(shown: str, found: list[Span], reached: list[Span]) -> list[Span]:
    """Whom the line says to ask for first, else whose number it gives: 联系人写的老丁 但这块归小潘管 小潘电话139…"""
    asked = [
        span for span in found if _ASKED_FOR.search(shown, max(0, span[0] - 24), span[0]) or _BUYS.match(shown, span[1])
    ]
    starts = {start for start, _ in reached}
    numbered = [span for span in found if (between := _NUMBER_NEXT.match(shown, span[1])) and between.end() in starts]
    first = [span for span in (asked or numbered)[:1] if not _joined(shown, found, span)]
    return [*first, *(span for span in found if span not in first)]


def _joined(shown: str, found: list[Span], span: Span) -> bool:
    """Whether somebody before stands together with them: 周总和采购小王 133…"""
    return any(_AND.fullmatch(shown, other[1], span[0]) for other in found if other[1] <= span[0])


def _to_reach(shown: str, found: list[Span]) -> list[Span]:
    """Without those who left, are not to be asked, or only know somebody there; unless nobody else is named."""
    gone = {
        shown[start:end]
        for start, end in found
        if _GONE.match(shown, end) or _SHUNNED.search(shown, max(0, start - 24), start)
    }
    return [span for span in found if shown[slice(*span)] not in gone] or found


def _mentioned(shown: str, span: Span) -> bool:
    """Named, but not as theirs: 介绍给老刘, 老王的客户, 老王不介绍了; or no name at all: Quoted, LinkedIn."""
    word = shown[slice(*span)]
    if not _may_be_name(word):
        return True
    return bool(_HANDED.search(shown[: span[0]]) or _NOT_THEIRS.match(shown, span[1]))


def _may_be_name(word: str) -> bool:
    """Whether it announces nothing and is no way by which leads come: Quoted, Interest, LinkedIn."""
    announces = _LABELS.fullmatch(word) or _HEADING.fullmatch(f"{word}:")
    return not announces and _CHANNEL.fullmatch(plain(word)) is None


def _is_name(word: str) -> bool:
    """Whether a word that stands where a name would is one: Chinese names begin with a surname, places are none."""
    folded = plain(word)
    if not _may_be_name(word):
        return False
    if not word.isascii():
        return PERSON.fullmatch(folded) is not None and not is_ordinary(folded)
    return folded.replace(" ", "") not in REGIONS


def _over(span: Span, taken: list[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)


def need(shown: str, said_elsewhere: list[Span]) -> str:
    """`shown` without these spans, the words that only announce them, and the commas left behind."""
    kept, end = "", 0
    for start, stop in sorted(said_elsewhere):
        if start >= end:
            trail = _TRAIL.match(shown, end) if end else None
            kept += _LABELS.sub("", _HEADING.sub("", shown[trail.end() if trail else end : start]))
        end = max(end, stop)
    trail = _TRAIL.match(shown, end) if end else None
    kept += _HEADING.sub("", shown[trail.end() if trail else end :])
    while (tidier := _GAPS.sub("", kept)) != kept:
        kept = tidier
    return re.sub(r"\s{2,}", " ", kept).strip(_EDGES)
