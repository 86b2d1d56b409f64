"""Who has left or moved on at the customer's, and who follows them: 小王调走了,换刘兵负责."""

import re
from dataclasses import dataclass

from core.reading.people_chinese import PERSON
from core.reading.text import Text, text

_HAN = r"[\u4e00-\u9fff]{2,4}?"
_GONE = re.compile(
    rf"(?=(?:^|[\s,.;!?。、:]|听说|原来的|那边|他们|客户|采购|联系人|对接人|主管|负责人)(?P<who>{_HAN})"
    r"(?:已经?|刚刚?|上周|上个?月|这个?月|前几天|昨天|今天|最近|要|被|都)*"
    r"(?:调走|调离|调岗|调到\S{1,12}?|调去\S{1,12}?|转岗|换岗|离职|辞职|跳槽|离开|走人|走|退休|升职|不干|不在(?:这|那|他们)?(?:公司|部门)?|不负责(?:这块|这个)?)"
    r"了)"
)
_NEXT = re.compile(
    rf"(?:换成?了?|由|改由|现在(?:由|是|换成?)?|新来的(?:是)?|以后(?:由|找|是)?|接替(?:他|她)?的是|交给了?)\s?(?P<who>{_HAN})"
    r"(?=来?(?:负责|接手|接替|接任|接管|对接|管|接)|[\s,.;!?。]|$)"
)
_TAKES = re.compile(rf"(?:^|[\s,.;!?。、])(?P<who>{_HAN})(?:来)?(?:接手|接替|接任|接管|顶替)")
_NAME = r"[A-Z][a-z]+(?: [A-Z][a-z]+)?"
_GONE_ENGLISH = re.compile(
    rf"(?P<who>{_NAME})(?:'s| has| was| is| had| got)?(?: just| now| been| already)*"
    r" (?:left|moved (?:on|away|to)|moved|transferred|retired|resigned|quit|gone|leaving|no longer)\b"
)
_NEXT_ENGLISH = re.compile(
    rf"(?P<who>{_NAME})(?: has| is| will)?(?: now)? (?:takes? over|took over|taken over|taking over|replaces|replaced"
    rf"|in charge|responsible)|(?:replaced by|successor is|new contact is|now it is|over to) (?P<other>{_NAME})"
)


@dataclass(frozen=True, slots=True)
class Turnover:
    """Who is gone, by name as written; `follows`: who takes their place, if that is told."""

    gone: str
    follows: str | None


def turnover(line: str) -> Turnover | None:
    """What the line tells of that; None where it tells nothing."""
    words = text(line)
    gone = _chinese(words, _GONE) or _english(words, _GONE_ENGLISH)
    if gone is None:
        return None
    follows = _chinese(words, _NEXT) or _chinese(words, _TAKES) or _english(words, _NEXT_ENGLISH)
    return Turnover(gone, follows if follows != gone else None)


def _chinese(words: Text, said: re.Pattern[str]) -> str | None:
    for match in said.finditer(words.plain):
        if PERSON.fullmatch(match["who"]):
            return words.shown[match.start("who") : match.end("who")]
    return None


def _english(words: Text, said: re.Pattern[str]) -> str | None:
    match = said.search(words.shown)
    if match is None:
        return None
    return next(each for each in (match["who"], match.groupdict().get("other")) if each)
