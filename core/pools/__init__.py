"""Pools 公海: where leads lie that nobody holds, who belongs to each, and the rules an admin gives it.

Here is what everybody asks of them. What an admin does to them is in `rules`, `order` and `closing`; what binds whoever
claims from them in `quotas`, `cooling` and `locks`; a look into one in `shelves`.
"""

from core.pools.facets import FACETS, Choice, Facet, Only, choices
from core.pools.figures import Standing, figures
from core.pools.known import FIRST, add_first, all_of, called, channel_of, get, lock, settle, settle_many, stays

__all__ = [
    "FACETS",
    "FIRST",
    "Choice",
    "Facet",
    "Only",
    "Standing",
    "add_first",
    "all_of",
    "called",
    "channel_of",
    "choices",
    "figures",
    "get",
    "lock",
    "settle",
    "settle_many",
    "stays",
]
