"""What the words around a day say of it: our step, the customer's, a deadline, an absence, or something past."""

import re
from enum import IntEnum

from core.reading.text import Text
from core.reading.words import any_of

Span = tuple[int, int]


class Role(IntEnum):
    """How good a day is as the next step; what we do is best, what is over is none."""

    PAST = -1
    AWAY = 0
    DEADLINE = 1
    THEIRS = 2
    BARE = 3
    OURS = 4


_KINDS = ("past", "late", "back", "away", "set", "theirs", "ours")
_CUES = re.compile("|".join(f"(?P<{kind}>{any_of('cues', kind)})" for kind in _KINDS), re.ASCII)
_WE = re.compile(r"(?:我们?(?!的)|咱们?|我方|我司|本人|\b(?:i|we|i'll|we'll|i'm|let's|lets)\b)", re.ASCII)
_TOLD = re.compile(r"(?:让|叫|要求?|请|约|喊|等)(?:我们?|咱们?)")
_THEY = re.compile(
    r"(?:客户|他们?|她们?|对方|业主|甲方|老板|领导|董事会|总部|\0+)"
    r"(?:那边|这边|说|讲|表示|答应|承诺|同意|估计|可能|应该|预计|要|会|将|打算|准备|计划"
    r"|is|are|will|'ll|says?|said|wants? to|to|plans? to)*\s?$"
)
_WITH = re.compile(r"(?:和|跟|与|同|给|找|约|见|陪|让|\b(?:with|w/|to|for|call|meet|see|email|visit|met))\s?\0+\s?$")
_TO_US = re.compile(r"给我|我们?(?:公司)?(?:付|打)|let (?:us|me)|to (?:us|me)\b|(?:等|让|要|催)(?:他|她|客户|对方|\0)")
# A day that can only be to come.
_AHEAD = re.compile(r"下(?!午)|明|后天|将|tomorrow|tmr|tmrw|next|coming")
_OF = re.compile(r"份?的(?=[㐀-鿿])(?!时候|话)")
_TOPIC = re.compile(r"[聊谈说提讲]到$")
_AT_ONCE = re.compile(r"\s?\w+(?:ed|t)?\b", re.ASCII)
# Today is the next step only where something says it is still to do.
_TO_DO = re.compile(
    r"要|(?<![开方头例审流年展议晨周])会(?![议上面后谈])|将|待会|等会|稍后|一会|下班前|晚|务必|记得|必须|得|再|之前|前|继续|准备|打算"
    r"|\b(?:will|need|must|by|before|eod|later|tonight|going to|again|retry|to do|gonna|i'll|we'll|try)\b",
    re.ASCII,
)


def role(text: Text, masked: str, span: Span, segment: Span, *, today: bool) -> Role:
    """What the words of its segment make of the day at `span`; `masked` has people and names blanked out."""
    left, right = masked[segment[0] : span[0]], masked[span[1] : segment[1]]
    if today and not _TO_DO.search(left + right):
        return Role.PAST
    cue = _nearest(left, right, chinese=text.chinese, certain=_AHEAD.match(masked, span[0]) is not None)
    ours = bool(_WE.search(right[:8]) or _WE.search(left[-6:]) or _TOLD.search(left))
    if cue is None:
        return Role.OURS if ours else Role.BARE
    kind, before = cue
    if kind in {"ours", "set"}:
        theirs = _THEY.search(left) and not _WITH.search(left) and not ours and not before
        return Role.THEIRS if theirs else Role.OURS
    if kind == "late":
        return Role.OURS if ours and not _TOLD.search(left) else Role.DEADLINE
    if kind == "theirs":
        return Role.OURS if ours and not _TO_US.search(left + right) else Role.THEIRS
    return {"past": Role.PAST, "back": Role.DEADLINE}.get(kind, Role.AWAY)


def _nearest(left: str, right: str, *, chinese: bool, certain: bool) -> tuple[str, bool] | None:
    """The cue nearest to the day, on the side where its language puts the verb; and whether it stands before."""
    if _OF.match(right) and not re.search("[约定排]", left):
        return "away", False  # 3月的订单: the day of a thing
    if _TOPIC.search(left):
        return "away", True  # 聊到下半年扩产
    before, after = _cues(left, certain=certain), _cues(right, certain=certain)
    if after[:1] == ["past"] and _AT_ONCE.match(right):
        return "past", False  # lunch on Monday went well
    if chinese and "past" in after:
        return "past", False
    for kind, first in [(kind, True) for kind in before[-1:]] + [(kind, False) for kind in after[:2]]:
        if kind in {"late", "away", "back"}:
            return kind, first
    if chinese and after:
        return after[0], False
    if before:
        return None if chinese and before[-1] == "past" else (before[-1], True)
    return (after[0], False) if after else None


def _cues(words: str, *, certain: bool) -> list[str]:
    kinds = [str(found.lastgroup) for found in _CUES.finditer(words)]
    return [kind for kind in kinds if kind != "past"] if certain else kinds
