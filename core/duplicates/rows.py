"""The rows of one list compared with each other, as none of them is on record yet."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from core.duplicates.asked import Asked, keys, sought
from core.duplicates.depth import OF_MANY, candidates
from core.duplicates.weighing import Alike, Reason, Verdict, named, telling, weigh


@dataclass(frozen=True)
class Twin:
    """An earlier row of the same list that is, or may be, the same customer."""

    index: int
    verdict: Verdict
    reasons: tuple[Reason, ...]


class Rows:
    """The rows of one list, each compared with those that were added before it."""

    def __init__(self) -> None:
        self._rows: list[Asked] = []
        self._stored: dict[str, list[int]] = defaultdict(list)

    def add(self, row: Asked) -> list[Twin]:
        """The earlier rows that are or may be the same customer, surest first."""
        shared: dict[int, set[str]] = defaultdict(set)
        counts = {key: len(self._stored[key]) for key in sought(row) if key in self._stored}
        for key, count in counts.items():
            for earlier in self._stored[key] if count <= OF_MANY.shared else ():
                shared[earlier].add(key)
        nearest = candidates(shared, counts, most=OF_MANY.judged)
        alike = [(at, _of_pair(row, self._rows[at], shared[at], counts)) for at in nearest]
        for key in keys(row):
            self._stored[key].append(len(self._rows))
        self._rows.append(row)
        twins = [Twin(at, each.verdict, each.reasons) for at, each in alike if each is not None]
        return sorted(twins, key=lambda twin: (twin.verdict != "certain", twin.index))


def _of_pair(one: Asked, other: Asked, shared: set[str], counts: Mapping[str, int]) -> Alike | None:
    return weigh(named(one, (other.name,), other), telling(shared, counts))
