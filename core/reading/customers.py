"""The customer of a line: one we know, or the words that probably name one."""

import re
from collections.abc import Sequence
from dataclasses import replace

from core.names import Candidate, Match, find
from core.reading.people_chinese import TITLED
from core.reading.text import HAN, Text, plain

_LEAD_IN = re.compile(
    r"(?:今天|今日|今早|昨天|昨日|昨晚|前天|刚刚?|刚才|上午|下午|早上|晚上|中午|上周[一二三四五]?|周[一二三四五]|\s)*(?:又|再|去|我|我们|和同事)?(?:第[一二三四五\d]+次)?(?:拜访|回访|走访|去|到|见|联系上?|打电话给|电话|致电|打给|微信联系|约见|来到|跑了?一?趟?|给|在|跟|和|与|从)(?:了|过|一下)?\s?"
    r"|(?:today |yesterday |just |had (?:a )?(?:call|meeting|lunch|coffee|dinner|chat) with |call(?:ed)? (?:with |to )?|visit(?:ed|ing)? (?:to )?|met (?:with )?|meeting (?:with|at) |spoke (?:to|with) |talked (?:to|with) |emailed |phoned |went to |from |at )+",
    re.IGNORECASE,
)
_HEAD_CHINESE = re.compile(
    r"[\s,。;:!?、\0]|见|拜访|电话|打来|打电话|来电|询价|询问|要|说|想|需|订|买|采购(?![中平])|报价|和(?=[^㐀-鿿]|.总|.经理)|跟|与(?=.总)|的|那边|这边|那个|联系|沟通|演示|签|付|送|发|约|去|在|谈|聊|反馈|客户|没|不|已|了|催|问|预算|项目|合同|下周|明天|今天|上周|昨天|met|call|email|visit|meeting|spoke|follow"
)
_TAIL_OF_NAME = re.compile(r"(?:采购|财务|(?:技术|工程|设备|信息|物流)部)部?$|的$")
_PLACE_VERB = re.compile(r"visit|went to|from|at |\bcalled? $|去|拜访|走访", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|at|of) ([A-Z][\w&'-]*(?: [A-Z][\w&'-]*)*)")
_HEAD_END = re.compile(r"[,;:.\n]")
_LATIN_HEAD = re.compile(
    r"(?:[A-Z0-9][\w&'.-]*|of|and|&|the|de|von)(?: (?:[A-Z0-9][\w&'.-]*|of|and|&|de|von)(?=\s|$|[,.:]))*"
)
_VERB = re.compile(
    r"\b(?:left|met|called?|visit(?:ed)?|spoke|talked|emailed|phoned?|wants?|needs?|asked|sent|no|not|ok|follow(?:ed)?|demo|meeting|had|has|is|was|will|quote[ds]?|ordered|interested|signed|lost|won|try|waiting|said|price|deal|contract|mon|tue|wed|thu|fri|next|tomorrow|today)\b|\b\d",
    re.IGNORECASE,
)


def customers(text: Text, known: Sequence[Candidate]) -> tuple[Match, ...]:
    """Those of `known` that the line names, best first; more than one only where they fit equally."""
    matches = [_whole(text, match) for match in find(text.shown, known)] if known else []
    if not matches:
        return ()
    best = [match for match in matches if match.score == matches[0].score]
    if len(best) == 1:
        return (best[0],)
    head = [match for match in best if match.start == best[0].start or _overlap(match, best[0])]
    return tuple(head)


def _whole(text: Text, match: Match) -> Match:
    """The match over the whole name where all of it stands in the line, not its best part alone."""
    name = plain(match.name)
    end = match.start + len(name)
    return replace(match, end=end) if end > match.end and text.plain[match.start : end] == name else match


def _overlap(one: Match, other: Match) -> bool:
    return one.start < other.end and other.start < one.end


def guess(text: Text) -> tuple[int, int] | None:
    """Where words at the head of the line seem to name a customer nobody knows yet."""
    lead = _LEAD_IN.match(text.plain)
    start = lead.end() if lead else 0
    if HAN.match(text.plain, start):
        return _chinese_head(text, start)
    if lead and not _PLACE_VERB.search(lead[0]):
        named = _FROM.search(text.shown)  # "met Sarah" leads in a person, "from Hooli" the firm
        return named.span(1) if named else None
    return _latin_head(text, start)


def _chinese_head(text: Text, start: int) -> tuple[int, int] | None:
    named = (person.span() for person in TITLED.finditer(text.plain))
    head = text.without(span for span in named if span[0] > start)
    stop = _HEAD_CHINESE.search(head, start + 1)
    end = stop.start() if stop else min(len(head), start + 20)
    end = start + len(_TAIL_OF_NAME.sub("", text.plain[start:end]))
    return (start, end) if 2 <= end - start <= 30 and not TITLED.match(text.plain, start) else None


def _latin_head(text: Text, start: int) -> tuple[int, int] | None:
    """The capitalised words, or in a line without capitals those before the verb."""
    capital = _LATIN_HEAD.match(text.shown, start)
    stop = capital.end() if capital else (_HEAD_END.search(text.shown, start) or _HEAD_END.search(text.shown + "\n"))
    end = stop if isinstance(stop, int) else min(stop.start() if stop else start, len(text.shown))
    if verb := _VERB.search(text.shown, start, end):
        end = verb.start()
    name = text.shown[start:end].rstrip(" ,.:;-")
    return (start, start + len(name)) if name and len(name.split()) <= 5 and len(name) <= 60 else None


def note(line: str, shown: str, match: Match | None) -> str:
    """The line without the customer's name where it leads, otherwise whole."""
    kept = line if len(line) == len(shown) else shown
    if match and not shown[: match.start].strip():
        return kept[match.end :].lstrip(" \t,,,。.::;;、-–—\n　").rstrip()
    return kept.strip()
