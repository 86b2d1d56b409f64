"""Company names taken apart and compared, free of database and Slack.

`keys` are stored beside each customer, `wanted` asks for them from a line of chat, `find` judges what comes back.
"""

from core.names.fold import fold
from core.names.likeness import compare
from core.names.lookup import keys, wanted
from core.names.matches import SURE, Candidate, Match, Near, find, near
from core.names.parts import Parts, take_apart
from core.names.persons import is_nobody
from core.names.verdicts import Likeness, Verdict, Why

__all__ = [
    "SURE",
    "Candidate",
    "Likeness",
    "Match",
    "Near",
    "Parts",
    "Verdict",
    "Why",
    "compare",
    "find",
    "fold",
    "is_nobody",
    "keys",
    "near",
    "take_apart",
    "wanted",
]
