"""Whether letters that could be a brand are meant as one, judged by what stands beside them."""

from __future__ import annotations

from core.names.line import BROKEN, Line
from core.names.regions import REGIONS
from core.names.words import (
    AFTER,
    BEGINS,
    CHINESE,
    CUES,
    ENGLISH,
    MEETING,
    NEVER_ALONE,
    ROLES,
    SURNAMES,
    VERBS,
)

_UNSURE, _TAIL = 0.8, 0.75


def plausible(line: Line, start: int, end: int, *, bare: bool) -> float:
    """1 when the units from start to end may well be a company's name, less when in doubt, 0 when they are not."""
    if line.units[start].chinese or line.units[end - 1].chinese:
        return _chinese(line, start, end, bare=bare)
    return _latin(line, start, end, bare=bare)


def _chinese(line: Line, start: int, end: int, *, bare: bool) -> float:
    text = line.flat[line.starts[start] : line.starts[end]]
    before = line.flat[: line.starts[start]]
    after = line.flat[line.starts[end] :] if end < len(line.units) and line.units[end].gap != BROKEN else ""
    if before.endswith("新") and not before.endswith(("最新", "更新")) and line.units[start].gap == 0:
        return 0.0
    if not bare:
        return 1.0
    closed = start == 0 or line.units[start].gap == BROKEN
    cue = before.endswith(CUES) or start == 0
    marked = after.startswith(AFTER)
    if text in CHINESE or text in REGIONS or len(text) == 1:
        return _ordinary(text, after, cue=cue, head=start == 0, marked=marked)
    crossing = (bool(before) and not closed and before[-1] + text[0] in CHINESE) or (
        bool(after) and text[-1] + after[0] in CHINESE
    )
    if crossing and len(text) <= 3 and not cue:
        return 0.0
    person = text[0] in SURNAMES and 2 <= len(text) <= 3 and before.endswith(MEETING) and not marked
    return 0.9 if person else 1.0


def _ordinary(text: str, after: str, *, cue: bool, head: bool, marked: bool) -> float:
    """An ordinary word: someone went to it, or it begins the line and does something."""
    if text in NEVER_ALONE or text in REGIONS:
        return 1.0 if after.startswith("公司") else 0.0
    if head:
        return 1.0 if marked else 0.9 if not after or after[0] in BEGINS else 0.0
    if cue:
        return 1.0 if marked else 0.9
    return _UNSURE if marked else 0.0


def _latin(line: Line, start: int, end: int, *, bare: bool) -> float:
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
    if text not in ENGLISH:
        return _TAIL if capital and start > 1 and _continues(line, start) else 1.0
    if head:
        spaced = line.text[line.units[end - 1].end : line.units[end].start].strip() if following else ""
        acts = not after or after in VERBS or after in ROLES or not after.isascii() or bool(spaced)
        return 0.0 if not acts or (not capital and start > 0) else 0.95 if capital else _UNSURE
    return 1.0 if capital and (not written.isupper() or len(text) <= 4) else 0.0


def _continues(line: Line, start: int) -> bool:
    """True when another name's word stands right before: Stanley in "Morgan Stanley"."""
    before = line.units[start - 1]
    if line.units[start].gap == BROKEN or before.chinese or before.text in ENGLISH:
        return False
    return line.text[before.start].isupper() and line.text[before.end : line.units[start].start] == " "
