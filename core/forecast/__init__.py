"""What is to come: open and won deals by the period they close in, by whom and what, and how that moved.

Four figures, as sales teams know them. *Won*: deals won in the period. *Committed*: won, and open ones that are all but
certain. *Weighted*: won, and each open deal's amount times its probability. *Best*: won, and all that is open.
"""

from core.forecast.closing import SOON, closing
from core.forecast.figures import COMMITTED_AT, Figures
from core.forecast.groups import Group, Split, by_group, total
from core.forecast.lapses import Lapses, lapses
from core.forecast.moved import NAMED, Cause, Moved, Step, moved
from core.forecast.spans import AHEAD, Forecast, Span, by_span

__all__ = [
    "AHEAD",
    "COMMITTED_AT",
    "NAMED",
    "SOON",
    "Cause",
    "Figures",
    "Forecast",
    "Group",
    "Lapses",
    "Moved",
    "Span",
    "Split",
    "Step",
    "by_group",
    "by_span",
    "closing",
    "lapses",
    "moved",
    "total",
]
