"""Stages as the workspace's admins set them in chat, on record; what each asks: `asks` and `gates`."""

from core.stages.change import Clash, add, change
from core.stages.held import Set, get
from core.stages.order import retire, shift
from core.stages.told import MOST_PIPELINES, MOST_STAGES, Days, Names, Told

__all__ = [
    "MOST_PIPELINES",
    "MOST_STAGES",
    "Clash",
    "Days",
    "Names",
    "Set",
    "Told",
    "add",
    "change",
    "get",
    "retire",
    "shift",
]
