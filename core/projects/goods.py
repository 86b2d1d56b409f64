"""One thing under many names: 激光扫描枪, 扫码器, barcode scanner. What it is, and how alike two names are."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from rapidfuzz.distance import LCSseq

from core.projects.words import any_of, lines
from core.reading.text import HAN

_ALIKE = 0.4  # names less alike than this have nothing in common
_TAIL = re.compile(rf"\s?{any_of('tails')}?")
_WORD = re.compile(r"[a-z0-9][a-z0-9.'+/-]*|[㐀-鿿]+")
_CODE = re.compile(r"(?<![a-z])[a-z]{3,6}(?![a-z ])(?=[^a-z]|$)")
_ACCESSORY = 0.3  # a scanner's stand is no scanner


@cache
def _known() -> tuple[dict[str, str], dict[str, str]]:
    """Every name in the dictionary with the thing it stands for, and the wider things of some."""
    names: dict[str, str] = {}
    wider: dict[str, str] = {}
    for line in lines("goods"):
        first, *others = [part.strip() for part in line.split("|")]
        thing, _, above = (part.strip() for part in first.partition("<"))
        if above:
            wider[thing] = above
        names |= dict.fromkeys([thing, *others], thing)
    return names, wider


@cache
def _named() -> re.Pattern[str]:
    """Finds, at each place of a name, the longest dictionary name that begins there."""
    names = sorted(_known()[0], key=len, reverse=True)
    every = [re.escape(name) if HAN.search(name) else rf"(?<![a-z]){re.escape(name)}(?![a-z])" for name in names]
    return re.compile(f"(?=({'|'.join(every)}))")


def singular(name: str) -> str:
    """English words without their plural: batteries → battery, switches → switch."""
    return _WORD.sub(lambda word: _single(word[0]), name)


def _single(word: str) -> str:
    if HAN.match(word) or len(word) < 4:
        return word
    for plural, one in (
        ("ies", "y"),
        ("shelves", "shelf"),
        ("ches", "ch"),
        ("shes", "sh"),
        ("xes", "x"),
        ("sses", "ss"),
    ):
        if word.endswith(plural):
            return word.removesuffix(plural) + one
    return word.removesuffix("s") if word[-2:] not in ("ss", "us", "is") else word


@lru_cache(maxsize=20_000)
def thing(name: str) -> str | None:
    """What the dictionary calls a thing by this (folded) name; None where it does not know it.

    The name that ends last decides, if nothing but a general word follows: 扫描枪支架 is no 扫描枪.
    """
    name = singular(name)
    found = [(match.end(1), len(match[1]), match[1]) for match in _named().finditer(name)]
    if not found:
        return None
    end, _, said = max(found)
    return _known()[0][said] if _TAIL.fullmatch(name, end) or len(name) - end <= 1 else None


def named(text: str) -> tuple[list[str], str]:
    """The things of the dictionary that a (folded) text names, with the wider ones of some; the text without them."""
    text, found, rest, end = singular(text), dict[str, None](), list[str](), 0
    for match in _named().finditer(text):
        if match.start() >= end:
            known = _known()[0][match[1]]
            found |= dict.fromkeys(filter(None, (known, _known()[1].get(known))))
            rest.append(text[end : match.start()])
            end = match.end(1)
    return list(found), " ".join([*rest, text[end:]])


def tokens(name: str) -> Iterator[str]:
    """The keys a thing is found by: what the dictionary calls it and the wider thing, else the end of its name."""
    known = thing(name)
    if known is not None:
        yield known
        if above := _known()[1].get(known):
            yield above
        return
    words = _WORD.findall(singular(name))
    if words:
        yield words[-1][-2:] if HAN.match(words[-1]) else words[-1]


def foreign(one: str, other: str) -> bool:
    """Whether the two are in two languages, so that letters cannot be compared."""
    return bool(HAN.search(one)) != bool(HAN.search(other))


@lru_cache(maxsize=50_000)
def likeness(one: str, other: str) -> float:
    """How surely two (folded) names mean one thing, 0–1."""
    known, alike = (thing(one), thing(other)), _letters(singular(one), singular(other))
    if known[0] is None or known[1] is None:
        return alike
    if known[0] == known[1]:
        return 1.0
    wider = _known()[1]
    if known[0] == wider.get(known[1]) or known[1] == wider.get(known[0]):
        return 0.9
    return _qualified(singular(one), singular(other)) or min(alike, _ACCESSORY)


def _qualified(one: str, other: str) -> float | None:
    """主机 and 冷水主机, monitor and patient monitor: the shorter name may be said for the longer one."""
    short, whole = sorted((one, other), key=len)
    if len(short) < 2:
        return None
    return 0.85 if whole.endswith(short) else 0.6 if whole.startswith(short) else None


def _letters(one: str, other: str) -> float:
    """Of names not both in the dictionary: shortened (风盘, 风机盘管), qualified (DN600蝶阀), with the same head."""
    if _CODE.search(one) and set(_CODE.findall(one)) & set(_CODE.findall(other)):
        return 0.8  # CTP, CTP制版机
    one, other = sorted(("".join(_WORD.findall(each)) for each in (one, other)), key=len)
    if not one or foreign(one, other):
        return 0.0
    if HAN.search(one):
        if other.startswith(one) and not _TAIL.fullmatch(other, len(one)):
            return 0.35  # a stand, a battery for it
        shared = LCSseq.similarity(one, other) / len(one)
        head = one[-1] == other[-1]
        return shared * (1.0 if head and len(one) > 1 else 0.75) if shared >= 0.5 else _ALIKE * head
    words = [_WORD.findall(each) for each in (one, other)]
    return LCSseq.similarity(one, other) / len(other) if words[0] else 0.0
