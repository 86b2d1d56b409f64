"""Whether letters that could be a brand are meant as one, judged by what stands beside them."""

from __future__ import annotations

import re

from core.names.fold import is_cjk
from core.names.line import BROKEN, NEXT, Line
from core.names.regions import REGIONS
from core.names.trades import TRADES
from core.names.words import (
    AFTER,
    BEGINS,
    BODIES,
    BODY_ACTS,
    CHINESE,
    CUES,
    ENGLISH,
    GIVEN,
    LEADS,
    MEETING,
    NEVER_ALONE,
    PEOPLE,
    PLACED,
    RIVALS,
    ROLES,
    SURNAMES,
    TITLES,
    VERBS,
)

_LEAD = re.compile("(?:" + "|".join(sorted({*CUES, *NEVER_ALONE, *"我们在又再刚"}, key=len, reverse=True)) + ")*")
# A shop or a branch of it, named by a place we don't know: 海底捞包河店, not 海底捞开店.
_BRANCH = re.compile(
    r"[^要开新几家个的说在有和跟给了问]{2,4}?(?:店(?![长员面铺主里内])|校区|院区|支行|分行|[分子]公司|分院|厂区)"
)
_NO_NAME = VERBS | PEOPLE | ROLES | LEADS | GIVEN | TITLES  # no part of the firm's name before them
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


def goes_on(line: Line, end: int, *, partly: bool) -> float:
    """1 where the name ends at this unit, less where the next word may belong to it and make it another's.

    `partly`: what stands before is only part of the customer's name, which may then go on otherwise: Marlow Vets is
    not Marlow Dental, 永辉云创 not 永辉超市.
    """
    if end >= len(line.units) or line.units[end].gap == BROKEN:
        return 1.0
    if line.units[end].chinese and line.units[end - 1].chinese:
        return _chinese_goes_on(line, end, partly=partly)
    return _latin_goes_on(line, end) if partly and not line.units[end].chinese else 1.0


def _chinese_goes_on(line: Line, end: int, *, partly: bool) -> float:
    if line.units[end].gap != NEXT:
        return 1.0
    after = line.flat[line.starts[end] :]
    if (after[0] in BODIES and after[1:2] not in BODY_ACTS) or _BRANCH.match(after):
        return 0.0
    if not partly or after[0] in BEGINS or after[0] in SURNAMES or after.startswith(AFTER):
        return 1.0
    return _UNSURE


def _latin_goes_on(line: Line, end: int) -> float:
    """Capitalised words right behind a brand: a person's name, or the rest of another firm's."""
    run = []
    for at in range(end, len(line.units)):
        unit = line.units[at]
        if line.text[line.units[at - 1].end : unit.start] != " " or not line.text[unit.start].isupper():
            break
        run.append(line.text[unit.start : unit.end])
    if not run or len(run) > 3 or run[0].isupper() or run[0].casefold() in _NO_NAME:
        return 1.0
    firm = len(run) > 1 and any(word.casefold() in ENGLISH or word.casefold() in TRADES for word in run)
    return 0.0 if firm or run[0].endswith("s") else _UNSURE


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
    if (
        start
        and (capital or line.text.islower())
        and (line.units[start - 1].text in PLACED or line.text[: line.units[start].start].endswith(("@ ", "(")))
    ):
        return 0.95
    if len(words) > 1:
        # Two ordinary words together are a name when both are written as one: Blue Ocean, not First choice.
        return 1.0 if all(line.text[word.start].isupper() for word in words) or (head and after in VERBS) else 0.0
    if following and following.chinese and line.flat[line.starts[end] :].startswith(AFTER):
        return 0.95
    if head and capital and not whole and after in VERBS and text not in GIVEN:
        return 0.95
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
