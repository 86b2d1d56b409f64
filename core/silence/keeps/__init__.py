"""Keep 7 more days 再保留7天: the owner of a silent lead asks, whoever leads them answers. On record either way."""

from core.silence.keeps.answering import (
    LONGEST,
    MORE,
    AnsweredAlready,
    NothingToAnswer,
    WentBack,
    WentToAnother,
    WhyNot,
    approve,
    refuse,
    take_back,
    to_answer,
)
from core.silence.keeps.asking import (
    HELD,
    InThePool,
    NobodyToAsk,
    NotSilentYet,
    NotYoursToKeep,
    RefusedAlready,
    ask,
    must_be_theirs,
)
from core.silence.keeps.found import get, granted, last_of, of_clock, stands
from core.silence.keeps.told import put, tell_owner

__all__ = [
    "HELD",
    "LONGEST",
    "MORE",
    "AnsweredAlready",
    "InThePool",
    "NobodyToAsk",
    "NotSilentYet",
    "NotYoursToKeep",
    "NothingToAnswer",
    "RefusedAlready",
    "WentBack",
    "WentToAnother",
    "WhyNot",
    "approve",
    "ask",
    "get",
    "granted",
    "last_of",
    "must_be_theirs",
    "of_clock",
    "put",
    "refuse",
    "stands",
    "take_back",
    "tell_owner",
    "to_answer",
]
