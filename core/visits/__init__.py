"""Visits 拜访 and follow-ups 跟进: one line logs one, and everything it changes changes with it."""

from core.visits.history import last_of, of_account
from core.visits.log import CustomerHeld, Logged, Unclear, log, take_up
from core.visits.thread import Thread

__all__ = ["CustomerHeld", "Logged", "Thread", "Unclear", "last_of", "log", "of_account", "take_up"]
