"""Tasks 待办: something planned for a day, or for a time of it; told before, and once when overdue."""

from core.tasks.change import WAYS, NotInThePast, finish, plan, postpone, put_off
from core.tasks.found import get, lock, next_for, next_of_deal, open_of, planned
from core.tasks.reminders import keep_local, remind_at, rezone, step_at
from core.tasks.shown import closed, day_of, planned_for, settle_reminders, show_again

__all__ = [
    "WAYS",
    "NotInThePast",
    "closed",
    "day_of",
    "finish",
    "get",
    "keep_local",
    "lock",
    "next_for",
    "next_of_deal",
    "open_of",
    "plan",
    "planned",
    "planned_for",
    "postpone",
    "put_off",
    "remind_at",
    "rezone",
    "settle_reminders",
    "show_again",
    "step_at",
]
