"""A company's name taken apart: where, who, what, in which legal form, and which part of the company."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from core.names import asides, forms, offices
from core.names.brand import strip
from core.names.fold import CJK, fold, plain
from core.names.legal import bracket, branch, legal_form
from core.names.nicknames import KNOWN, NAMES_OF
from core.names.notes import is_note
from core.names.pieces import Reading
from core.names.regions import REGIONS, region_at
from core.names.trades import MADE_OF, TRADES, WEAK
from core.names.words import COUNTED, ENGLISH

_BRACKETS = re.compile(r"[(\[{<【〔「《]([^()\[\]{}<>【】〔〕「」《》]*)[)\]}>】〕」》]")
_NOTED = re.compile(r"[\[【]([^\[\]【】]*)[\]】]")
_NUMBER = re.compile(
    r"第([一二三四五六七八九十百\d]+)|([一二三四五六七八九十百]+)(?=[号厂局院期园馆楼仓站店校所队处部中小建冶医附]|航局|分公司|公司|车间)|(\d+)"
)
_SPOKEN = re.compile(
    r"(?P<where>[^第一二三四五六七八九十]*?)(?P<number>[一二三四五六七八九十]{1,3})(?P<what>中|小|幼|医?院)"
)
_NUMBERED = re.compile(r"第([一二三四五六七八九十]{1,3})(?:人民)?")
_FULL = {"中": "中学", "小": "小学", "幼": "幼儿园", "院": "人民医院", "医院": "人民医院"}
# "Lumen Design 朗明设计", or the other way round: a space between, and enough of either to be a name.
_TWO_NAMES = re.compile(
    rf"([a-z][a-z0-9 &.'-]{{3,}}) +([{CJK}]{{2,}})|([{CJK}]{{2,}}) +([a-z][a-z0-9 &.'-]{{3,}})", re.ASCII
)
_JOINED = re.compile(rf"([a-z][a-z0-9&. -]+?) ?([{CJK}]{{2,}})|([{CJK}]{{2,}}) ?([a-z][a-z0-9&. -]+)", re.ASCII)
_PHRASES = (("science and technology", "technology"), ("iron and steel", "steel"), ("co op", "coop"))
_BANK_OF = re.compile(r"^bank of ([a-z ]+)$")
_DIGITS = dict(zip("一二三四五六七八九", "123456789", strict=True))
_ROMAN = {"ii": "2", "iii": "3", "iv": "4"}


@dataclass(frozen=True, slots=True)
class Parts:
    """What a name is made of. Words are folded; regions and trades are named alike in every language."""

    folded: str
    brand: str  # the words that are the company's own, parted by spaces: "方舟", "hewlett packard"
    region: tuple[str, ...] = ()
    trade: tuple[str, ...] = ()
    form: str = ""
    branch: str = ""
    number: tuple[str, ...] = ()
    known: str = ""  # the company's first name in the table of nicknames
    also: str = ""  # its name in the other script, written beside it
    core: str = ""  # brand and trades as written, without spaces
    behind: bool = False  # of that place: 国药控股湖北有限公司 is a company of 国药控股's, Acme of Oregon of Acme's
    placed_after: bool = False  # a place in brackets or behind: 方舟电子(重庆)有限公司, Acme Ireland
    spoken: bool = False  # a numbered school or hospital said short: 四中, 市一院
    name: str = field(init=False)  # the brand without spaces
    whole: str = field(init=False)  # the folded name without spaces

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", self.brand.replace(" ", ""))
        object.__setattr__(self, "whole", self.folded.replace(" ", ""))


@lru_cache(maxsize=12_288)  # a kilobyte each; an import compares each row with earlier ones of its list
def take_apart(name: str) -> Parts:
    """Read a company's name. Any text is read, if need be as one brand."""
    name = " ".join(plain(name[:200]).split())  # a run of spaces would be tried at each of its places
    name, other = asides.trading_as(asides.without_domain(asides.without(name)))
    outside, inside = _unpack(name)
    told, also = _both_scripts(outside)
    also = also or fold(other)
    spelt = fold(told)
    said = spelt.removeprefix("the ")
    for several, one in _PHRASES if said.isascii() else ():
        said = said.replace(several, one)
    said = _BANK_OF.sub(_bank_of, said)
    full = offices.bureau(offices.in_full(_in_full(said)))
    reading = Reading(full)
    for text in inside:
        also = fold(asides.former(text)) or bracket(reading, text) or also
    legal_form(reading)
    branch(reading)
    strip(reading)
    if reading.trade == ["投资"] and "中国" in reading.region:
        reading.trade = []  # 飞利浦（中国）投资有限公司 is how a firm from abroad is called here
    folded = spelt if told is name else fold(_without_notes(name))
    brand = " ".join(reading.left)
    return Parts(
        folded=folded,
        brand=brand,
        region=tuple(dict.fromkeys(reading.region)),
        trade=tuple(reading.trade),
        form=" ".join(reading.form),
        branch=reading.branch,
        number=_numbers(folded.replace(brand, "", 1) if reading.known else folded),
        known=reading.known,
        also=also,
        core=reading.core,
        behind=reading.of_a_place or (reading.behind and bool(reading.form)),
        placed_after=reading.placed_after,
        spoken=full != said,
    )


def _bank_of(found: re.Match[str]) -> str:
    """Bank of Ningbo is 宁波银行, Ningbo Bank."""
    return f"{found[1]} bank" if found[1].replace(" ", "") in REGIONS else found[0]


def _in_full(said: str) -> str:
    """杭州四中 is 杭州第四中学, 市一院 第一人民医院; anything else stays as it is."""
    short = _SPOKEN.fullmatch(said)
    if short is None:
        return said
    where = short["where"].removesuffix("人民") if short["what"].endswith("院") else short["where"]
    place = region_at(where, 0)
    if where and where not in {"市", "区", "县"} and (place is None or place[1] != len(where)):
        return said
    return f"{where if place else ''}第{short['number']}{_FULL[short['what']]}"


def spoken(parts: Parts) -> str:
    """How people call a numbered school or hospital for short: 四中, 一院."""
    number = _NUMBERED.fullmatch(parts.name)
    kind = next((short for short, full in _FULL.items() if parts.core.endswith((full, f"{full}校"))), "")
    return f"{number[1]}{kind}" if number and kind else ""


def shorts(parts: Parts) -> tuple[str, ...]:
    """How universities, their hospitals and firms called after a place alone go by: 哈工大, 北医三院, 江铜."""
    strong = [trade for trade in parts.trade if trade not in WEAK]
    marked = offices.of_a_place(parts.name, strong[0]) if strong and parts.name in REGIONS else ""
    return (*offices.shorts(parts.whole), *([marked] if marked else []))


def trades_told(parts: Parts) -> set[str]:
    """What a name says that the firm does; a group says so in its legal form too: 盛泰控股集团有限公司."""
    told = {*parts.trade, *(["集团"] if parts.form.startswith("集团") else [])}
    return told.union(*(MADE_OF[each] for each in told & MADE_OF.keys())) - MADE_OF.keys()


def registered(parts: Parts) -> bool:
    """True for a whole Chinese registered name, from which nothing was left out."""
    return parts.form.endswith(("有限公司", "责任公司", "股份"))


def _unpack(text: str) -> tuple[str, list[str]]:
    """The name without its brackets, and what was in them; a name all in brackets stands without."""
    if _BRACKETS.search(text) is None:
        return text, []
    text = _NOTED.sub(_noted, text)
    inside = [found.strip() for found in _BRACKETS.findall(text)]
    outside = _BRACKETS.sub(" ", text)
    return (outside, [each for each in inside if not is_note(each)]) if fold(outside) else (text, [])


def _noted(found: re.Match[str]) -> str:
    """Square brackets hold a note, where it is no place, branch or legal form: 【紧急】, [closed]."""
    inside = fold(found[1])
    keeps = not inside or inside.replace(" ", "") in REGIONS or region_at(inside, 0) or forms.BRANCH.search(inside)
    return found[0] if keeps or inside in forms.FORMS or inside in TRADES else " "


def _without_notes(text: str) -> str:
    """The name without the brackets that hold a note or a former name."""
    bare = _BRACKETS.sub(lambda found: " " if is_note(found[1]) or asides.former(found[1]) else found[0], text)
    return bare if fold(bare) else text


def _both_scripts(text: str) -> tuple[str, str]:
    """The Chinese name and the Latin one of "Lumen Design 朗明设计"; the text as it is, where it is one name."""
    found = _TWO_NAMES.fullmatch(text.strip())
    if found is None:
        return _known_twice(text)
    latin, chinese = (found[1], found[2]) if found[1] else (found[4], found[3])
    own = Reading(fold(chinese))
    legal_form(own)
    branch(own)
    strip(own)
    words = fold(latin).split()
    little = [word for word in words if word in TRADES or word in REGIONS]
    plain_words = len(words) == len(little) or (not little and all(word in ENGLISH for word in words))
    is_name = len(own.text()) >= 2 and own.text() not in TRADES and own.text() not in REGIONS
    return (chinese, fold(latin)) if is_name and not plain_words else _known_twice(text)


def _known_twice(text: str) -> tuple[str, str]:
    """BOE京东方: a company everybody knows, by two of its names."""
    found = _JOINED.fullmatch(text.strip())
    if found is None:
        return text, ""
    latin, chinese = (found[1], found[2]) if found[1] else (found[4], found[3])
    said = fold(latin).replace(" ", "")
    known = KNOWN.get(said)
    if known and chinese.startswith(NAMES_OF[known]):
        return chinese, fold(latin)
    names = NAMES_OF.get(KNOWN.get(chinese, ""), ())
    return (chinese, "") if len(said) > 2 and any(name.startswith(said) for name in names) else (text, "")


def _numbers(folded: str) -> tuple[str, ...]:
    found = ["".join(_DIGITS.get(digit, digit) for digit in "".join(groups)) for groups in _NUMBER.findall(folded)]
    words = folded.split()
    found += [_ROMAN[word] for before, word in pairwise(["", *words]) if before and word in _ROMAN]
    found += [COUNTED[word] for word in words if word in COUNTED and len(words) > 1]
    return tuple(sorted(found))


def initials(parts: Parts) -> str:
    """The first letters of a name of three words or more: ibm."""
    words = [word for word in parts.folded.split() if word.isascii() and word not in forms.LATIN_FORMS]
    first = "".join(word[0] for word in words if word not in {"of", "the", "and", "for"})
    return first if len(first) >= 3 else ""
