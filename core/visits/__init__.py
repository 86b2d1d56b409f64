"""Visits 拜访 and follow-ups 跟进: one line logs one, and everything it changes changes with it."""

from core.visits.again import edit
from core.visits.drafts import LoggedAlready, kept
from core.visits.history import get, last_of, last_of_each, of_account, of_deal, planned_apart
from core.visits.log import Planned, log
from core.visits.outcome import CustomerHeld, Logged, Outcome, Unclear
from core.visits.settle import make_lead, take_up
from core.visits.thread import Thread

__all__ = [
    "CustomerHeld",
    "Logged",
    "LoggedAlready",
    "Outcome",
    "Planned",
    "Thread",
    "Unclear",
    "edit",
    "get",
    "kept",
    "last_of",
    "last_of_each",
    "log",
    "make_lead",
    "of_account",
    "of_deal",
    "planned_apart",
    "take_up",
]
