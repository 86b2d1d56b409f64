"""Whether a note says something: a follow-up that counts has a fact that earlier notes had not."""

import re
from collections.abc import Sequence
from datetime import date

from rapidfuzz.distance import Levenshtein

from core.errors import msgid
from core.reading import clock, dates, people_chinese
from core.reading.mentions import Today
from core.reading.result import Worth
from core.reading.text import HAN, text

EMPTY = msgid("It says nothing new about the customer yet. What did they say, want or decide?")
COPY = msgid("The same was noted before. What is new since then?")

_ANY_DAY = Today(date(2024, 1, 1), day_first=False)
# What salespeople write when there is nothing to write. Longest first, taken out together.
_HOLLOW_CHINESE = (
    "正常跟进中|正常跟进|持续跟进中|持续跟进|继续跟进|保持跟进|跟进一下|跟进中|跟进了|已跟进|待跟进|再跟进|电话跟进|微信跟进|跟进客户|客户跟进|跟进|跟踪|跟踪中|保持联系|保持沟通|保持|维护好?客情|维护关系|维护|客情|"
    "日常拜访|例行拜访|常规拜访|拜访|回访|走访|上门|见面|见了面|见过|见了|见到|日常|例行|常规|定期|已联系|联系上|联系了|联系过|再联系|联系|沟通良好|沟通顺利|沟通愉快|已沟通|沟通过|沟通了|沟通中|沟通一下|沟通|聊得不错|聊得很好|"
    "交流|聊聊|聊了聊|聊了|聊天|聊过|聊|谈了谈|谈了|谈过|打了个?招呼|打招呼|问候了?|寒暄|打过?了?(?:个|一个|通)?电话|打了?个?电话|通了?(?:个)?电话|电话|微信|短信|邮件|发微信|发了微信|对接中|对接|推进中|推进|进行中|处理中|洽谈中|洽谈|"
    "暂无进展|没有进展|无进展|没进展|暂时没有?进展|没什么进展|进展顺利|进展正常|进展良好|一切顺利|一切正常|顺利|正常|良好|还行|还可以|挺好|不错|没有新情况|没有新消息|没新消息|无新消息|没有?变化|无变化|没有?动静|老样子|同上|同前|同昨天|如上|"
    "暂无|没什么|无更新|没有更新|没更新|等(?:待)?(?:客户)?(?:回复|消息|通知|反馈|答复|结果)|等客户|等待|再说|再看看?|看情况|待定|了解了?情况|了解了?一下|了解|情况|知道了|收到|好的|好滴|好嘞|好|行|可以|嗯嗯?|哦|是的?|对的?|OK|"
    "没问题|没事|没啥|无|有|测试|试试|备注|记录|打卡|签到|完成|已完成|已处理|已办|搞定|搞定了|加油|辛苦|谢谢|感谢|哈哈|呵呵|你好|您好|在吗"
)
_FILL_CHINESE = (
    "客户那边|客户|对方|他们|她们|他|她|我们|我|大家|老板|负责人|采购|联系人|今天|今日|昨天|明天|本周|这周|下周|最近|近期|目前|现在|刚刚|刚才|刚|已经|已|正在|正|在|还在|还|仍|仍在|继续|持续|再次|再|又|也|都|就|还是|一直|"
    "一下|一次|一趟|一遍|两次|几次|中|了|过|的|地|得|着|吧|啊|呢|嘛|哈|呀|哦|和|跟|与|同|给|对|向|去|来|到|把|被|用|通过|进行|做|做了|有|等|并|及|后|前|之后|以后|先|后续|之前|比较|很|非常|挺|较|蛮|情况|工作|事宜|事情|事|关系|上午|下午|晚上|第二次|第三次|再去|会|要|准备|打算|计划"
)
_HOLLOW_ENGLISH = (
    r"will (?:keep|continue)(?: to)? follow(?:ing)?[ -]?up|keep(?:ing)? (?:in touch|following up|in contact|on it)|stay(?:ed|ing)? in touch|follow(?:ed|ing|s)?[ -]?ups?|touch(?:ed|ing)? base|check(?:ed|ing|s)?[ -]?in|checked|circled? back|reach(?:ed|ing)? out|"
    r"in progress|on ?going|work(?:ing)? on it|wip|in the works|moving along|on track|as usual|same as (?:before|last time|above|yesterday)|as (?:discussed|above|before|per usual)|no (?:updates?|news|change|changes|progress)(?: yet)?|nothing (?:new|to report|much)|"
    r"all good|all fine|all well|going (?:well|fine|ok)|went (?:well|fine|ok)|good (?:talk|chat|call|meeting|conversation|discussion)|nice (?:talk|chat|call|meeting)|had (?:a )?(?:good |nice |quick |short )?(?:call|chat|meeting|talk|conversation|visit)|"
    r"call(?:ed|ing|s)?|phone(?:d)?|rang|contact(?:ed|ing)?|spoke(?:n)?|talk(?:ed|ing)?|chat(?:ted|ting)?|met|meet(?:ing)?|visit(?:ed|ing)?|email(?:ed|ing)?|messag(?:ed?|ing)|text(?:ed)?|discuss(?:ed|ion)|sync(?:ed)?|connect(?:ed)?|"
    r"wait(?:ing)?(?: (?:for|on) (?:a |an |the |their |customer |client |his |her )*(?:reply|response|feedback|answer|update|news|confirmation))?|pending|tbd|tbc|tba|done|noted|ok(?:ay)?|okey|k|yes|yep|yeah|yup|sure|fine|good|great|nice|cool|thanks?|thx|ty|hi|hello|hey|test(?:ing)?|n/?a|none|nil|nothing|"
    r"same|ditto|update[ds]?|status|maintain(?:ed|ing)?|relationship|continu(?:e|ed|ing)|monitor(?:ing)?|routine|regular|usual|got it|received|asdf\w*|qwer\w*|abc|xxx+|lol|haha\w*|to be continued|to follow|fyi|log(?:ged)?|will do|on it|see above|later|asap|soon"
)
_FILL_ENGLISH = (
    r"the|a|an|customers?|clients?|them|they|him|her|he|she|it|we|i|us|me|my|our|their|his|with|to|for|on|in|at|by|of|from|and|again|today|yesterday|tomorrow|just|still|now|back|up|will|'ll|was|is|are|been|be|have|has|had|did|do|quick|brief|short|"
    r"some|this|that|week|month|day|team|guys|people|contact|about|re|regarding|via|phone|email|wechat|more|further|next|last|once|already|yet|so|then|soon|keep|get|got|go|went|going|time"
)
_NUMBERED = re.compile(r"^\s*(?:\d{1,2}[.、)]|[-*•·])\s*", re.MULTILINE)
_CHINESE_HOLLOW = re.compile("|".join(sorted(set((_HOLLOW_CHINESE).split("|")), key=len, reverse=True)))
_CHINESE_FILL = re.compile("|".join(sorted(set(_FILL_CHINESE.split("|")), key=len, reverse=True)))
_ENGLISH_HOLLOW = re.compile(rf"\b(?:{_HOLLOW_ENGLISH})\b", re.ASCII)
_ENGLISH_FILL = re.compile(rf"\b(?:{_FILL_ENGLISH})\b", re.ASCII)
_SIGNS = re.compile(r"[^a-z0-9㐀-鿿%$€£¥]+")
_PARTS = re.compile(r"[,;。!?\n:、/|…]+|\.(?:\s|$)|(?<=[㐀-鿿])\s+|\s+(?=[㐀-鿿])|\s-+\s|\band\b|\bthen\b")
_ONLY_CONTACT = re.compile(r"(?:跟进|联系|沟通|对接|回复|拜访|回访|打电话|follow|call|contact|touch|check)")


def worth(note: str, *, earlier: Sequence[str], customer: str | None, people: Sequence[str] = ()) -> Worth:
    """Whether `note` counts as a follow-up beside the `earlier` notes of the same customer.

    `customer` and `people` are names that alone say nothing. One fact is enough, be it two characters.
    """
    names = [name for name in (customer, *people) if name]
    facts = _facts(note, names)
    if not facts:
        return Worth(counts=False, why=EMPTY)
    known = [_facts(old, names) for old in earlier]
    if any(_copied(facts, old) for old in known):
        return Worth(counts=False, why=COPY)
    before = [fact for old in known for fact in old]
    fresh = [fact for fact in facts if not any(_alike(fact, old) for old in before)]
    return Worth(counts=True) if fresh else Worth(counts=False, why=COPY)


def _facts(note: str, names: Sequence[str]) -> list[str]:
    """The parts of a note that say something, folded, without days, names and hollow words."""
    line = text(note[:4000])
    plain = _NUMBERED.sub("", _without_days(line.plain))
    for name in names:
        plain = plain.replace(text(name).plain, " ")
    return [fact for part in _PARTS.split(plain) if (fact := _SIGNS.sub("", part)) and _says(part)]


def _without_days(plain: str) -> str:
    spans = [(day.start, day.end) for day in dates.mentions(plain, _ANY_DAY)]
    spans += [(told.start, told.end) for told in clock.clocks(plain)]
    letters = list(plain)
    for start, end in spans:
        letters[start:end] = " " * (end - start)
    return "".join(letters)


def _says(part: str) -> bool:
    """Whether anything is left once the hollow words are out."""
    rest = part
    if HAN.search(rest):
        rest = _CHINESE_HOLLOW.sub(" ", rest)
        rest = people_chinese.TITLED.sub(" ", rest)
        rest = re.sub(_CHINESE_FILL, " ", rest) if len(_SIGNS.sub("", rest)) < 8 else rest
    rest = _ENGLISH_HOLLOW.sub(" ", rest)
    rest = _ENGLISH_FILL.sub(" ", rest)
    left = _SIGNS.sub("", rest)
    return (len(left) >= 2 and not left.isdigit()) or bool(HAN.fullmatch(left))


def _copied(facts: list[str], old: list[str]) -> bool:
    """The same facts in any order, one character apart at most."""
    if not old:
        return False
    return _alike("".join(sorted(facts)), "".join(sorted(old))) or _alike("".join(facts), "".join(old))


def _alike(fact: str, old: str) -> bool:
    """The same words, or one character other in a text long enough for a slip; numbers and a "not" are no slips."""
    if fact == old:
        return True
    if min(len(fact), len(old)) < 5 or abs(len(fact) - len(old)) > 1:
        return False
    edits = Levenshtein.editops(fact, old)
    if len(edits) != 1:
        return False
    kind, here, there = edits[0].tag, edits[0].src_pos, edits[0].dest_pos
    changed = (fact[here] if kind != "insert" else "") + (old[there] if kind != "delete" else "")
    return not any(letter.isdigit() or letter in "不没未无非一二三四五六七八九十百千万两" for letter in changed)
