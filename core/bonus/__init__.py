"""Bonus 奖金: what won deals earn. Reckoned each time from the deals and the rules that held when they were won, and
never kept: so what is undone, opened again or joined earns nothing, and what is merged earns once."""

from core.bonus.months import Earned, Line, Potential, member
from core.bonus.reckon import Bonus, reckon
from core.bonus.rules import Clash, OddRule, Rules, Told, current, of_workspace, put, take_back
from core.bonus.teams import Row, Table, table

__all__ = [
    "Bonus",
    "Clash",
    "Earned",
    "Line",
    "OddRule",
    "Potential",
    "Row",
    "Rules",
    "Table",
    "Told",
    "current",
    "member",
    "of_workspace",
    "put",
    "reckon",
    "table",
    "take_back",
]
