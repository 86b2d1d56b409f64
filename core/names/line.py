"""A line of chat cut into characters and words, each with its place in the original."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from core.names.fold import CHARACTERS, is_cjk
from core.names.sound import readings

NEXT, SPACED, BROKEN = 0, 1, 2  # how a unit follows the one before: at once, after a space or sign, in another clause
_BREAKS = frozenset(",，、;；。.!！?？:：\n\r\t|…。")


@dataclass(frozen=True, slots=True)
class Unit:
    """One Chinese character or one word of letters and digits, folded."""

    text: str
    start: int
    end: int
    gap: int
    chinese: bool  # a character written without spaces
    heard: str  # as it sounds: "fang"; a word sounds as it is written


class Line:
    """The units of a line, and the line as one string without spaces, folded and as it sounds."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.units = cut(text)
        self._words: list[tuple[str, int, int]] | None = None
        self.flat, self.starts = _joined([unit.text for unit in self.units])
        self.letters = frozenset(self.flat)
        self.heard, self.heard_starts = _joined([unit.heard for unit in self.units])

    def exact(self, wanted: str) -> list[tuple[int, int]]:
        """Where a folded text without spaces stands, as ranges of units."""
        return _ranges(self.flat, self.starts, wanted)

    def alike(self, wanted: str) -> list[tuple[int, int]]:
        """Where something is read like `wanted`, which is pinyin or Latin in one piece."""
        return _ranges(self.heard, self.heard_starts, wanted)

    def words(self) -> list[tuple[str, int, int]]:
        """Every word and every two or three words in a row, joined, with their range of units."""
        if self._words is None:
            count = len(self.units)
            spans = ((start, end) for start in range(count) for end in range(start + 1, min(start + 3, count) + 1))
            self._words = [
                (self.flat[self.starts[start] : self.starts[end]], start, end)
                for start, end in spans
                if not any(unit.chinese for unit in self.units[start:end])
            ]
        return self._words

    def written(self, start: int, end: int) -> str:
        """The units from start to end as they stand in the original."""
        return self.text[self.units[start].start : self.units[end - 1].end]


def cut(text: str) -> list[Unit]:
    """Characters and words of a text, in order, with their spans in it."""
    units: list[Unit] = []
    word, start, gap, at = "", 0, BROKEN, 0
    for at, char in enumerate(text):
        for folded in CHARACTERS[ord(char)] or "":
            single = is_cjk(folded)
            letter = folded.isalnum()
            if folded == "&":
                single = letter = True  # the word it stands for
            if word and (single or not letter):
                units.append(_word(word, start, at, gap))
                word, gap = "", NEXT
            if single and letter:
                units.append(_one(folded, at, gap))
                gap = NEXT
            elif letter:
                start = start if word else at
                word += folded
            else:
                gap = max(gap, _gap(folded, text, at))
    if word:
        units.append(_word(word, start, at + 1, gap))
    return units


def _one(folded: str, at: int, gap: int) -> Unit:
    """A Chinese character, or the sign & as a word."""
    if folded == "&":
        return Unit("and", at, at + 1, gap, chinese=False, heard="and")
    return Unit(folded, at, at + 1, gap, chinese=True, heard=readings(folded)[0])


def _word(text: str, start: int, end: int, gap: int) -> Unit:
    return Unit(text, start, end, gap, False, text)


def _gap(sign: str, text: str, at: int) -> int:
    """How far a sign parts what stands around it: the dot in "J.P." or "58.com" does not."""
    if sign == "." and at + 1 < len(text) and text[at + 1].isalnum():
        return SPACED
    return BROKEN if sign in _BREAKS else SPACED


def _joined(texts: list[str]) -> tuple[str, list[int]]:
    starts, at = [], 0
    for text in texts:
        starts.append(at)
        at += len(text)
    return "".join(texts), [*starts, at]


def _ranges(text: str, starts: list[int], wanted: str) -> list[tuple[int, int]]:
    found = []
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        first, last = bisect_left(starts, at), bisect_left(starts, at + len(wanted))
        if starts[first] == at and starts[last] == at + len(wanted):
            found.append((first, last))
        at = text.find(wanted, at + 1)
    return found
