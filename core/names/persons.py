"""People as they stand beside a customer's name, or in its place: 王总, 李经理, Mr Wang."""

from __future__ import annotations

import re

from core.names.fold import CJK, plain
from core.names.wordlists import words
from core.names.words import SURNAMES, TITLES

_ENGINEER = "工"  # of the others' titles none ends a firm's name, but 徐工, 化工 and 精工 do
_ROLES = "|".join(each for each in words("asides", "people") if each != _ENGINEER)
_SURNAME = f"[{''.join(sorted(SURNAMES))}]"
_ENGINEERS = f"[{''.join(sorted(SURNAMES - set('徐柳龙')))}]{_ENGINEER}"
PERSON = f"(?:[{CJK}]{{1,3}}(?:{_ROLES})|{_ENGINEERS})"
NAMED = f"(?:[老小]?{_SURNAME}[{CJK}]{{0,2}}(?:{_ROLES})|{_ENGINEERS})"

TITLED = ("总", "经理", "先生", "女士", "厂长", "老板")
_GLUED = re.compile(rf"的?{_SURNAME}(?:总|总?经理|先生|女士|厂长|老板)$")
_ALONE = re.compile(rf"{NAMED}|[老小]{_SURNAME}")
_NOBODY = frozenset(word.replace("_", " ") for word in words("asides", "nobody"))
_MISTERS = TITLES & {"mr", "mrs", "ms", "miss"}


def without_titled(text: str) -> str:
    """凯旋门窗陈总, 凯旋门窗的陈总 without the man: no firm's name ends so."""
    return _GLUED.sub("", text) if text.endswith(TITLED) else text


def is_nobody(text: str) -> bool:
    """Whether what stands for a name names no customer: 李经理, 散客, Mr Wang, n/a."""
    said = plain(text[:40]).strip(" .-_/*?()").replace("/", "")
    if said in _NOBODY or not said:
        return True
    first, _, last = said.partition(" ")
    return _ALONE.fullmatch(said) is not None or (first.strip(".") in _MISTERS and last.isalpha())
