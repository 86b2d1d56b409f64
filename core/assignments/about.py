"""What a lead is about, as far as it tells who should have it: tags, place, words, how important it is."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.models import Chance, Lead
from core.names import fold

_CHANCES = {Chance.HIGH: 1.0, Chance.FAIR: 0.5, Chance.LOW: 0.2, Chance.NONE: 0.0}


@dataclass(frozen=True)
class About:
    """A lead's tags and place as they were written, all its words in one spelling, its importance from 0 to 1 (None:
    neither chance nor budget is known)."""

    tags: frozenset[str]
    region: str | None
    folded: frozenset[str]
    words: str
    importance: float | None

    @classmethod
    def of(cls, lead: Lead, *, scales: Mapping[str, tuple[Decimal, Decimal]]) -> "About":
        """Read it off a lead that came with its customer. `scales`: a middling and a large budget, by currency."""
        known = [each for each in (_of_chance(lead), _of_budget(lead, scales)) if each is not None]
        return cls(
            frozenset(lead.tags),
            lead.region,
            frozenset(fold(tag) for tag in lead.tags),
            " · ".join(fold(part) for part in (lead.account.name, lead.interest or "", lead.region or "")),
            sum(known) / len(known) if known else None,
        )

    def in_common(self, good_at: Iterable[str]) -> tuple[str, ...]:
        """Of what somebody is good at, that which the lead is about: one of its tags, its place, a word of its need or
        of the customer's name."""
        return tuple(tag for tag in good_at if (own := fold(tag)) and (own in self.folded or self._says(own)))

    def _says(self, own: str) -> bool:
        if own.isascii():
            return re.search(rf"\b{re.escape(own)}\b", self.words, re.ASCII) is not None
        if self.region and (place := fold(self.region)) and len(place) > 1 and own.startswith(place):
            return True  # 山东省 is good enough for 山东
        return len(own) > 1 and own in self.words

    def is_like(self, tags: frozenset[str], region: str | None) -> bool:
        """Whether leads with these tags, or of this place, are such as this one."""
        return bool(self.tags & tags) or (region is not None and region == self.region)


def _of_chance(lead: Lead) -> float | None:
    return _CHANCES[lead.chance] if lead.chance else None


def _of_budget(lead: Lead, scales: Mapping[str, tuple[Decimal, Decimal]]) -> float | None:
    """Where its budget stands among those of the last year."""
    scale = scales.get(lead.budget_currency or "")
    if lead.budget is None or scale is None:
        return None
    middling, large = scale
    return 1.0 if lead.budget >= large else 0.5 if lead.budget >= middling else 0.2
