"""Models to begin with: weights and points that suit ways of selling; all theirs to change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.models import Listed, Source
from core.names import fold
from core.scores.model import Bands, Factor, Model

# What the names of sources hold, with the points such leads usually deserve.
_SOURCES = (
    (("转介绍", "老客户", "介绍", "referral", "referred", "existing"), 90),
    (("展会", "会展", "fair", "expo", "exhibition", "event"), 60),
    (("官网", "网站", "表单", "website", "web", "inbound"), 60),
    (("广告", "推广", "投放", "ad", "ads", "campaign", "marketing"), 40),
    (("电销", "陌拜", "名单", "cold", "list"), 20),
)
_HIGH, _FAIR = {"high": 100, "medium": 60, "low": 20}, 40


@dataclass(frozen=True)
class Preset:
    """A model's weights and bands; its name in both languages. Bands in the workspace's currency."""

    zh: str
    en: str
    weights: Mapping[Factor, int]
    bands: Bands


def _weights(*weights: int) -> Mapping[Factor, int]:
    return dict(zip(Factor, weights, strict=True))


def _bands(*begins: int) -> Bands:
    step = 100 // len(begins)
    return tuple((Decimal(each), 100 - step * (len(begins) - place)) for place, each in enumerate(begins, 1))


# Source, type, likelihood, importance, value, approved, budget.
PRESETS = (
    Preset("均衡", "Balanced", _weights(10, 10, 25, 15, 20, 10, 10), _bands(10_000, 50_000, 100_000, 500_000)),
    Preset(
        "大项目", "Large projects", _weights(5, 5, 15, 15, 20, 20, 20), _bands(100_000, 500_000, 2_000_000, 5_000_000)
    ),
    Preset("快速成交", "Quick trade", _weights(15, 10, 45, 10, 20, 0, 0), _bands(1000, 5000, 20_000, 100_000)),
)


def preset(place: int, *, currency: str, sources: Sequence[Source], types: Sequence[Listed]) -> Model:
    """The model of a preset for this workspace's own sources and types."""
    chosen = PRESETS[place]
    return Model(
        currency=currency,
        weights=chosen.weights,
        sources={each.id: _usual(each.name) for each in sources},
        other_source=_FAIR,
        types={each.id: max(100 - 20 * at, 40) for at, each in enumerate(types)},
        other_type=_FAIR,
        importance=_HIGH,
        value=chosen.bands,
        budget=chosen.bands,
    )


def _usual(name: str) -> int:
    words = fold(name)
    return next((points for known, points in _SOURCES if any(each in words for each in known)), _FAIR)
