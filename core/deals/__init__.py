"""Deals 商机: entered or converted from leads, their terms changed, given to a colleague. Moves are in core.moves."""

from core.deals.edit import Clash, OddProbability, change, edit
from core.deals.enter import PoolFirst, convert, create, first_move
from core.deals.give import HasItAlready, NotAColleague, give, tell_former, why_given
from core.deals.post import post
from core.deals.quote import quote
from core.deals.read import DealClosed, NotYourDeal, get, hold, lock, lock_open, mine, of_account, of_all, recent, whole
from core.deals.terms import Terms, warn_close_on

__all__ = [
    "Clash",
    "DealClosed",
    "HasItAlready",
    "NotAColleague",
    "NotYourDeal",
    "OddProbability",
    "PoolFirst",
    "Terms",
    "change",
    "convert",
    "create",
    "edit",
    "first_move",
    "get",
    "give",
    "hold",
    "lock",
    "lock_open",
    "mine",
    "of_account",
    "of_all",
    "post",
    "quote",
    "recent",
    "tell_former",
    "warn_close_on",
    "whole",
    "why_given",
]
