"""What a salesperson's line means: customer, people, goods, sums, the next step and when. No Slack, no database."""

from core.names import Candidate, Match
from core.reading.read import read
from core.reading.result import Goods, Money, NextStep, Person, Reading, Standing, Worth
from core.reading.substance import worth

__all__ = [
    "Candidate",
    "Goods",
    "Match",
    "Money",
    "NextStep",
    "Person",
    "Reading",
    "Standing",
    "Worth",
    "read",
    "worth",
]
