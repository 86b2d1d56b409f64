"""What is said of a row: why it comes to nothing, what it comes in without."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Why:
    """One thing to say about a row: a sentence of the catalogue and what fills it."""

    key: str
    holes: dict[str, str | int] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """As the books keep it."""
        return {"key": self.key, "holes": self.holes}


def whys(told: Sequence[Why]) -> list[dict[str, object]]:
    """As the books keep them."""
    return [why.as_json() for why in told]


def short(text: str) -> str:
    """What a cell holds, short enough to be quoted."""
    return text if len(text) <= 40 else f"{text[:39]}…"
