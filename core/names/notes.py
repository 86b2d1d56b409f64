"""What people note beside a customer's name, in brackets or behind a dash: 老客户, 已报价, 采购李工, met at CES."""

from __future__ import annotations

import re

from core.names.fold import CJK
from core.names.persons import PERSON
from core.names.wordlists import words

_DEPARTMENTS = "|".join(words("asides", "departments"))
AT_DESK = rf"(?:{_DEPARTMENTS})(?:部门?|科|处|中心)"
NUMBER = r"(?:(?:联系)?(?:电话|手机|方式)|tel|phone|mobile|mob|cell|ph)?[.:\s]*\(?\+?\d(?:[\s().-]{0,2}\d){6,14}"
DATE = r"20\d\d(?:[年./-]\d{1,2}(?:[月./-]\d{1,2}[日号]?|月)?)|20\d{6}|\d{1,2}月(?:\d{1,2}[日号]?)?"
MAIL = r"\S+@\S+\.[a-z]{2,}"
EVENT = rf"(?:20\d\d年?)?[{CJK}]{{0,4}}(?:{'|'.join(words('asides', 'events'))})|[abc]类(?:客户)?"

_NOTES = tuple(words("asides", "notes"))
_BEHIND = tuple(words("asides", "note behind"))
_BEGINS = tuple(words("asides", "note begins"))
_TELLS = re.compile("|".join(words("asides", "tells")))
_TOLD = frozenset(words("asides", "told"))
_TOLD_OF = _TOLD | frozenset(words("asides", "told of"))
_MET_AT = re.compile(EVENT)
_TOKENS = re.compile(r"[^\s,;/]+")
_DESK = re.compile(rf"{AT_DESK}|(?:{_DEPARTMENTS})")
_WHO = re.compile(rf"(?:(?:{_DEPARTMENTS})部?)?{PERSON}|{NUMBER}|{MAIL}|{DATE}")


def is_note(text: str) -> bool:
    """Whether what stood in brackets tells of our dealings with them: 老客户, 展会认识, old customer, 总部, 王经理."""
    return text.endswith(_NOTES) or is_noted(text) or _is_somebody(text)


def is_noted(text: str) -> bool:
    """A note that says so itself: 已报价, 下周回访; met at the fair."""
    if text.isascii():
        said = text.replace("'", "").split()
        return bool(said) and (said[0] in _TOLD or _TOLD_OF.issuperset(said))
    told = text in _NOTES or text.endswith(_BEHIND) or text.startswith(_BEGINS) or _TELLS.search(text) is not None
    return len(text) > 1 and (told or _MET_AT.fullmatch(text) is not None)


def _is_somebody(text: str) -> bool:
    """张小姐 采购: whom to speak to there, and how."""
    said = _TOKENS.findall(text)
    people = [_WHO.fullmatch(each) is not None for each in said]
    return any(people) and all(who or _DESK.fullmatch(each) for who, each in zip(people, said, strict=True))
