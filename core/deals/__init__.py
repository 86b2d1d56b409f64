"""Deals 商机: entered or converted from leads, their terms changed, given to a colleague. Moves are in core.moves.

What is asked of a manager about one is in `appeals` and `extensions`, how hard it is in `difficulty`, how it stands in
`outlook`; what is planned for it follows it by `steps` and, when it ends, by `ends`.
"""

from core.deals.dates import end_is_told, is_late, shifts, wind
from core.deals.edit import Clash, LateDate, OddProbability, change, edit, must_ask
from core.deals.enter import PoolFirst, convert, create, first_move
from core.deals.give import HasItAlready, NotAColleague, give, tell_former, why_given
from core.deals.post import post
from core.deals.quote import quote
from core.deals.read import (
    DealClosed,
    NotYourDeal,
    get,
    helping,
    hold,
    is_led,
    lock,
    lock_open,
    mine,
    of_account,
    of_all,
    recent,
    whole,
    why_ended,
)
from core.deals.terms import About, Terms

__all__ = [
    "About",
    "Clash",
    "DealClosed",
    "HasItAlready",
    "LateDate",
    "NotAColleague",
    "NotYourDeal",
    "OddProbability",
    "PoolFirst",
    "Terms",
    "change",
    "convert",
    "create",
    "edit",
    "end_is_told",
    "first_move",
    "get",
    "give",
    "helping",
    "hold",
    "is_late",
    "is_led",
    "lock",
    "lock_open",
    "mine",
    "must_ask",
    "of_account",
    "of_all",
    "post",
    "quote",
    "recent",
    "shifts",
    "tell_former",
    "whole",
    "why_ended",
    "why_given",
    "wind",
]
