"""A company's name taken apart: where, who, what, in which legal form, and which part of the company."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from core.names import forms, trades
from core.names.fold import fold, is_cjk, plain
from core.names.nicknames import KNOWN
from core.names.regions import REGIONS, region_at
from core.names.slips import is_slip
from core.names.words import ENGLISH

_BRACKETS = re.compile(r"[(\[{<【〔「《]([^()\[\]{}<>【】〔〕「」《》]*)[)\]}>】〕」》]")
_PIECES = re.compile(
    r"[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]+|[^\s\u3005-\u9fff\uac00-\ud7a3]+"
)
_NUMBER = re.compile(
    r"第([一二三四五六七八九十百\d]+)|([一二三四五六七八九十百]+)(?=[号厂局院期店校所队处部中小建冶]|航局|分公司|公司|车间)|(\d+)"
)
_DIGITS = dict(zip("一二三四五六七八九", "123456789", strict=True))
_LONG_FORMS = ("corporation", "company", "limited", "incorporated")
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "two": "2", "three": "3"}


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
    also: str = ""  # its name in the other script, written beside it in brackets
    core: str = ""  # brand and trades as written, without spaces

    @property
    def name(self) -> str:
        """The brand without spaces."""
        return self.brand.replace(" ", "")

    @property
    def whole(self) -> str:
        """The folded name without spaces."""
        return self.folded.replace(" ", "")


class _Reading:
    """The pieces of one name, taken off from both ends until the brand is left."""

    def __init__(self, text: str) -> None:
        self.left: list[str] = _PIECES.findall(text)
        self.region: list[str] = []
        self.trade: list[str] = []
        self.form: list[str] = []
        self.branch = ""
        self.known = ""
        self.core = ""

    def text(self) -> str:
        return "".join(self.left)

    def take_last(self, length: int) -> str:
        """Cut so many characters off the last piece."""
        piece = self.left.pop()
        if length < len(piece):
            self.left.append(piece[:-length])
        return piece[len(piece) - length :]


@lru_cache(maxsize=4096)
def take_apart(name: str) -> Parts:
    """Read a company's name. Any text is read, if need be as one brand."""
    name = name[:200]
    outside, inside = _unpack(plain(name))
    reading = _Reading(fold(outside).removeprefix("the "))
    also = ""
    for text in inside:
        also = _bracket(reading, text) or also
    _legal_form(reading)
    _branch(reading)
    _strip(reading)
    folded = fold(name)
    brand = " ".join(reading.left)
    return Parts(
        folded=folded,
        brand=brand,
        region=tuple(dict.fromkeys(reading.region)),
        trade=tuple(reading.trade),
        form=" ".join(reading.form),
        branch=reading.branch,
        number=_numbers(folded),
        known=reading.known,
        also=also,
        core=reading.core,
    )


def _unpack(text: str) -> tuple[str, list[str]]:
    """The name without its brackets, and what was in them; a name all in brackets stands without."""
    inside = [found.strip() for found in _BRACKETS.findall(text)]
    outside = _BRACKETS.sub(" ", text)
    return (outside, inside) if fold(outside) else (text, [])


def _bracket(reading: _Reading, text: str) -> str:
    """Put what stood in brackets where it belongs; a name in the other script is handed back."""
    folded = fold(text)
    if not folded:
        return ""
    places = _places(folded)
    if places:
        reading.region += places
    elif forms.BRANCH.search(folded) or folded.split()[-1] in forms.LATIN_BRANCHES:
        reading.branch = folded
    elif folded in forms.FORMS or all(word in forms.LATIN_FORMS for word in folded.split()):
        reading.form.append(folded)
    elif any(map(is_cjk, folded)) != any(map(is_cjk, reading.text())):
        return folded
    else:
        reading.left += _PIECES.findall(folded)
    return ""


def _places(text: str) -> list[str]:
    """The regions a text is made of, or none when it says anything else."""
    if text.replace(" ", "") in REGIONS:
        return [REGIONS[text.replace(" ", "")]]
    found, at = [], 0
    while at < len(text):
        place = region_at(text, at)
        if place is None:
            return []
        found.append(place[0])
        at = place[1]
    return found


def _legal_form(reading: _Reading) -> None:
    """Take the legal form off; what follows it in Chinese is a branch."""
    while len(reading.left) > 1 and (_latin_form(reading.left[-1]) or (reading.form and reading.left[-1] == "and")):
        reading.form.insert(0, reading.left.pop())
    inner = [
        word for word in reading.left[1:-1] if word in {"co", "company", "corp", "inc", "ltd", "llc", "limited", "gmbh"}
    ]
    for word in inner:
        reading.left.remove(word)
        reading.form.append(word)
    for index, piece in enumerate(reading.left):
        found = _form_in(piece, bare=index > 0)
        if found is None:
            continue
        start, end = found
        after = piece[end:] + "".join(reading.left[index + 1 :])
        reading.form.append(piece[start:end])
        reading.left[index:] = [piece[:start]] if start else []
        _after_form(reading, after)
        return


def _latin_form(word: str) -> bool:
    """True for a legal form, misspelt ones of some length included: corporatoin."""
    return word in forms.LATIN_FORMS or (
        len(word) >= 6 and word not in ENGLISH and any(is_slip(word, long) for long in _LONG_FORMS)
    )


def _form_in(piece: str, bare: bool) -> tuple[int, int] | None:
    """Where a Chinese legal form stands in a piece: in the middle only one that can be nothing else."""
    middle = piece.find("有限公司")
    if not 0 <= middle < len(piece) - 4 and not forms.BRANCH.search(piece):
        for length in range(min(forms.LONGEST, len(piece)), 0, -1):
            at = len(piece) - length
            if (at > 0 or bare) and piece[at:] in forms.FORMS:
                return at, len(piece)
    if middle > 0 or (middle == 0 and bare):
        start = next(
            (middle - n for n in (4, 2) if piece[max(0, middle - n) : middle] in {"集团股份", "股份", "责任"}), middle
        )
        return max(start, 0 if bare else 1), middle + 4
    return None


def _after_form(reading: _Reading, text: str) -> None:
    if not text:
        return
    places = _places(text)
    if places:
        reading.region += places
    else:
        reading.branch = reading.branch or text


def _branch(reading: _Reading) -> None:
    """Take a branch, shop or school off the end, with its place when it is one we know."""
    if not reading.left or reading.branch:
        return
    last = reading.left[-1]
    found = forms.BRANCH.search(last)
    if found and (len(last) - len(found[0]) >= 2 or len(reading.left) > 1):
        start = found.start()
        for length in (4, 3, 2):
            at = start - length
            if at > 1 and region_at(last, at) is not None and (region_at(last, at) or ("", 0))[1] == start:
                start = at
                break
        reading.branch = reading.take_last(len(last) - start)
    elif len(reading.left) > 1 and last in forms.LATIN_BRANCHES:
        reading.branch = reading.left.pop()


def _strip(reading: _Reading) -> None:
    """Take region and trades off, until the brand is left or the company is one everybody knows."""
    if _is_known(reading, reading.left):
        return
    whole = list(reading.left)
    _leading_region(reading)
    reading.core = reading.text()
    place_first = "".join(whole)[: len("".join(whole)) - len(reading.text())]
    while reading.left and not (reading.region and _is_known(reading, reading.left)):
        if place_first and _is_known(reading, [place_first, *reading.left]):
            return
        if _is_known(reading, reading.left) or not (_last_trade(reading, place_first) or _last_region(reading)):
            break
    if not reading.left:
        # Nothing but a place and trades: 上海电气. The place is the brand then.
        reading.left = [place_first] if place_first else whole
        reading.core = "".join(whole)
        reading.region = reading.region[1:] if place_first else reading.region
        reading.trade = reading.trade if place_first else []


def _is_known(reading: _Reading, pieces: list[str]) -> bool:
    reading.core = reading.core or "".join(pieces)
    known = KNOWN.get("".join(pieces))
    if known is None:
        return False
    reading.known = known
    reading.left = list(pieces)
    return True


def _leading_region(reading: _Reading) -> None:
    while reading.left:
        piece = reading.left[0]
        found = region_at(piece, 0)
        if found is not None:
            place, end = found
            if end == len(piece) and len(reading.left) == 1:
                return
            reading.region.append(place)
            reading.left[0:1] = [piece[end:]] if end < len(piece) else []
            continue
        length = next((n for n in (2, 1) if "".join(reading.left[:n]) in REGIONS and len(reading.left) > n), 0)
        rest = [word for word in reading.left[length:] if word not in trades.TRADES and word not in ENGLISH]
        if not length or not rest or piece in {"us", "in"}:
            return
        reading.region.append(REGIONS["".join(reading.left[:length])])
        del reading.left[:length]


def _last_trade(reading: _Reading, place_first: str) -> bool:
    """Take one trade off the end, leaving a brand or, failing that, the place in front."""
    last = reading.left[-1]
    if last.isascii():
        word = next((n for n in (2, 1) if len(reading.left) > n and "".join(reading.left[-n:]) in trades.TRADES), 0)
        if not word or (word == 1 and reading.left[-2] in {"of", "the", "and"}):
            return False
        reading.trade.insert(0, trades.TRADES["".join(reading.left[-word:])])
        del reading.left[-word:]
        return True
    for length in range(min(trades.LONGEST, len(last)), 0, -1):
        if last[-length:] in trades.TRADES:
            if length == len(last) and len(reading.left) == 1 and not place_first:
                return False
            reading.trade.insert(0, trades.TRADES[reading.take_last(length)])
            return True
    return False


def _last_region(reading: _Reading) -> bool:
    last = reading.left[-1]
    if last.isascii():
        length = next((n for n in (2, 1) if len(reading.left) > n and "".join(reading.left[-n:]) in REGIONS), 0)
        if not length or last == "in":
            return False
        rest = reading.left[:-length]
        if rest[-1] == "of":
            if all(word in trades.TRADES for word in rest[:-1]):
                return False
            rest = rest[:-1]
        reading.region.append(REGIONS["".join(reading.left[-length:])])
        reading.left = rest
        return True
    for length in (7, 6, 5, 4, 3, 2):
        at = len(last) - length
        found = region_at(last, at) if at >= 0 and (at > 1 or len(reading.left) > 1) else None
        if found and found[1] == len(last):
            reading.region.append(found[0])
            reading.take_last(length)
            return True
    return False


def _numbers(folded: str) -> tuple[str, ...]:
    found = ["".join(_DIGITS.get(digit, digit) for digit in "".join(groups)) for groups in _NUMBER.findall(folded)]
    found += [_ROMAN[word] for before, word in pairwise(["", *folded.split()]) if before and word in _ROMAN]
    return tuple(sorted(found))


def initials(parts: Parts) -> str:
    """The first letters of a name of three words or more: ibm."""
    words = [word for word in parts.folded.split() if word.isascii() and word not in forms.LATIN_FORMS]
    first = "".join(word[0] for word in words if word not in {"of", "the", "and", "for"})
    return first if len(first) >= 3 else ""
