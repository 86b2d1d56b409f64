"""One duplicate check for capture, import, conversion and /taken: is this a customer we have, how surely, and why.

`keys` are what is kept beside a customer (core.accounts, core.contacts), `sought` what a question looks for. The pure
`judge` weighs two descriptions; `check`, `check_each` and `check_many` weigh descriptions against all customers of the
workspace.
"""

from core.duplicates.asked import Asked, keys, sought
from core.duplicates.found import MOST, Match, check, check_each, check_many, surest
from core.duplicates.learnt import mark, touched
from core.duplicates.rows import Rows, Twin
from core.duplicates.weighing import Alike, Reason, Verdict, judge

__all__ = [
    "MOST",
    "Alike",
    "Asked",
    "Match",
    "Reason",
    "Rows",
    "Twin",
    "Verdict",
    "check",
    "check_each",
    "check_many",
    "judge",
    "keys",
    "mark",
    "sought",
    "surest",
    "touched",
]
