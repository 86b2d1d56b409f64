"""Who is named beyond a doubt, whatever is told of them: Dr. Novak, 采购Mona, the buyer (Anna), Li Wei, 总监欧阳明."""

import re
from collections.abc import Iterator

from pypinyin import lazy_pinyin

from core.names.words import ENGLISH, GIVEN, SURNAMES
from core.reading.people_chinese import CALLED, is_ordinary
from core.reading.people_english import without_nobody
from core.reading.result import Named, Span
from core.reading.words import any_of

_FAMILY = "|".join(sorted({spelt.capitalize() for spelt in lazy_pinyin(sorted(SURNAMES)) if spelt not in ENGLISH}))
_FIRST = "|".join(sorted((name.capitalize() for name in GIVEN), reverse=True))
_WORD = rf"(?!{any_of('people', 'never a surname')}\b)(?:[A-Z]['’])?[A-Z][a-zà-ÿ]+(?:[-’'][A-Z][a-zà-ÿ]+)*(?![a-zà-ÿ])"
_REST = rf"(?: (?:[a-z]{{2,3}} ){{0,2}}(?:[A-Z]\. )?{_WORD}){{0,2}}"
_NAME = rf"(?:{_WORD}(?: (?:(?:de|van|von|der|bin|da|dos) )?(?:[A-Z]\. )?{_WORD}){{0,2}})"
_TITLE = any_of("people", "english titles")
_CHINESE_ROLE, _ROLE = any_of("people", "role nouns"), rf"(?i:\b{any_of('people', 'english role nouns')}\b)"
_EDGE = r"(?<![A-Za-z0-9&@.'’#-])"

_SURE = re.compile(
    rf"{_EDGE}(?P<who>{_TITLE}{{1,2}}(?:{_NAME}|[㐀-鿿](?![㐀-鿿]))"
    rf"|(?=(?:{_FIRST})\b){_NAME}(?: [A-Z]\.)?"
    rf"|(?:[A-Z]\. ?)+{_WORD}"
    rf"|(?:{_FAMILY}) {_WORD}|{_WORD} (?:{_FAMILY})(?![a-zà-ÿ]))"
)
_IN_ROLE = re.compile(
    rf"(?:{_CHINESE_ROLE}|{_ROLE})(?:\s?\(|,? ?(?:is |was |is called |叫|是|called |named )?)"
    rf"(?P<who>{_NAME})(?! ?(?:{any_of('people', 'english place nouns')})\b)"
)
_FROM_THEM = re.compile(rf"^(?P<who>[A-Za-z][a-z'-]+(?: {_WORD})?) (?:from|over at|at|of) \0")
_CHINESE_IN_ROLE = re.compile(rf"{_CHINESE_ROLE}(?:叫|是|\s|\(|\+)?(?P<who>阿[㐀-鿿](?![㐀-鿿])|{CALLED})", re.ASCII)
_AH = re.compile(
    r"(?:(?<![㐀-鿿])|(?<=[的和跟、了给]))(?P<who>阿(?![里拉伯姨斯尔根联基])[㐀-鿿])(?=[^㐀-鿿]|[和跟说在要让也都]|$)"
)
_JOINT = r"\s?(?:、|&|\+|/|和|跟|与|\band\b)\s?$"
# Right before somebody named, joined to them: then it is a name as well.
_BEFORE_JOINT = re.compile(rf"{_EDGE}(?P<who>{_NAME}){_JOINT}")
_BEFORE_JOINT_CHINESE = re.compile(rf"(?<![㐀-鿿])(?P<who>{CALLED}){_JOINT}", re.ASCII)
_NEAR = 40  # letters before a name that are looked at
_PLACE = re.compile(rf" {any_of('people', 'english place nouns')}\b")


def named(shown: str, plain: str, found: list[Named]) -> list[Named]:
    """`found`, and who is named besides, in the order of the line. `shown` and `plain` have NULs where days, firms
    and numbers stand."""
    everybody = list(found)
    for span in _surely(shown, plain):
        if not _over(span, everybody) and not _again(shown, span[0], everybody):
            everybody.append(Named(*span, met=False))
    for one in list(everybody):
        for span in _beside(shown, plain, one.start):
            if not _over(span, everybody):
                everybody.append(Named(*span, met=False))
    return sorted(everybody)


def _surely(shown: str, plain: str) -> Iterator[Span]:
    for match in _SURE.finditer(shown):
        if not _PLACE.match(shown, match.end("who")):
            yield match.span("who")
    if (from_them := _FROM_THEM.match(shown)) and from_them["who"].lower() not in ENGLISH:
        yield from_them.span("who")
    for match in _IN_ROLE.finditer(shown):
        if _is_name(match["who"]):
            yield match.span("who")
    for pattern in (_CHINESE_IN_ROLE, _AH):
        for match in pattern.finditer(plain):
            if not is_ordinary(match["who"]):
                yield match.span("who")


def _beside(shown: str, plain: str, at: int) -> Iterator[Span]:
    """Who is joined to the one that stands at `at`, and could be anything without: 赵敏/David, Tunde & Sarah."""
    near = max(0, at - _NEAR)
    if (latin := _BEFORE_JOINT.search(shown, near, at)) and _is_name(latin["who"]):
        yield latin.span("who")
    if chinese := _BEFORE_JOINT_CHINESE.search(plain, near, at):
        yield chinese.span("who")


def _is_name(words: str) -> bool:
    return words.split(maxsplit=1)[0].lower() not in ENGLISH and bool(without_nobody(words))


def _again(shown: str, start: int, everybody: list[Named]) -> bool:
    """Whether the name stands in brackets right behind another: 张工 (Zhang Wei) is one person."""
    before = shown[max(0, start - 2) : start].lstrip()
    return before == "(" and any(one.end in {start - 1, start - 2} for one in everybody)


def _over(span: Span, taken: list[Named]) -> bool:
    return any(span[0] < one.end and one.start < span[1] for one in taken)
