"""Whether two deals are one project: the goods and their numbers decide, place and day confirm or refuse.

The customers' names are not asked: two integrators who bid for one project have nothing else in common.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from core.projects.due import gap
from core.projects.goods import foreign, likeness, thing
from core.projects.items import Item
from core.projects.need import Need
from core.projects.places import alike

ENOUGH = 0.9  # points from which a manager is asked
_GOODS = 0.7  # of all that both want, so much must be shared: one small thing more or less
FAR = 40  # days apart, and it is another phase
NEAR = 1.25  # times as many, and it is another number


@dataclass(frozen=True, slots=True)
class Shared:
    """A thing that both want. `sure`: 0–1."""

    one: Item
    other: Item
    sure: float


@dataclass(frozen=True, slots=True)
class Alike:
    """That two deals look like one project. `place`: 1 one town, less: one province, None: untold; `days` between the
    deliveries, None: untold."""

    points: float
    shared: tuple[Shared, ...]
    place: float | None
    days: int | None


def judge(one: Need, other: Need) -> Alike | None:
    """How much speaks for one project; None: nothing, or something speaks against it."""
    place = alike(one.where, other.where)
    days = gap(one.due, other.due) if one.due and other.due else None
    if place == 0 or (days is not None and days > FAR) or one.later != other.later:
        return None
    shared, against = _shared(one.items, other.items)
    goods = _part(shared, one.items, other.items) - against
    if goods < _GOODS:
        return None
    points = goods + _place(place) + _days(days) + _many(shared)
    points -= 0.5 * (one.other != other.other)
    points -= 0.15 * bool(one.sites and other.sites and not one.sites & other.sites)
    return Alike(round(points, 3), tuple(shared), place, days) if points >= ENOUGH else None


def _place(place: float | None) -> float:
    return -0.08 if place is None else 0.15 * place


def _days(days: int | None) -> float:
    if days is None:
        return -0.08
    return 0.15 if days <= 7 else 0.08 if days <= 14 else 0 if days <= 24 else -0.12


def _many(shared: Sequence[Shared]) -> float:
    """Several numbers, or three things and more, that agree are no accident; a single small one may be."""
    telling = sum(1 for each in shared if each.sure >= 0.55 and each.one.quantity >= 5)
    whole = telling and len([each for each in shared if each.sure >= 0.9]) >= 3
    return max((-0.1, 0.0, 0.06, 0.12)[min(telling, 3)], 0.08 if whole else -0.1)


def _shared(ours: Sequence[Item], theirs: Sequence[Item]) -> tuple[list[Shared], float]:
    """The things of both, each with its nearest, and what speaks against: the same thing in another number."""
    pairs = sorted(
        ((*_sure(one, other), at, to) for at, one in enumerate(ours) for to, other in enumerate(theirs)),
        key=lambda pair: -pair[0],
    )
    mine, yours, found, against = set[int](), set[int](), list[Shared](), 0.0
    for sure, differ, at, to in pairs:
        if at in mine or to in yours or (sure <= 0 and not differ):
            continue
        mine.add(at)
        yours.add(to)
        if sure > 0:
            found.append(Shared(ours[at], theirs[to], sure))
        against += 0.3 * differ
    return found, against


def _sure(one: Item, other: Item) -> tuple[float, bool]:
    """How surely two items are one thing in one number; and whether they are one thing in two numbers."""
    if one.kind != other.kind:
        return 0.0, False
    named = likeness(one.name, other.name)
    low, high = sorted((one.quantity, other.quantity))
    ratio = high / low
    if ratio > NEAR:
        return 0.0, named >= 0.8
    numbers = 1.0 if ratio <= 1.02 else 0.85 if ratio <= 1.1 else 0.5
    if named >= 0.4 or ratio > 1:
        return numbers * (0.6 + 0.4 * named if named >= 0.3 else 0.1), False
    if thing(one.name) and thing(other.name):
        return 0.3, False  # two things, both known
    unread = 0.75 if foreign(one.name, other.name) else 0.6 + 0.3 * named
    return unread if high >= 5 else unread * 0.65, False


def _weight(item: Item) -> float:
    return 0.5 if item.quantity <= 1 else 0.8 if item.quantity < 5 else 1.0


def _part(shared: Sequence[Shared], ours: Sequence[Item], theirs: Sequence[Item]) -> float:
    """How much of all that both want they share, 0–1."""
    whole = sum(map(_weight, ours)) + sum(map(_weight, theirs))
    both = sum(each.sure * (_weight(each.one) + _weight(each.other)) for each in shared)
    return both / whole if whole else 0.0
