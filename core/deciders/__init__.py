"""The people who decide 决策图: who they are, where they stand, who knows them, and what is missing."""

from core.deciders.chart import Chart, Entry, chart
from core.deciders.edit import Role, change, get, say
from core.deciders.warn import Lack, lacks_of

__all__ = ["Chart", "Entry", "Lack", "Role", "change", "chart", "get", "lacks_of", "say"]
