"""Whether letters that could be a brand are meant as one, judged by what stands beside them."""

from __future__ import annotations

from core.names.line import BROKEN, Line
from core.names.regions import REGIONS
from core.names.words import AFTER, CHINESE, CUES, ENGLISH, MEETING, NOT_A_NAME_BEFORE, SURNAMES

_UNSURE = 0.8


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
    cue = before.endswith(CUES) or (closed and start == 0)
    marked = after.startswith(AFTER)
    if text in CHINESE or text in REGIONS or len(text) == 1:
        if marked and cue:
            return 1.0
        return 0.9 if cue and not closed else _UNSURE if marked or (closed and start == 0) else 0.0
    crossing = (bool(before) and not closed and before[-1] + text[0] in CHINESE) or (
        bool(after) and text[-1] + after[0] in CHINESE
    )
    if crossing and len(text) <= 3 and not cue:
        return 0.0
    person = text[0] in SURNAMES and 2 <= len(text) <= 3 and before.endswith(MEETING) and not marked
    return 0.9 if person else 1.0


def _latin(line: Line, start: int, end: int, *, bare: bool) -> float:
    text = line.flat[line.starts[start] : line.starts[end]]
    written = line.text[line.units[start].start : line.units[end - 1].end]
    first = start == 0
    after = line.units[end].text if end < len(line.units) and line.units[end].gap != BROKEN else ""
    owned = after == "s" and line.text[line.units[end].start - 1] in "'’"
    capital = written[0].isupper() or written[0].isdigit()
    if not bare or owned:
        return 1.0
    if len(text) <= 2 and not first and not written.isupper():
        return 0.0
    if text not in ENGLISH:
        return 1.0
    if not first:
        return 1.0 if (capital and not written.isupper()) or (len(text) <= 4 and written.isupper()) else 0.0
    if after in NOT_A_NAME_BEFORE and not (capital and after in {"is", "was", "at", "to", "for"}):
        return 0.0
    return 0.95 if capital else _UNSURE
