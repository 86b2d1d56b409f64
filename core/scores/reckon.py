"""One deal's score, part by part, in whole points that add up to it."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.scores.facts import Facts
from core.scores.model import POINTS, Bands, Factor, Model


@dataclass(frozen=True)
class Part:
    """What one factor adds, of the `most` it could; `told` False: it is not known, and adds nothing yet."""

    factor: Factor
    adds: int
    most: int
    told: bool


@dataclass(frozen=True)
class Score:
    """From 0 to 100, with its parts: those that count, whatever adds most first."""

    total: int
    parts: Sequence[Part]

    @property
    def missing(self) -> Sequence[Part]:
        """What would raise it if it were told, whatever could add most first."""
        return sorted((each for each in self.parts if not each.told), key=lambda each: -each.most)


def reckon(model: Model, facts: Facts) -> Score:
    """The score of a deal. A fact that is not known earns no points: so to learn one never makes a deal worse."""
    counted = [factor for factor in Factor if model.weights.get(factor, 0) > 0]
    points = {factor: _points(model, factor, facts) for factor in counted}
    whole = sum(model.weights[factor] for factor in counted)
    earned = {factor: model.weights[factor] * (points[factor] or 0) for factor in counted}
    total = (2 * sum(earned.values()) + whole) // (2 * whole)
    added = _shared(earned, whole, total)
    parts = [
        Part(
            factor,
            added[factor],
            (2 * POINTS * model.weights[factor] + whole) // (2 * whole),
            points[factor] is not None,
        )
        for factor in counted
    ]
    return Score(total, sorted(parts, key=lambda part: (-part.adds, -part.most)))


def _shared(earned: dict[Factor, int], whole: int, total: int) -> dict[Factor, int]:
    """Whole points for each factor that add up to the total: rounded down, and what is left to the largest rests."""
    added = {factor: each // whole for factor, each in earned.items()}
    rests = sorted(earned, key=lambda factor: -(earned[factor] % whole))
    for factor in rests[: total - sum(added.values())]:
        added[factor] += 1
    return added


def _points(model: Model, factor: Factor, facts: Facts) -> int | None:
    """From 0 to 100; None where the fact is not known."""
    match factor:
        case Factor.SOURCE:
            return _listed(model.sources, model.other_source, facts.source_id)
        case Factor.TYPE:
            return _listed(model.types, model.other_type, facts.type_id)
        case Factor.LIKELIHOOD:
            return facts.probability
        case Factor.IMPORTANCE:
            return model.importance.get(facts.importance, 0) if facts.importance is not None else None
        case Factor.APPROVED:
            return None if facts.approved is None else POINTS if facts.approved else 0
        case Factor.VALUE:
            return _band(model.value, facts.amount, known=facts.currency == model.currency)
    return _band(model.budget, facts.budget, known=facts.budget_currency == model.currency)


def _listed(points: Mapping[int, int], other: int, found: int | None) -> int | None:
    return None if found is None else points.get(found, other)


def _band(bands: Bands, amount: Decimal | None, *, known: bool) -> int | None:
    if amount is None or not known:
        return None
    place = bisect_right([begins for begins, _ in bands], amount)
    return bands[place - 1][1] if place else 0
