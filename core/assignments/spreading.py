"""Many leads given to several people 分发: each to whom it suits best by then, as each lead received counts against."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from core.assignments.about import About
from core.assignments.ranking import Bar, Field, Ranked, rank
from core.models import Lead

_NOBODY: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Given:
    """A lead, and who gets it; None, with what kept how many from it, where nobody does."""

    lead: Lead
    to: Ranked | None
    bars: Counter[Bar]


def spread(leads: Sequence[Lead], among: Field, *, tried: Mapping[int, Collection[int]] | None = None) -> list[Given]:
    """Share the leads out, the most important first. Nobody gets more than they have room for.

    Of two people, one gets more than the other only as far as they suit the leads better: each lead received within a
    day takes `ranking.LATELY` points away. `tried`: by lead, the members who have been asked already. The standings
    count what was given.
    """
    standings = {each.member.id: each for each in among.standings}
    found = []
    for lead in sorted(leads, key=lambda lead: _turn(lead, among)):
        ranked = rank(lead, among)
        asked = (tried or {}).get(lead.id, _NOBODY)
        left = [
            each
            for each in ranked
            if each.bar is None and each.member.id not in asked and each.member.id != lead.owner_id
        ]
        best = left[0] if left else None
        if best is not None:
            standings[best.member.id].take(lead)
        found.append(Given(lead, best, Counter(each.bar for each in ranked if each.bar)))
    return found


def _turn(lead: Lead, among: Field) -> tuple[float, int]:
    importance = About.of(lead, scales=among.scales).importance
    return (-1.0 if importance is None else -2 * importance, lead.id)
