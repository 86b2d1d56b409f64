"""Merging 合并: two customers on record turn out to be one. Nothing of either history is lost, and for a day it can be
taken back."""

from core.merges import news
from core.merges.merge import Merged, merge
from core.merges.sides import Preview, Side, preview
from core.merges.undo import FOR, take_back

__all__ = ["FOR", "Merged", "Preview", "Side", "merge", "news", "preview", "take_back"]
