"""The customer of a line: one we know, or the words that probably name one."""

import re
from collections.abc import Sequence
from dataclasses import replace

from core.names import Candidate, Match, Parts, Why, find, take_apart
from core.names.regions import REGIONS
from core.names.trades import TRADES
from core.names.words import ENGLISH, GIVEN
from core.reading import firms
from core.reading.people_chinese import PERSON, TITLED
from core.reading.text import HAN, Text, plain
from core.reading.words import any_of

_LEAD_IN = re.compile(
    rf"{any_of('customers', 'when')}*(?:又|再|去|我们?|和同事)?"
    r"(?:我?(?:带[上着]?了?|[和跟陪]|叫上|拉上)[㐀-鿿]{1,12}?(?=去了|跑了|拜访|走访))?"
    rf"(?:第[一二三四五\d]+次)?{any_of('customers', 'lead in')}"
    r"(?:了|过|完|一下)?\s?"
    rf"|{any_of('customers', 'english lead in')}+",
    re.IGNORECASE,
)
_HEAD_CHINESE = re.compile(any_of("customers", "head"))
_TAIL_OF_NAME = re.compile(r"(?:采购|财务|(?:技术|工程|设备|信息|物流)部)部?$|的$")
_PLACE_VERB = re.compile(r"visit|went to|into |by |out to |from|at |去|拜访|走访", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|at|of) ((?:St\.? )?[A-Z][\w&'-]*(?: [A-Z][\w&'-]*)*)")
_SOMEWHERE = re.compile(rf"{any_of('customers', 'when')}*在|和|跟|与")
_MET_OF = re.compile(rf"(?:认识|见到|碰到|碰见|遇到|遇见|拜访)了?(?P<name>[㐀-鿿]{{2,12}}?)的?(?={TITLED.pattern})")
_HEAD_END = re.compile(r"[,;:.\n]|\s-+\s|$")
_WORD = r"(?:[A-Z0-9][\w&'.-]*|of|and|&|the|de|von)"
_LATIN_HEAD = re.compile(rf"{_WORD}(?: {_WORD}(?=\s|$|[,.:;]))*")
_VERB = re.compile(rf"\b{any_of('customers', 'verbs')}\b|\b\d", re.IGNORECASE)
# "客户：花间里民宿，…", among other labels in any order.
_LABELLED = re.compile(
    r"(?:^|[,;。、\n|]|(?<=\s)(?=company\s?:))\s*"
    r"(?:新?客户|公司|单位|企业|customer|company|client|account)(?:名称?| name)?\s?[:=]\s*"
    r"(?P<name>[^\s,;。、:|][^,;。、:|\n]{1,40}?)\s*(?=[,;。、|\n]|$|\s[^\s:,]{1,8}:)"
)
_IN_NAMES = frozenset("见发送约谈聊签付订买说催问")  # ends of a name that are in names too, right behind a place
_AT_FIRM = re.compile(r" (?:at|from|w/|@) .*$")  # jane at Fulham Books
# What they need, a sum or a day, where a name is expected: 要200台扫描枪, 预算30万, 下周三报价.
_NO_NAME = re.compile(
    r"(?:我们?|客户|对方)?(?:需要|想要|想买|要)(?!.*(?:公司|集团|[厂店行社]$))"
    r"|(?:预算|报价|来源|标签|联系人|电话|手机|微信|邮箱|budget|quoted?|source|tags?|campaign|needs?|wants?)(?![a-z㐀-鿿])"
    r"|(?:[今明后昨前]|大后)[天日](?![㐀-鿿])|[上下本这]*(?:周|礼拜|星期)[一二三四五六日天末](?![㐀-鿿])"
)
_NUMBERED = re.compile(r"第?([一二三四五六七八九十]{1,3})(?:高级|实验|人民)?([小中高医幼])(?:学|院|儿园)$")  # 滨海三小
_PEOPLES = re.compile("[区县市]?人民医院$")
_NOT_AFTER = frozenset(["&", "and", "of", "the", "de", "von"])
_GUESS = 0.76  # as sure as half a brand is
_MARKS = " \t,.:;-–—\n\u3000，。：；、"  # what stands between a customer's name and the note


def customers(text: Text, known: Sequence[Candidate]) -> tuple[Match, ...]:
    """Those of `known` that the line names, best first; more than one only where they fit equally."""
    matches = [_whole(text, match) for match in _found(text, known)] if known else []
    if not matches:
        return _shortened(text, known) if known else ()
    if matches[0].why is Why.SHORT and matches[0].score <= _GUESS:
        matches += [each for each in _shortened(text, known) if each.id not in {match.id for match in matches}]
    best = [match for match in matches if match.score == matches[0].score]
    if matches[0].why is Why.SHORT:
        best += [each for each in matches if each.why is Why.SHORT and _same_words(each, best[0]) and each not in best]
        best += _begun_alike(text, best, known)
    if len(best) == 1:
        return (best[0],)
    head = [match for match in best if match.start == best[0].start or _overlap(match, best[0])]
    return tuple(head)


def _found(text: Text, known: Sequence[Candidate]) -> Sequence[Match]:
    """Those named as they stand; else those whom a person with a title follows at once: 天味 in 约的天味刘部长."""
    if found := find(text.shown, known):
        return found
    titled = [person.span() for person in TITLED.finditer(text.plain)]
    return find(text.without(titled, shown=True), known) if titled else ()


def _begun_alike(text: Text, best: Sequence[Match], known: Sequence[Candidate]) -> list[Match]:
    """Those whose names begin with just what was said: 隆基 is 隆基商贸 no more than 隆基绿能."""
    first, named = best[0], {match.id for match in best}
    said = take_apart(text.shown[first.start : first.end])
    others = [each for each in known if each.id not in named and _is_short_for(said, take_apart(each.name))]
    return [replace(first, id=each.id, name=each.name) for each in others]


def _shortened(text: Text, known: Sequence[Candidate]) -> tuple[Match, ...]:
    """The customers the head of the line calls by brand alone: 海信 for 青岛海信电器, 顺丰 for 顺丰速运.

    Where a customer's name is expected, less of it will do than in the middle of a sentence.
    """
    head = guess(text)
    if head is None:
        return ()
    said = take_apart(text.shown[slice(*head)])
    fitting = [each for each in known if _is_short_for(said, take_apart(each.name))]
    return tuple(Match(each.id, each.name, *head, _GUESS, Why.SHORT) for each in fitting)


def _is_short_for(said: Parts, full: Parts) -> bool:
    """Whether `said` says nothing that the full name does not, and names its brand or how it begins."""
    for more, all_ in ((said.region, full.region), (said.number, full.number)):
        if not set(more) <= set(all_):
            return False
    if len(said.folded) > 3 and said.folded == _bare(full):
        return True
    if (school := _NUMBERED.search(full.folded)) and said.folded.endswith(f"{school[1]}{school[2]}"):
        return full.folded[: school.start()].endswith(said.folded.removesuffix(f"{school[1]}{school[2]}"))
    if (
        said.folded.endswith("医院")
        and len(said.folded) > 4
        and _PEOPLES.sub("医院", full.folded).endswith(said.folded)
    ):
        return True  # 红花岗医院 for 遵义红花岗区人民医院
    if said.branch not in {"", full.branch} or said.form not in {"", full.form} or len(said.brand) < 2:
        return False
    begins = full.core.startswith(said.core) and len(full.core) - len(said.core) > 1 and HAN.match(said.core)
    if begins and (full.branch or not said.trade or (full.form and not full.trade)):
        return True  # 小米之家 for 小米之家人民路店, 新希望 for 新希望六和, 海晟船舶 for 海晟船舶修造有限公司
    if full.brand in REGIONS and _without_region(said.folded, full):
        return True
    if not HAN.match(said.folded) and " " in said.folded and full.folded.startswith(f"{said.folded} "):
        return True
    same = said.brand == full.brand or bool(said.known and said.known == full.known)
    return same and set(said.trade) <= set(full.trade)


def _bare(full: Parts) -> str:
    """The name without the place in front and the legal form behind: 港务设备, of 天津港务设备公司."""
    places = [full.folded[:size] for size in (2, 3) if full.folded[:size] in REGIONS]
    return full.folded.removeprefix(max(places, default="", key=len)).removesuffix(full.form)


def _without_region(said: str, full: Parts) -> bool:
    """航天电器 for 贵州航天电器, 陕汽 for 陕西汽车集团: names that are but a place and a trade."""
    if len(said) == 2:
        return said[0] == full.brand[0] and any(said[1] in trade for trade in full.trade)
    return len(said) > 3 and said == full.folded.removeprefix(full.brand)


def _whole(text: Text, match: Match) -> Match:
    """The match over the whole name where all of it stands in the line, not its best part alone."""
    name = plain(match.name)
    end = match.start + len(name)
    return replace(match, end=end) if end > match.end and text.plain[match.start : end] == name else match


def _same_words(one: Match, other: Match) -> bool:
    """Whether the same words were taken for both: Ashford, for Ashford Joinery and for Ashford Junction Hotel."""
    return (one.start, one.end) == (other.start, other.end)


def _overlap(one: Match, other: Match) -> bool:
    return one.start < other.end and other.start < one.end


def guess(text: Text) -> tuple[int, int] | None:
    """Where words at the head of the line seem to name a customer nobody knows yet."""
    named = _named(text)
    return None if named and _NO_NAME.match(text.plain[slice(*named)]) else named


def _named(text: Text) -> tuple[int, int] | None:
    if labelled := _LABELLED.search(text.plain):
        return labelled.span("name")
    head = _head(text)
    head = firms.whole(text, head) if head else None
    if head is None or firms.doubtful(text, head):
        likely = firms.firm(text)
        return likely if likely or head is None or firms.no_name(text, head) else head
    return head


def _head(text: Text) -> tuple[int, int] | None:
    lead = _LEAD_IN.match(text.plain)
    start = lead.end() if lead else 0
    if HAN.match(text.plain, start):
        return _chinese_head(text, start)
    if lead and not _PLACE_VERB.search(lead[0]):
        called = _latin_head(text, start)
        if called and take_apart(text.shown[slice(*called)]).trade:
            return called  # cold called Stonebridge Logistics
        named = _FROM.search(text.shown)  # "met Sarah" leads in a person, "from Hooli" the firm
        return named.span(1) if named else None
    return _latin_head(text, start)


def _chinese_head(text: Text, start: int) -> tuple[int, int] | None:
    """The words up to a verb; at a fair, at lunch (在展会上认识了…的孟总监) those before the person met."""
    if _SOMEWHERE.match(text.plain) and (met := _MET_OF.search(text.plain)):
        return met.span("name")
    named = (person.span() for person in TITLED.finditer(text.plain))
    head = text.without(span for span in named if span[0] > start)
    stop = _HEAD_CHINESE.search(head, start + 1)
    if stop and stop.start() - start < 2:  # 永发汽配 begins no verb with its 发
        stop = _HEAD_CHINESE.search(head, start + 2)
    if stop and stop.start() - start < 5 and head[start : stop.start()] in REGIONS and stop[0] in _IN_NAMES:
        stop = _HEAD_CHINESE.search(head, stop.end())  # 南京见山民宿
    end = stop.start() if stop else min(len(head), start + 20)
    end = start + len(_TAIL_OF_NAME.sub("", text.plain[start:end]))
    alone = head[end : end + 1] in {" ", ""} and not start
    if not alone and PERSON.fullmatch(text.plain, start, end):
        return None  # 见了刘兵, 刘兵说: a person
    return (start, end) if 2 <= end - start <= 30 and not TITLED.match(text.plain, start) else None


def _latin_head(text: Text, start: int) -> tuple[int, int] | None:
    """The capitalised words, or in a line without capitals those before the verb."""
    capital = _LATIN_HEAD.match(text.shown, start) or _HEAD_END.search(text.shown, start)
    if capital is None:
        return None
    end = capital.end() if capital.start() == start else capital.start()
    if (verb := _VERB.search(text.shown, start, end)) and not _in_the_name(verb, end):
        end = verb.start()
    start += len(text.shown[start:end]) - len(text.shown[start:end].lstrip('"'))
    name = _without_person(_AT_FIRM.sub("", text.shown[start:end]).rstrip(' ,.:;-("'))
    if name.lower() in GIVEN:
        return None
    return (start, start + len(name)) if name and len(name.split()) <= 5 and len(name) <= 60 else None


def _in_the_name(verb: re.Match[str], end: int) -> bool:
    """Whether what could be a verb is how the name ends: Nordic Spa Supplies; Anna."""
    return verb[0].istitle() and verb.end() == end


def _without_person(name: str) -> str:
    """The name without who follows at once: Acme Tom, Acme Robotics Tom Hardy."""
    words = name.split(" ")
    for at in (len(words) - 1, len(words) - 2):
        called = [word.casefold() for word in words[at:]]
        if at < 1 or called[0] not in GIVEN or words[at - 1].casefold() in _NOT_AFTER:
            continue
        behind_firm = words[0].casefold() not in GIVEN and not set(called[1:]) & (ENGLISH | TRADES.keys())
        if behind_firm and words[at].istitle():
            return " ".join(words[:at])
    return name


def note(line: str, shown: str, match: Match | None) -> str:
    """The line without the customer's name where it leads, otherwise whole."""
    kept = line if len(line) == len(shown) else shown
    if match and not shown[: match.start].strip():
        return kept[match.end :].lstrip(_MARKS).rstrip()
    return kept.strip()
