"""Whether letters that could be a brand are meant as one, judged by what stands beside them."""

from __future__ import annotations

import re

from core.names.fold import is_cjk
from core.names.line import BROKEN, NEXT, Line
from core.names.regions import REGIONS
from core.names.words import (
    AFTER,
    BEGINS,
    CHINESE,
    CUES,
    ENGLISH,
    LEADS,
    MEETING,
    NEVER_ALONE,
    PEOPLE,
    RIVALS,
    SURNAMES,
    VERBS,
)

_LEAD = re.compile("(?:" + "|".join(sorted({*CUES, *NEVER_ALONE, *"我们在又再刚"}, key=len, reverse=True)) + ")*")
_PERSON, _UNSURE, _DOUBTFUL = 0.9, 0.8, 0.75


def plausible(line: Line, start: int, end: int, *, bare: bool, whole: bool) -> float:
    """1 when the units from start to end may well be a company's name, less when in doubt, 0 when they are not.

    `bare`: a brand with nothing of a company about it; `whole`: that is all there is to the customer's name.
    """
    if line.flat[: line.starts[start]].endswith(RIVALS):
        return _DOUBTFUL
    if line.units[start].chinese or line.units[end - 1].chinese:
        return _chinese(line, start, end, bare=bare)
    return _latin(line, start, end, bare=bare, whole=whole)


def leads(line: Line, start: int) -> bool:
    """True when before this place in the text stands nothing, or only when and how the customer was met."""
    before = [unit for unit in line.units if unit.end <= start]
    if any(unit.text not in LEADS for unit in before if not unit.chinese):
        return False
    return bool(_LEAD.fullmatch("".join(unit.text for unit in before if unit.chinese)))


def _chinese(line: Line, start: int, end: int, *, bare: bool) -> float:
    text = line.flat[line.starts[start] : line.starts[end]]
    before = line.flat[: line.starts[start]]
    after = line.flat[line.starts[end] :] if end < len(line.units) and line.units[end].gap != BROKEN else ""
    if before.endswith("新") and not before.endswith(("最新", "更新")) and line.units[start].gap == 0:
        return 0.0
    if not bare:
        return 1.0
    head, parted = start == 0, line.units[start].gap != NEXT
    cue = head or before.endswith(CUES)
    marked = after.startswith(AFTER)
    if text in CHINESE or text in REGIONS or len(text) == 1:
        return _ordinary(text, after, cue=cue, head=head, marked=marked)
    if len(text) <= 3 and ((not parted and before[-1:] + text[0] in CHINESE) or text[-1] + after[:1] in CHINESE):
        return 0.0  # 今天成交 is not 天成
    if text[0] in SURNAMES and len(text) <= 3 and before.endswith(MEETING) and not marked:
        return _PERSON
    ends = not after or marked or after[0] in BEGINS or not is_cjk(after[0])
    return _bounded(len(text), starts=cue or parted, ends=ends, firm=head or marked)


def _bounded(length: int, *, starts: bool, ends: bool, firm: bool) -> float:
    """How likely letters are a word of their own, by whether something parts them from what stands around."""
    if starts and ends:
        return 1.0
    if firm:
        return 0.95
    return _UNSURE if starts or length > 2 else _DOUBTFUL if ends else 0.0


def _ordinary(text: str, after: str, *, cue: bool, head: bool, marked: bool) -> float:
    """An ordinary word: someone went to it, or it begins the line and does something."""
    if text in NEVER_ALONE or text in REGIONS:
        return 1.0 if after.startswith("公司") else 0.0
    if head:
        return 1.0 if marked else 0.9 if not after or after[0] in BEGINS else 0.0
    if cue:
        return 1.0 if marked else 0.9
    return _UNSURE if marked else 0.0


def _latin(line: Line, start: int, end: int, *, bare: bool, whole: bool) -> float:
    text = line.flat[line.starts[start] : line.starts[end]]
    written = line.text[line.units[start].start : line.units[end - 1].end]
    head = start == 0 or line.units[start].gap == BROKEN
    following = line.units[end] if end < len(line.units) and line.units[end].gap != BROKEN else None
    after = following.text if following else ""
    owned = bool(following) and after == "s" and line.text[line.units[end].start - 1] in "'’"
    capital = written[0].isupper() or written[0].isdigit()
    if not bare or owned:
        return 1.0
    if len(text) <= 2 and start > 0 and not written.isupper():
        return 0.0
    words = line.units[start:end]
    if not all(word.text in ENGLISH for word in words):
        return _DOUBTFUL if capital and start > 1 and _continues(line, start) else 1.0
    if len(words) > 1:
        # Two ordinary words together are a name when both are written as one: Blue Ocean, not First choice.
        return 1.0 if all(line.text[word.start].isupper() for word in words) or (head and after in VERBS) else 0.0
    if not whole and after not in PEOPLE:
        return 0.0  # Will is rarely said for Will Foods
    if head:
        spaced = line.text[line.units[end - 1].end : line.units[end].start].strip() if following else ""
        acts = not after or after in VERBS or after in PEOPLE or not after.isascii() or bool(spaced)
        return 0.0 if not acts or (not capital and start > 0) else 0.95 if capital else _UNSURE
    return 1.0 if capital and (not written.isupper() or len(text) <= 4) else 0.0


def _continues(line: Line, start: int) -> bool:
    """True when another name's word stands right before: Stanley in "Morgan Stanley"."""
    before = line.units[start - 1]
    if line.units[start].gap == BROKEN or before.chinese or before.text in ENGLISH:
        return False
    return line.text[before.start].isupper() and line.text[before.end : line.units[start].start] == " "
