"""A person or a town behind a name that only a comma, a dash or a space parts from it: 凯旋门窗 王丽.

What stands so may be part of the name, so a name is asked about without it, and never certain.
"""

from __future__ import annotations

import re

from core.names.fold import CJK, plain
from core.names.forms import FORMS, LATIN_BRANCHES, LATIN_FORMS
from core.names.nicknames import KNOWN
from core.names.regions import REGIONS
from core.names.trades import TRADES
from core.names.words import CHINESE, GIVEN, SURNAMES, TITLES

# Those of people in the street; 金, 白, 石, 万 begin more names of towns and goods.
_SURNAMES = "".join(sorted(SURNAMES - set("金石白万龙方江高林安华夏史汤武海田雷钱毛孔向常文")))
_APART = re.compile(rf"[-–—/|:,;@(－／｜：，；＠（]|[{CJK}][ \u3000]+[{CJK}]")
_PERSON = rf"[{_SURNAMES}][{CJK}]{{1,2}}"
_BEHIND = re.compile(
    rf"(?P<name>.{{3,}}?)(?:\s*[-–—/|:,;(]\s*|(?<=[{CJK})]) +)(?P<who>{_PERSON})\)?"
    r"|(?P<firm>.{3,}?)(?:\s+[-–—]+\s*|\s*[/|:,;(]\s*)(?P<whom>[a-z.]+(?: [a-z.'-]+){0,2})\)?"
)
_IN_FRONT = re.compile(
    rf"(?P<who>{_PERSON})(?:\s*[-–—/|:,;]\s*| +)(?P<name>[^\s].{{2,}})"
    r"|(?P<whom>[a-z.]+(?: [a-z.'-]+){0,2})(?:\s+[-–—]+\s*|\s*[/|:,;@]\s*)(?P<firm>.{3,})"
)
_TOWN = re.compile(
    r"(?P<name>[^,/]{3,} [^,/]{2,}?)\s*[,/]\s*(?:\d+[a-z]? [a-z0-9 ]+\s*,\s*)*(?P<town>[a-z]{3,}(?: [a-z]{2,})?)"
    r"(?:\s*,\s*[a-z ]{2,})?"
)


def may_stand(name: str) -> bool:
    """Whether anything parts a name from what could stand beside it."""
    return _APART.search(name) is not None


def without_person(name: str) -> str:
    """The name without somebody's whole name beside it; nothing where nobody's is."""
    text = plain(name)
    for pattern in (_BEHIND, _IN_FRONT):
        found = pattern.fullmatch(text)
        if found and found["who"] and _is_person(found["who"]):
            return found["name"].strip()
        if found and found["whom"] and _has_given_name(found["whom"].split()):
            return found["firm"].strip()
    return ""


def without_town(name: str) -> str:
    """The name without a town in no list behind its comma; nothing where there is none."""
    found = _TOWN.fullmatch(plain(name)) if "," in name or "/" in name else None
    if found is None:
        return ""
    town = found["town"].split()
    says = (TRADES.keys() | LATIN_FORMS | LATIN_BRANCHES) & {*town, "".join(town)}
    return "" if says or town[0] in GIVEN else found["name"]


def _is_person(who: str) -> bool:
    """张伟, and no word, place or trade: 陶瓷, 广州, 程控."""
    return not any(who in told for told in (CHINESE, REGIONS, TRADES, FORMS, KNOWN)) and not {who[1:], who[-2:]} & (
        TRADES.keys() | REGIONS.keys()
    )


def _has_given_name(words: list[str]) -> bool:
    bare = [word.strip(".") for word in words if word.strip(".") not in TITLES]
    return bool(bare) and bare[0] in GIVEN and not any(word in TRADES or word in LATIN_FORMS for word in bare)
