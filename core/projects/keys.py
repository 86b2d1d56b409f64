"""The keys by which deals of like goods are found in SQL, before any two are compared.

Each thing is a token with its number. Besides, any two numbers of a deal are one key: 6,000 beside 48 is as telling as
a name where people call a thing by names that no dictionary knows, or in another language.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from core.projects.goods import tokens
from core.projects.judge import NEAR
from core.projects.need import Need

_NUMBERS = 6  # numbers of a deal that are paired
_TELLING = 10  # of two numbers one must be so large


@dataclass(frozen=True, slots=True)
class Key:
    """One key. `places`: the provinces told; empty: none is."""

    token: str
    quantity: float
    places: tuple[str, ...]
    due_from: date | None
    due_to: date | None


def keys(need: Need) -> list[Key]:
    """The keys of one deal, each once."""
    places = tuple(sorted(need.where.provinces))
    days = (need.due.first, need.due.last) if need.due else (None, None)
    return [Key(token, quantity, places, *days) for token, quantity in dict.fromkeys(_marks(need))]


def reach(quantity: float) -> tuple[float, float]:
    """Which numbers are near enough to be the same."""
    return quantity / NEAR, quantity * NEAR


def _marks(need: Need) -> Iterator[tuple[str, float]]:
    for item in need.items:
        for token in tokens(item.name):
            yield f"{item.kind}:{token}", item.quantity
    numbers = sorted({item.quantity for item in need.items if item.quantity > 1}, reverse=True)[:_NUMBERS]
    for more, less in combinations(numbers, 2):
        if more >= _TELLING:
            yield f"#{less:g}", more
