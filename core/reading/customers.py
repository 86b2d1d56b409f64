"""The customer of a line: one we know, or the words that probably name one."""

import re
from collections.abc import Sequence

from core.names import Candidate, Match, find
from core.reading.text import HAN, Text

_LEAD_IN = re.compile(
    r"(?:今天|今日|今早|昨天|昨日|前天|刚刚?|刚才|上午|下午|早上|晚上|中午|上周[一二三四五]?|周[一二三四五])?(?:又|再|去|我|我们|和同事)?(?:第[一二三四五\d]+次)?(?:拜访|回访|走访|去|到|见|联系|打电话给|电话|致电|打给|微信联系|约见|来到|跑了?趟?|给|在|跟|和|与|从)(?:了|过|一下)?\s?"
    r"|(?:today |yesterday |just |had (?:a )?(?:call|meeting|lunch) with |call(?:ed)? (?:with |to )?|visit(?:ed|ing)? (?:to )?|met (?:with )?|meeting (?:with|at) |spoke (?:to|with) |talked (?:to|with) |emailed |phoned |went to |from |at )+",
    re.IGNORECASE,
)
_HEAD_CHINESE = re.compile(
    r"[\s,。;:!?、\0]|见|拜访|电话|打来|打电话|来电|询价|询问|要|说|想|需|订|买|采购(?![中平])|报价|和(?=[^㐀-鿿]|.总|.经理)|跟|与(?=.总)|的|那边|这边|那个|联系|沟通|演示|签|付|送|发|约|去|在|谈|聊|反馈|客户|没|不|已|了|催|问|预算|项目|合同|下周|明天|今天|上周|昨天|met|call|email|visit|meeting|spoke|follow"
)
_TAIL_OF_NAME = re.compile(r"(?:采购|技术|财务|工程|设备|信息|物流)部?$|的$")
_LATIN_HEAD = re.compile(
    r"(?:[A-Z0-9][\w&'.-]*|of|and|&|the|de|von)(?: (?:[A-Z0-9][\w&'.-]*|of|and|&|de|von)(?=\s|$|[,.:]))*"
)
_VERB = re.compile(
    r"\b(?:left|met|called?|visit(?:ed)?|spoke|talked|emailed|phoned?|wants?|needs?|asked|sent|no|not|ok|follow(?:ed)?|demo|meeting|had|has|is|was|will|quote[ds]?|ordered|interested|signed|lost|won|try|waiting|said|price|deal|contract|mon|tue|wed|thu|fri|next|tomorrow|today|\d)",
    re.IGNORECASE,
)


def customers(text: Text, known: Sequence[Candidate]) -> tuple[Match, ...]:
    """Those of `known` that the line names, best first; more than one only where they fit equally."""
    matches = find(text.shown, known) if known else []
    if not matches:
        return ()
    best = [match for match in matches if match.score == matches[0].score]
    if len(best) == 1:
        return (best[0],)
    head = [match for match in best if match.start == best[0].start or _overlap(match, best[0])]
    return tuple(head)


def _overlap(one: Match, other: Match) -> bool:
    return one.start < other.end and other.start < one.end


def guess(text: Text, people: list[tuple[int, int]]) -> str | None:
    """The words at the head of the line that would name a customer nobody knows yet."""
    lead = _LEAD_IN.match(text.plain)
    start = lead.end() if lead else 0
    head = text.without(people)
    if HAN.match(text.plain, start):
        stop = _HEAD_CHINESE.search(head, start + 1)
        end = stop.start() if stop else min(len(head), start + 20)
        name = _TAIL_OF_NAME.sub("", text.shown[start:end])
        return name.strip() if 2 <= len(name.strip()) <= 30 else None
    words = text.shown[start:]
    if capital := _LATIN_HEAD.match(words):
        name = capital[0]
        if verb := _VERB.search(name, 1):
            name = name[: verb.start()] if name[verb.start() - 1] == " " else name
        return name.strip(" ,.-") or None
    verb = _VERB.search(words)
    name = words[: verb.start()] if verb else re.split(r"[,;:.\n]", words)[0]
    return name.strip(" ,.:-")[:60] or None if len(name.split()) <= 5 else None


def note(line: str, shown: str, match: Match | None) -> str:
    """The line without the customer's name where it leads, otherwise whole."""
    kept = line if len(line) == len(shown) else shown
    if match and not shown[: match.start].strip():
        return kept[match.end :].lstrip(" \t,,,。.::;;、-–—\n　").rstrip()
    return kept.strip()
