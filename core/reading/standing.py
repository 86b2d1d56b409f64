"""What somebody at the customer's is in the decision, where a line says so plainly: 刘兵是决策者, Tom decides."""

import re
from dataclasses import replace

from core.reading.people_chinese import PERSON
from core.reading.result import Standing
from core.reading.text import Text

_HAN = r"[\u4e00-\u9fff]{2,4}?"
_ROLES = {
    "decision_maker": r"决策者|决策人|拍板的?人?|拍板者|说了算的?|decision[ -]makers?|decider",
    "technical_lead": r"技术负责人|技术把关的?人?|technical lead|tech lead",
    "insider": r"线人|内线|insider|coach",
    "user": r"使用者|使用人|最终用户|end user|user",
}
_STANCES = {
    "for": r"支持我们|支持我方|站我们这边|支持|for us|on our side|with us|for",
    "against": r"反对我们|反对我方|不支持我们|不支持|反对|against us|against",
    "neutral": r"保持中立|中立|neutral",
    "unknown": r"态度不明|态度未知|stance unknown",
}


def _either(words: dict[str, str]) -> str:
    return "|".join(words.values())


_SAID = re.compile(
    rf"(?P<role>{_either(_ROLES)})|(?P<stance>{_either(_STANCES)})",
    re.IGNORECASE,
)
_TAIL = re.compile(
    rf"(?P<who>.+?)(?P<said>(?:[\s,;、·]+(?:{_either(_ROLES)}|{_either(_STANCES)})(?![\w]))+)\s*", re.IGNORECASE
)

# In a line of its own words nothing is taken that is asked, doubted, denied or hoped for.
_SURE = r"(?:就|才|也|确实|的确|其实|正)?"
_BEFORE = r"(?:^|[\s,.;!?、:。，！？；：]|确认|听说|原来|得知|了解到)"
_WHOSE = r"(?:他们|那边|客户|我们|这个项目|项目|真正|最终|最后|主要|关键|的)*"
_IS = re.compile(
    rf"(?={_BEFORE}(?P<who>{_HAN}){_SURE}是{_WHOSE}(?P<role>{_either(_ROLES)})(?!吗|么|吧|[\u4e00-\u9fff]*[?？吗]))"
)
_IS_TURNED = re.compile(rf"(?P<role>{_either(_ROLES)}){_SURE}是(?P<who>{_HAN})(?=[\s,.;!。、]|$)(?!吗|么|吧)")
_DECIDES = re.compile(
    rf"(?={_BEFORE}(?:由|是)?(?P<who>{_HAN})(?:来|最终|最后|一个人)*(?:拍板|说了算)(?![\u4e00-\u9fff]*[?吗]))"
)
_STANDS = re.compile(
    rf"(?={_BEFORE}(?P<who>{_HAN})(?:很|比较|明确|非常|一直|表态|表示|也|都)*"
    r"(?P<stance>不支持我们|支持我们|支持我方|站我们这边|反对我们|反对我方|保持中立)(?!吗|么|吧|[\u4e00-\u9fff]*[?吗]))"
)
_DOUBT = re.compile(
    r"如果|要是|假如|可能|也许|估计|好像|似乎|应该|希望|不知道?|是不是|是否|不是|并非"
    r"|if |maybe|perhaps|might|not |n't|\?"
)
_NAME = r"[A-Z][a-z]+(?: [A-Z][a-z]+)?"
_IS_ENGLISH = re.compile(
    rf"(?P<who>{_NAME})(?: is|'s)(?: really| actually)?(?: the| our| a| an| their)?(?: real| final| main)?"
    r" (?P<role>decision[ -]maker|decider|technical lead|tech lead|insider|end user)\b"
)
_DECIDES_ENGLISH = re.compile(rf"(?P<who>{_NAME}) (?:decides|makes the decision|has the final say)\b")
_STANDS_ENGLISH = re.compile(
    rf"(?P<who>{_NAME})(?:(?: is|'s) (?P<stance>for us|on our side|with us|against us|neutral)"
    r"| (?P<verb>supports|opposes) (?:us|our\b))"
)
_VERBS = {"supports": "for", "opposes": "against"}


def standings(words: Text) -> tuple[Standing, ...]:
    """What the line says plainly of people's part in the decision, each person once, in its order."""
    found: dict[str, tuple[int, Standing]] = {}
    for at, each in sorted([*_chinese(words), *_english(words)], key=lambda told: told[0]):
        first, known = found.get(each.name, (at, Standing(each.name)))
        merged = replace(known, role=known.role or each.role, stance=known.stance or each.stance)
        found[each.name] = (first, merged)
    return tuple(each for _, each in sorted(found.values(), key=lambda told: told[0]))


def _chinese(words: Text) -> list[tuple[int, Standing]]:
    told = []
    for said in (_IS, _IS_TURNED, _DECIDES, _STANDS):
        for match in said.finditer(words.plain):
            start, end = match.span("who")
            if PERSON.fullmatch(match["who"]) and not _doubted(words, start):
                told.append((start, _standing(words.shown[start:end], match.groupdict(), decides=said is _DECIDES)))
    return told


def _english(words: Text) -> list[tuple[int, Standing]]:
    told = []
    for said in (_IS_ENGLISH, _DECIDES_ENGLISH, _STANDS_ENGLISH):
        for match in said.finditer(words.shown):
            if not _doubted(words, match.start("who")):
                named = _standing(match["who"], match.groupdict(), decides=said is _DECIDES_ENGLISH)
                told.append((match.start("who"), named))
    return told


def _doubted(words: Text, at: int) -> bool:
    """Whether its clause asks, doubts, denies or hopes."""
    start, end = words.clause(at)
    return _DOUBT.search(words.plain, start, min(end, len(words.plain))) is not None


def _standing(name: str, groups: dict[str, str | None], *, decides: bool) -> Standing:
    verb = groups.get("verb")
    stance = _VERBS[verb] if verb else _kind(_STANCES, groups.get("stance"))
    return Standing(name, "decision_maker" if decides else _kind(_ROLES, groups.get("role")), stance)


def _kind(kinds: dict[str, str], said: str | None) -> str | None:
    if said is None:
        return None
    return next((kind for kind, words in kinds.items() if re.fullmatch(words, said, re.IGNORECASE)), None)


def told_of(line: str) -> tuple[str, Standing] | None:
    """A line that only says what somebody is: 方舟电子 刘兵 决策者 支持, Acme Tom decision maker for. What stands
    first, customer and person; and what is said of them, without a name. None where nothing is."""
    match = _TAIL.fullmatch(line)
    if match is None:
        return None
    roles = [kind for each in _SAID.finditer(match["said"]) if (kind := _kind(_ROLES, each["role"]))]
    stances = [kind for each in _SAID.finditer(match["said"]) if (kind := _kind(_STANCES, each["stance"]))]
    return match["who"].strip(), Standing("", roles[-1] if roles else None, stances[-1] if stances else None)
