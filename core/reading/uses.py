"""What each sum of a line is: their budget, the price given, or neither."""

import re

from core.reading.quantities import Quantity
from core.reading.result import Use
from core.reading.words import any_of

_CUES = {
    use: re.compile(any_of("origin", section), re.ASCII)
    for use, section in ((Use.BUDGET, "budget"), (Use.QUOTED, "quoted"), (Use.OTHER, "facts"))
}
_OTHERS, _RAISED, _PAST = (re.compile(any_of("origin", each), re.ASCII) for each in ("others", "raised", "past"))
_RIGHT_AFTER = re.compile(
    r"(?:的?|\s)(?:(?P<budget>budget\b)|(?P<quoted>quoted?\b))|的?(?:(?P<yusuan>预算)|报价(?!单))", re.ASCII
)
_BREAK = re.compile(r"[,;。、!?\n]")
_BEFORE = 24  # characters before a sum in which its word stands


def uses(plain: str, sums: list[Quantity]) -> list[Use]:
    """What each sum is, in their order, told by the words since the one before."""
    found: list[Use] = []
    before = 0
    for sum_ in sums:
        said = plain[max(before, sum_.start - _BEFORE) : sum_.start]
        use = _use(said, plain[sum_.end : sum_.end + 8])
        if _RAISED.search(said) and (use is Use.BUDGET or (use is Use.UNSAID and Use.BUDGET in found)):
            use = Use.RAISED
        elif use is Use.UNSAID and found and _joined(said):
            use = found[-1]  # 30到35万, between 50k and 60k
        found.append(use)
        before = sum_.end
    return found


def _joined(said: str) -> bool:
    return re.fullmatch(r"\s?(?:[-~到至]|and|to|or|或)\s?(?:[$¥€£])?", said) is not None


def _use(said: str, after: str) -> Use:
    last = {use: max((found.end() for found in cue.finditer(said)), default=-1) for use, cue in _CUES.items()}
    use = max(last, key=lambda each: last[each])
    if _PAST.search(_BREAK.split(said)[-1]):
        return Use.OTHER
    if last[use] >= 0:
        clause = _BREAK.split(said[: last[use]])[-1]
        return Use.OTHER if use is Use.QUOTED and _OTHERS.search(clause) else use
    close = _RIGHT_AFTER.match(after)
    if close is None:
        return Use.UNSAID
    return Use.BUDGET if close["budget"] or close["yusuan"] else Use.QUOTED
