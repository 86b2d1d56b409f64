"""Views 视图: a list of deals as somebody wants it: which columns, in which order, which deals; kept under a name."""

from core.views.columns import COLUMNS, Column, Kind
from core.views.look import PAGE, Found, Row, look, names_in, order, rows
from core.views.names import Names
from core.views.shape import MOST_COLUMNS, STATES, USUAL, Among, Between, Shape, TooMuchAsked, Want, Within

__all__ = [
    "COLUMNS",
    "MOST_COLUMNS",
    "PAGE",
    "STATES",
    "USUAL",
    "Among",
    "Between",
    "Column",
    "Found",
    "Kind",
    "Names",
    "Row",
    "Shape",
    "TooMuchAsked",
    "Want",
    "Within",
    "look",
    "names_in",
    "order",
    "rows",
]
