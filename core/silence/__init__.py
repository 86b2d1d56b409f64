"""Silence 沉默: a lead not followed up within its rhythm. Its owner is warned, its team hears, then it goes back.

Its rules are told in docs/silence.md; the clock itself, which deals have too, is `core.clocks`.
"""

from core.silence.standing import Days, Next, Standing, days_between, standing
from core.silence.story import MOST, NoLead, Story, of, of_customer, story

__all__ = [
    "MOST",
    "Days",
    "Next",
    "NoLead",
    "Standing",
    "Story",
    "days_between",
    "of",
    "of_customer",
    "standing",
    "story",
]
