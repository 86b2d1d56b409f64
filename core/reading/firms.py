"""A firm anywhere in a line whose head names none: (Vantage Realty), runs Delta Crates, 说是泉州的鸿星服装."""

import re
from collections.abc import Iterator

from core.names import take_apart
from core.names.regions import REGIONS
from core.names.words import ENGLISH
from core.reading import given
from core.reading.people_chinese import PERSON
from core.reading.result import Span
from core.reading.text import HAN, Text
from core.reading.words import any_of, words

_RUN = r"[A-Z][\w&'.-]*[\w](?: (?:(?:of|and|&|de) )?[A-Z][\w&'-]*[\wÀ-ÿ])*"
_CHUNK = re.compile(rf"(?:^|(?<=[\s(\"'\[]))(?<!not )(?P<name>{_RUN})(?=$|[\s,;:.!?()\"'\]])")
_ASIDE = re.compile(rf"\((?:[^()]*, ?)?(?P<name>{_RUN})\)")
_AT = re.compile(rf"\b(?:at|from|of|runs|owns|manages) (?P<name>(?:St\.? )?{_RUN})")
# ashley w/ stonebridge motors wants 4 lifts
_LOW_AT = re.compile(
    r"^(?P<who>[a-z][a-z'-]+(?: [a-z'-]+)?)"
    r"(?: (?:from|in) (?:accounts|finance|purchasing|procurement|sales|ops|hr|it|marketing|logistics|reception))?"
    r" (?:at|from|with|w/|@|over at|of) "
    r"(?P<name>[a-z][a-z&'-]+(?: [a-z&'-]+){0,3}?)"
    rf"(?= ?(?:[,;:.!?(-]|$|\d|{any_of('customers', 'verbs')}\b))",
    re.ASCII,
)
# Rajiv Menon, Purchasing Manager, Coastal Agro Exports, …: several words between commas, nobody's job
_BETWEEN_COMMAS = re.compile(r"(?:^|[,;|] ?)(?P<name>[A-Z][\w&'.-]*(?: (?:(?:of|and|&) )?[A-Z][\w&'-]+)+)(?=[,;|]|$)")
_JOBS = words("people", "job words")
_EVENT = re.compile(rf"(?:.*(?:{any_of('origin', 'english places')}|expo))(?: \d{{4}})?$", re.IGNORECASE)
_HAN_WORD = re.compile(r"[㐀-鿿A-Za-z0-9()]{3,30}")
_HAN_STOP = re.compile(r"的|了|是|在|上班|开了?家|叫|想|要|做|买|需|和|跟|介绍|推荐|认识|客户|有")
_WANTED = re.compile(r"[想要做买需订租]\s?$")
_SHOP = re.compile(r"(?:店名|公司名?|名字|叫)(?:是|叫|:)?\s?[\"“「《](?P<name>[^\"”」》]{2,20})[\"”」》]")
_BY_LABEL = re.compile(
    r"(?:公司名称?|公司叫|公司(?=是)|厂名|店名|单位名称?)(?:是|叫|为|:)?\s?"
    r"(?P<name>[㐀-鿿A-Za-z0-9()]{2,20}(?: ?\([㐀-鿿]{2,4}\))?)(?=[\s,。;]|$)"
)
_POLISH = re.compile(r"(?<= Sp)\. ?z ?o\. ?o\.")  # a legal form of small letters
# 衡水老白干的经销商 河北冀酒商贸
_OF_ANOTHER = re.compile(r"(?:[㐀-鿿]{1,4})?的(?:经销商|代理商|供应商|渠道商?)")
_NO_NAME = re.compile(any_of("customers", "no name"))
_PERSON_OF = re.compile(r" (?:at|from) [A-Z]")
# 长盛渔具厂厂长丛日升
_WHO_THERE = re.compile(
    rf"{any_of('people', 'role nouns')}(?:{PERSON.pattern})$"
    r"|(?:总经理|副总|厂长|店长|院长|园长|校长|社长|会长|所长|老板娘?|主任|总监|负责人)$",
    re.ASCII,
)
_POSSESSIVE = re.compile(r"['’]s$")
_OF_A_FIRM = re.compile(rf"{any_of('customers', 'of a firm')}$")
_BESIDE = re.compile(r"(?:^|(?<=[\s,;:]))(?P<name>[A-Z][\w&'-]{2,}) $")
_TAIL = re.compile(r" (?P<more>[㐀-鿿]{2,12})(?=$|[\s,;:.。])")
_LATIN_TAIL = re.compile(rf" (?P<more>{_RUN})(?=$|[\s,;:.。])")


def no_name(text: Text, head: Span) -> bool:
    """Whether nobody would take the words at the head of the line for a name: 不知道哪家公司, Lead."""
    letters = any(char.isalnum() for char in text.plain[slice(*head)])
    return not letters or _NO_NAME.match(text.plain, head[0]) is not None


def doubtful(text: Text, head: Span) -> bool:
    """Whether they are no name, or a person's or a fair's: May Chen at …, at PackExpo."""
    name = text.shown[slice(*head)]
    person = bool(_PERSON_OF.match(text.shown, head[1])) and not take_apart(name).trade
    elsewhere = _BY_LABEL.search(text.shown, head[1]) or _OF_ANOTHER.match(text.plain, head[1])
    return bool(
        elsewhere or no_name(text, head) or person or _POSSESSIVE.search(name) or (name.isascii() and not _may_be(name))
    )


def firm(text: Text) -> Span | None:
    """The likeliest: what ends as firms do, else what stands in brackets behind somebody or where they are at."""
    told = [*_SHOP.finditer(text.shown), *_BY_LABEL.finditer(text.shown)]
    if told:
        return told[0].span("name")
    found = [*_han(text), *_latin(text)]
    if found:
        start, end = max(found)[1:]
        beside = _BESIDE.search(text.shown, 0, start)
        return beside.start("name") if beside and HAN.match(text.plain[start]) else start, end
    if (low := _LOW_AT.match(text.shown)) and low["who"].split(" ")[0] in given.LOW_NAMES:
        return low.span("name")
    for pattern in (_ASIDE, _AT):
        for match in pattern.finditer(text.shown):
            if _may_be(match["name"]):
                return match.span("name")
    for match in _BETWEEN_COMMAS.finditer(text.shown):
        job = match["name"].lower().replace(".", "").split()
        if _may_be(match["name"]) and _JOBS.isdisjoint(job):
            return match.span("name")
    return None


def whole(text: Text, head: Span) -> Span:
    """The head with what its name goes on with in the other script (Lumina 光电, 深圳 Makerbase 创客空间, Hilton 三亚),
    without an aside on who is there: 精诚模具(老板彭建国)."""
    start, end = head
    if (aside := text.plain.find("(", start, end)) > start and text.plain[aside + 1 : end].strip("()") not in REGIONS:
        end = aside
    if who := _WHO_THERE.search(text.plain, start + 2, end):
        end = who.start()
    if text.plain[start:end] in REGIONS and (more := _LATIN_TAIL.match(text.shown, end)) and _may_be(more["more"]):
        end = more.end("more")
    if not HAN.match(text.plain[end - 1]) and (more := _TAIL.match(text.plain, end)):
        parts = take_apart(f"某某{more['more']}")
        if parts.trade or parts.form or more["more"] in REGIONS or _OF_A_FIRM.search(more["more"]):
            end = more.end("more")
    return start, end


def _latin(text: Text) -> Iterator[tuple[int, int, int]]:
    for match in _CHUNK.finditer(text.shown):
        if polish := _POLISH.match(text.shown, match.end("name")):
            yield 3, match.start("name"), polish.end()
            continue
        parts = take_apart(match["name"])
        if (parts.form or parts.trade) and " " in match["name"] and _may_be(match["name"]):
            yield 2 * bool(parts.form) + bool(parts.trade), *match.span("name")


def _han(text: Text) -> Iterator[tuple[int, int, int]]:
    """Words of Chinese that end as firms do, cut where a sentence begins another word; better with their town."""
    for word in _HAN_WORD.finditer(text.plain):
        start = word.start()
        if _WANTED.search(text.plain, 0, start):
            continue
        for piece in re.split(rf"({_HAN_STOP.pattern})", word[0]):
            if _WANTED.search(piece):
                break  # 要LED屏租赁: what they are after
            parts = take_apart(piece) if len(piece) > 3 and HAN.search(piece) else None
            like = parts and (
                parts.trade or parts.form or piece.endswith("集团") or (parts.region and piece == word[0])
            )
            if parts and like and len(parts.brand) > 1 and not _NO_NAME.match(piece):
                who = _WHO_THERE.search(text.plain, start + 2, start + len(piece))
                end = who.start() if who else start + len(piece)
                yield 2 * bool(parts.region) + bool(parts.trade) + bool(parts.form), start, end
            start += len(piece)


def _may_be(name: str) -> bool:
    """Whether a name of Latin letters could be a firm's: no person's, no fair's, no lone word of every day."""
    said = name.lower().split()
    if not said:
        return False
    parts = take_apart(name)
    person = said[0] in given.NAMES and len(said) < 3 and not (parts.trade or parts.form or "&" in name)
    return (
        not person
        and name.lower() not in REGIONS
        and not (said[0] in ENGLISH and len(said) == 1)
        and not _EVENT.fullmatch(name)
    )
