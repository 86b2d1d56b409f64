"""The model: a weight for each factor, and how its values map to points. More of anything never counts for less."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from core.errors import OddNumber, Refusal, msgid
from core.models import Scoring

POINTS = 100  # the most, of one factor and of the score
MOST_BANDS = 12
HEIGHTS = ("low", "medium", "high")  # rising


class Factor(StrEnum):
    """What a deal is scored by; each has its weight."""

    SOURCE = "source"
    TYPE = "type"
    LIKELIHOOD = "likelihood"  # its probability: as many points as per cent
    IMPORTANCE = "importance"
    VALUE = "value"
    APPROVED = "approved"  # all points or none
    BUDGET = "budget"


class NoWeight(Refusal):
    message = msgid("At least one factor needs a weight above 0.")
    field = "weight_value"


class Falling(Refusal):
    """`field` is the one of the form."""

    message = msgid("More must not count for less: let the points rise with each line.")


class TooManyBands(Refusal):
    message = msgid("At most {most} lines, each of them once, such as 100000: 60")


Bands = tuple[tuple[Decimal, int], ...]  # from this sum on, so many points


@dataclass(frozen=True)
class Model:
    """Weights from 0 to 100, points from 0 to 100. `sources` and `types` by id; whatever they don't name has the points
    of `other_…`. `value` and `budget`: bands of sums in `currency`; below the first there are none."""

    currency: str
    weights: Mapping[Factor, int]
    sources: Mapping[int, int] = field(default_factory=dict)
    other_source: int = 0
    types: Mapping[int, int] = field(default_factory=dict)
    other_type: int = 0
    importance: Mapping[str, int] = field(default_factory=dict)
    value: Bands = ()
    budget: Bands = ()

    def check(self) -> None:
        """Refuse what is out of its range, and what would make more count for less."""
        for factor in Factor:
            _must_be_points(f"weight_{factor}", [self.weights.get(factor, 0)])
        if not any(self.weights.values()):
            raise NoWeight
        _must_be_points("sources", [*self.sources.values(), self.other_source])
        _must_be_points("types", [*self.types.values(), self.other_type])
        heights = [self.importance.get(height, 0) for height in HEIGHTS]
        for height, points in zip(HEIGHTS, heights, strict=True):
            _must_be_points(height, [points])
        if heights != sorted(heights):
            raise Falling(field="high")
        for name, bands in (("value", self.value), ("budget", self.budget)):
            _must_rise(name, bands)

    def as_json(self) -> dict[str, Any]:
        """As the trail keeps it."""
        told = asdict(self)
        for name in ("sources", "types"):
            told[name] = {str(each): points for each, points in told[name].items()}
        for name in ("value", "budget"):
            told[name] = [[str(begins.quantize(Decimal("0.01"))), points] for begins, points in told[name]]
        return {**told, "weights": {factor.value: self.weights.get(factor, 0) for factor in Factor}}


def _must_be_points(name: str, values: Sequence[int]) -> None:
    if any(not 0 <= each <= POINTS for each in values):
        raise OddNumber(field=name, least=0, most=POINTS)


def _must_rise(name: str, bands: Bands) -> None:
    begins, points = [each[0] for each in bands], [each[1] for each in bands]
    _must_be_points(name, points)
    if len(bands) > MOST_BANDS or len(set(begins)) < len(begins) or any(each < 0 for each in begins):
        raise TooManyBands(field=name, most=MOST_BANDS)
    if begins != sorted(begins) or points != sorted(points):
        raise Falling(field=name)


def of_json(told: Mapping[str, Any]) -> Model:
    """The model as the trail kept it."""
    return Model(
        currency=told["currency"],
        weights={factor: told["weights"].get(factor.value, 0) for factor in Factor},
        sources={int(each): points for each, points in told["sources"].items()},
        other_source=told["other_source"],
        types={int(each): points for each, points in told["types"].items()},
        other_type=told["other_type"],
        importance=told["importance"],
        value=tuple((Decimal(begins), points) for begins, points in told["value"]),
        budget=tuple((Decimal(begins), points) for begins, points in told["budget"]),
    )


def of_row(row: Scoring) -> Model:
    """The model as the books keep it."""
    return Model(
        currency=row.currency,
        weights={factor: getattr(row, f"weight_{factor}") for factor in Factor},
        sources={int(each): points for each, points in row.sources.items()},
        other_source=row.other_source,
        types={int(each): points for each, points in row.types.items()},
        other_type=row.other_type,
        importance=row.importance,
        value=tuple(zip(row.value_from, row.value_points, strict=True)),
        budget=tuple(zip(row.budget_from, row.budget_points, strict=True)),
    )


def write(model: Model, row: Scoring) -> None:
    """Put the model into its row."""
    row.currency = model.currency
    for factor in Factor:
        setattr(row, f"weight_{factor}", model.weights.get(factor, 0))
    row.sources = {str(each): points for each, points in model.sources.items()}
    row.types = {str(each): points for each, points in model.types.items()}
    row.other_source, row.other_type = model.other_source, model.other_type
    row.importance = {height: model.importance.get(height, 0) for height in HEIGHTS}
    row.value_from, row.value_points = [each[0] for each in model.value], [each[1] for each in model.value]
    row.budget_from, row.budget_points = [each[0] for each in model.budget], [each[1] for each in model.budget]


@dataclass(frozen=True)
class Clash:
    """Nothing was written: another admin changed the model meanwhile. Sent again with `told`, it counts."""

    row: Scoring

    @property
    def told(self) -> int:
        """The version its writer now knows of."""
        return self.row.version
