"""Moves of a deal: through its stages and their gates, to won or lost, open again. Every one is kept."""

from core.moves import pleas
from core.moves.fill import Filled
from core.moves.go import FirstStage, OpenAlready, ReasonMissing, advance, ask, lose, move, reopen, send_back, win
from core.moves.lock import PipelineChanged, history
from core.moves.outcome import Ending, Moved, Outcome, Stale, Stopped
from core.moves.put import MOVED, last_moved, move_of, put

__all__ = [
    "MOVED",
    "Ending",
    "Filled",
    "FirstStage",
    "Moved",
    "OpenAlready",
    "Outcome",
    "PipelineChanged",
    "ReasonMissing",
    "Stale",
    "Stopped",
    "advance",
    "ask",
    "history",
    "last_moved",
    "lose",
    "move",
    "move_of",
    "pleas",
    "put",
    "reopen",
    "send_back",
    "win",
]
