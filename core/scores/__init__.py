"""Score 评分: how promising an open deal is, from 0 to 100, by the weights the workspace set. Worked out each time it
is asked for, in SQL for lists and in words for one deal, so there is nothing to keep in step with the facts."""

from core.scores.facts import HOLDS, Facts, joined, of_deals, score, scored
from core.scores.model import HEIGHTS, POINTS, Clash, Factor, Model, of_row
from core.scores.presets import PRESETS, preset
from core.scores.reckon import Part, Score, reckon
from core.scores.settings import Trial, choices, current, explain, put, row_of, stop, take_back, trials

__all__ = [
    "HEIGHTS",
    "HOLDS",
    "POINTS",
    "PRESETS",
    "Clash",
    "Factor",
    "Facts",
    "Model",
    "Part",
    "Score",
    "Trial",
    "choices",
    "current",
    "explain",
    "joined",
    "of_deals",
    "of_row",
    "preset",
    "put",
    "reckon",
    "row_of",
    "score",
    "scored",
    "stop",
    "take_back",
    "trials",
]
