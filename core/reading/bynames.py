"""Who is named beyond a doubt, whatever is told of them: Dr. Novak, 采购Mona, the buyer (Anna), Li Wei, 总监欧阳明."""

import re
from collections.abc import Iterator
from dataclasses import replace

from core.names.regions import REGIONS
from core.names.sound import readings
from core.names.trades import TRADES
from core.names.words import ENGLISH, SURNAMES
from core.reading import given
from core.reading.people_chinese import CALLED, PERSON, is_ordinary
from core.reading.people_english import TITLES, without_nobody
from core.reading.result import Named, Span
from core.reading.words import any_of, one_of, words

_UMLAUT = {"lv", "lyu"}  # 吕, as keyboards and passports write what is told without its dots
_SPELT = _UMLAUT | {readings(char)[0] for surname in SURNAMES for char in surname}
_FAMILY = one_of(spelt.capitalize() for spelt in _SPELT if spelt not in ENGLISH)
_WORDS = any_of("people", "names that are words")
_WORD = (
    rf"(?!{any_of('people', 'never a surname')}\b)"
    r"(?:[A-Z]['’]|Mc|Mac)?[A-Z][a-zà-ÿ]++(?:[-’'][A-Z][a-zà-ÿ]++)*+(?![a-zà-ÿ])"
)
_REST = rf"(?: (?:[a-z]{{2,3}} ){{0,2}}(?:[A-Z]\. )?{_WORD}){{0,2}}"
_NAME = rf"(?:{_WORD}(?: (?:(?:de|van|von|der|bin|da|dos) )?(?:[A-Z]\. )?{_WORD}){{0,2}})"
_TITLE = any_of("people", "english titles")
_CHINESE_ROLE, _ROLE = any_of("people", "role nouns"), rf"(?i:\b{any_of('people', 'english role nouns')}\b)"
_STOP = "".join(words("people", "never given"))
_EDGE = r"(?<![A-Za-z0-9&@.'’#-])(?<!\b[Ss]t )(?<!\b[Ss]t\. )"

_SURE = re.compile(
    rf"{_EDGE}(?P<who>{_TITLE}{{1,2}}(?:{_NAME}|[㐀-鿿](?![㐀-鿿]))"
    rf"|(?=(?:{given.CAPITAL})\b){_NAME}(?: [A-Z]\.)?"
    rf"|(?:{_WORDS}) {_WORD}|(?<=[㐀-鿿\0] )(?:{_WORDS})(?=\s?[㐀-鿿])"
    rf"|(?:[A-Z]\. ?)+{_WORD}"
    rf"|(?:{_FAMILY}) {_WORD}|{_WORD} (?:{_FAMILY})(?![a-zà-ÿ]))"
)
_IN_ROLE = re.compile(
    rf"(?:{_CHINESE_ROLE}|{_ROLE})(?:\s?\(|,? ?(?:is |was |is called |叫|是|called |named )?)"
    rf"(?P<who>{_NAME})(?! ?(?:{any_of('people', 'english place nouns')})\b)"
)
_LOW_IN_ROLE = re.compile(
    rf"\b(?:his|her|their|the|our|a)(?: [a-z\0]+)? {any_of('people', 'english role nouns')},? "
    rf"(?P<who>{given.LOW}(?![a-z'-])"
    r"|(?![a-z]+(?:ly|ed|ing|s)\b)"
    rf"(?:[a-z]{{3,}}(?= {any_of('people', 'english said')})|(?P<again>[a-z]{{4,}})(?=.{{0,80}} (?P=again)\b)))",
    re.ASCII,
)
_FROM_THEM = re.compile(
    rf"^(?P<who>[A-Za-z][a-z'-]+(?: {_WORD})?|{given.LOW}(?: [a-z'-]+)??)(?: (?:from|in) [a-z]+)?"
    r" (?:from|over at|at|of|with|w/|@) \0"
)
_CHINESE_IN_ROLE = re.compile(
    rf"{_CHINESE_ROLE}(?:叫|是|\s|\(|\+)?(?P<who>阿(?![里拉伯姨])[㐀-鿿]|[小老](?![组区时型店车件板师总])[㐀-鿿](?=$|[^㐀-鿿]|[{_STOP}])|{CALLED})",
    re.ASCII,
)
# 接手的叫周敏: here a name ends where its word does.
_CALLED = re.compile(
    rf"(?:[\s\0,。;:(]|[的人位个是]|{_CHINESE_ROLE}|[真大本全]?名字?|姓名)(?:就|都)?叫(?:做|作)?"
    rf"(?P<who>{PERSON.pattern}|阿[㐀-鿿])(?=$|[\s\0,。;:()、的]|{any_of('people', 'after a name')})",
    re.ASCII,
)
_CALLED_LATIN = re.compile(rf"(?<=叫)(?P<who>{_NAME})(?![A-Za-z])")
_AH = re.compile(
    r"(?P<ken>阿[a-z]{2,10})(?![a-z])|(?:(?<![㐀-鿿])|(?<=[的和跟、了给]))(?P<who>阿(?![里拉伯姨斯尔根联基胶富迪莫托司米巴])[㐀-鿿])"
)
_JOINT = r"\s?(?:、|&|\+|/|和|跟|与|\band\b)\s?$"
# Right before somebody named, joined to them: then it is a name as well.
_BEFORE_JOINT = re.compile(rf"{_EDGE}(?P<who>{_NAME}){_JOINT}")
_BEFORE_JOINT_CHINESE = re.compile(rf"(?<![㐀-鿿])(?P<who>{CALLED}){_JOINT}", re.ASCII)
_COMMA = r",\s?(?=[A-Z][a-z]+(?: [A-Z][a-z]+)?\s?(?:,|\)|$|and\b|&))"  # (Kenji, Yumi and two interns)
_THE = r"(?:the|a|an|his|her|their) (?:[a-z]+ ){1,2}"  # the head gardener Agnes
_AFTER_JOINT = re.compile(
    rf"(?:\s?\([^()]{{1,20}}\))?\s?(?:、|&|\+|/|和|跟|与|\band\b|,)\s?{_THE}(?P<who>{_NAME})"
    rf"|(?:\s?\([^()]{{1,20}}\))?\s?(?:{_COMMA}|、|&|\+|/|和|跟|与|\band\b)\s?(?P<next>{_NAME})"
)
_AFTER_JOINT_CHINESE = re.compile(rf"\s?(?:、|&|\+|/|和|跟|与)\s?(?P<who>{CALLED})", re.ASCII)
_LEFT = re.compile(rf"{_EDGE}(?P<who>{_WORD}) $")
_LATIN = re.compile(r"[A-Za-z]{2}")
_JOBS = words("people", "job words")
_NO_NAMES = words("people", "english nobody")
_NEAR = 40  # letters before a name that are looked at
_PLACE = re.compile(rf" {any_of('people', 'english place nouns')}\b")


def named(shown: str, plain: str, found: list[Named]) -> list[Named]:
    """`found`, and who is named besides, in the order of the line. `shown` and `plain` have NULs where days, firms
    and numbers stand."""
    everybody = [one for one in found if not _again(shown, one.start, found)]
    for start, end in _surely(shown, plain):
        if _again(shown, start, everybody):
            continue
        inside = [one for one in everybody if start < one.end and one.start < end]
        if not inside:
            everybody.append(Named(start, end, met=False))
        elif shown[start].isascii() and all(start <= one.start and one.end <= end for one in inside):
            everybody = [one for one in everybody if one not in inside]
            everybody.append(Named(start, end, met=any(one.met for one in inside)))  # Turner, of Will Turner
    everybody = [_whole(shown, one) for one in everybody if not _is_job(shown[one.start : one.end])]
    for one in everybody:
        for span in _beside(shown, plain, one):
            if not any(span[0] < other.end and other.start < span[1] for other in everybody):
                everybody.append(Named(*span, met=False))
    return sorted(everybody)


def _whole(shown: str, one: Named) -> Named:
    """With the first of their names, unknown as it may be: Gian Luca Moretti."""
    left = _LEFT.search(shown, max(0, one.start - _NEAR), one.start)
    if left and _is_name(left["who"]) and shown[one.start].isascii():
        return replace(one, start=left.start("who"))
    return one


def _surely(shown: str, plain: str) -> Iterator[Span]:
    if _LATIN.search(shown):
        yield from _surely_latin(shown)
    for pattern in (_CHINESE_IN_ROLE, _CALLED, _AH) if "叫" in plain else (_CHINESE_IN_ROLE, _AH):
        for match in pattern.finditer(plain):
            if not is_ordinary(match[match.lastgroup or 0]):
                yield match.span(match.lastgroup or 0)


def _surely_latin(shown: str) -> Iterator[Span]:
    for match in _SURE.finditer(shown):
        if not _PLACE.match(shown, match.end("who")):
            yield match.span("who")
    if (from_them := _FROM_THEM.match(shown)) and _is_name(from_them["who"]):
        yield from_them.span("who")
    for match in _LOW_IN_ROLE.finditer(shown):
        if match["who"] not in ENGLISH | _NO_NAMES:
            yield match.span("who")
    for match in (*_IN_ROLE.finditer(shown), *_CALLED_LATIN.finditer(shown)):
        if _is_name(match["who"]):
            yield match.span("who")


def _beside(shown: str, plain: str, one: Named) -> Iterator[Span]:
    """Who is joined to one of them, and could be anything without: 赵敏/David, Tunde & Sarah."""
    near = max(0, one.start - _NEAR)
    for latin in (_BEFORE_JOINT.search(shown, near, one.start), _AFTER_JOINT.match(shown, one.end)):
        if latin and _is_name(latin[latin.lastgroup or 0]):
            yield latin.span(latin.lastgroup or 0)
    for chinese in (_BEFORE_JOINT_CHINESE.search(plain, near, one.start), _AFTER_JOINT_CHINESE.match(plain, one.end)):
        if chinese and not is_ordinary(chinese["who"]):
            yield chinese.span("who")


def _is_job(name: str) -> bool:
    """Whether a name is what somebody does, or a firm's: Purchasing Manager, Glen Ardoch Distillery."""
    told = name.lower().replace(".", "").split()
    return name.isascii() and (
        not _JOBS.isdisjoint(told) or (len(told) > 2 and told[-1] in TRADES and told[0] not in TITLES)
    )


def _is_name(words: str) -> bool:
    return (
        words.split(maxsplit=1)[0].lower() not in ENGLISH
        and not _is_job(words)
        and without_nobody(words) == words
        and words.lower() not in REGIONS
    )


def _again(shown: str, start: int, everybody: list[Named]) -> bool:
    """Whether the name stands in brackets right behind another: 张工 (Zhang Wei) is one person."""
    before = shown[max(0, start - 2) : start].lstrip()
    return before == "(" and any(one.end in {start - 1, start - 2} for one in everybody)
