"""Handover 交接: all that somebody holds goes to one successor, or is shared out among the team, because they leave,
are ill, or are away for a while. It can be taken back for a day."""

from core.handovers import finishing, returning, summary, working
from core.handovers.asking import KIND, LONGEST, begin, topic
from core.handovers.holdings import Holdings, holder, holders, of

__all__ = [
    "KIND",
    "LONGEST",
    "Holdings",
    "begin",
    "finishing",
    "holder",
    "holders",
    "of",
    "returning",
    "summary",
    "topic",
    "working",
]
