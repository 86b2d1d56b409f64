"""A line made comparable without moving a character: width, case, accents and script folded one for one."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from core.names import fold

HAN = re.compile(r"[㐀-鿿]")
_REMEMBERED = 30_000  # characters kept: a lid on what forged text can make us hold
_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: 0x20,
    0xA0: 0x20,
    0x202F: 0x20,
    0xFFE5: 0xA5,
}
_WIDTH |= {0x2018: 0x27, 0x2019: 0x27, 0x201C: 0x22, 0x201D: 0x22, 0x2013: 0x2D, 0x2014: 0x2D, 0x2212: 0x2D}

_ABBREVIATION = "".join(
    rf"(?<!\b{word})" for word in ("mr", "ms", "mrs", "dr", "st", "no", "corp", "inc", "co", "ltd", "w")
)
_STOP = re.compile(
    r"[。;!?\n…→|]+|(?<!\d),|,(?!\d{3}(?!\d))|(?<=[㐀-鿿])\."
    rf"|{_ABBREVIATION}(?<!\b[a-z])\.(?=\s|$)|\s-+\s"
)


class _Even(dict[int, str]):
    """A `str.translate` table that keeps the length: what folds to more or less than one letter stays as it is."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = char if char == "\n" or unicodedata.category(char) == "No" else fold(char)
        folded = folded if len(folded) == 1 else char
        if len(self) < _REMEMBERED:
            self[code] = folded
        return folded


_EVEN = _Even()


@dataclass(frozen=True, slots=True)
class Text:
    """`shown` is what a person reads back (width folded only); `plain` is for matching. Both have one length."""

    shown: str
    plain: str
    clauses: tuple[tuple[int, int], ...]
    chinese: bool

    def without(self, spans: Iterable[tuple[int, int]], *, shown: bool = False) -> str:
        """The line (folded, unless `shown`) with these spans blanked out by NULs, in the same length."""
        letters = list(self.shown if shown else self.plain)
        for start, end in spans:
            letters[start:end] = "\0" * (end - start)
        return "".join(letters)

    def clause(self, position: int) -> tuple[int, int]:
        """The span of the clause that holds `position`, its closing sign included."""
        return next(((start, end) for start, end in self.clauses if start <= position < end), (0, len(self.plain)))


def plain(shown: str) -> str:
    """Simplified, lower case, without accents, of the same length."""
    return shown.translate(_EVEN)


def visible(line: str) -> str:
    """The line as it is read back: half-width, without characters that nobody sees."""
    shown = line.translate(_WIDTH)
    if shown.isascii():
        return shown
    return "".join(char for char in shown if unicodedata.category(char) not in {"Cf", "Cs"})


def text(line: str) -> Text:
    """The line as the readers want it."""
    shown = visible(line)
    folded = plain(shown)
    clauses, start = [], 0
    for stop in _STOP.finditer(folded):
        clauses.append((start, stop.end()))
        start = stop.end()
    clauses.append((start, len(folded) + 1))
    return Text(shown, folded, tuple(clauses), HAN.search(folded) is not None)
