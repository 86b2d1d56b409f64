"""One project 同一项目: two colleagues' deals that are one, whatever the customers are called; found and decided on."""

from core.projects.answers import FOR, Joined, different, same, take_back
from core.projects.pairs import Question, Side, get, waiting

__all__ = ["FOR", "Joined", "Question", "Side", "different", "get", "same", "take_back", "waiting"]
