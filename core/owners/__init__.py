"""Whose a lead or deal is. Every change of that goes through one door, and what hangs on it goes along."""

from core.owners.change import KEPT, Change, Start
from core.owners.door import change, change_many, start, start_many
from core.owners.shown import redraw_cards, show_again, show_all_again, show_anew, show_clock

__all__ = [
    "KEPT",
    "Change",
    "Start",
    "change",
    "change_many",
    "redraw_cards",
    "show_again",
    "show_all_again",
    "show_anew",
    "show_clock",
    "start",
    "start_many",
]
