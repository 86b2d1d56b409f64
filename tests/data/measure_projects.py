"""How well deals of one project are told from others: over all pairs of different owners in tests/data/projects.txt.

Run alone, it prints the figures and what was missed or falsely found: python -m tests.data.measure_projects
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

from core.projects.items import shown
from core.projects.judge import judge
from core.projects.need import Need, Told, read

TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Labelled:
    """A deal of the set. `one`: it is one project with the others of its group that are."""

    part: str
    group: str
    one: bool
    owner: str
    customer: str
    said: tuple[str, ...]

    def need(self) -> Need:
        """What it is about."""
        return read([Told(words, TODAY) for words in self.said])


@dataclass(frozen=True)
class Figures:
    """What came of comparing every pair. `missed` and `false` name them."""

    right: int
    missed: Sequence[tuple[Labelled, Labelled]]
    false: Sequence[tuple[Labelled, Labelled]]

    @property
    def recall(self) -> float:
        """Of the true pairs, how many were found."""
        return self.right / (self.right + len(self.missed))

    @property
    def precision(self) -> float:
        """Of the pairs found, how many are true."""
        return self.right / (self.right + len(self.false))


def labelled(*parts: str) -> list[Labelled]:
    """The deals of these parts of the set; of all where none is named."""
    found, part = [], ""
    for line in (Path(__file__).parent / "projects.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            part = line.strip("[]")
        elif line and not line.startswith("#") and (not parts or part in parts):
            group, sign, owner, customer, said = (each.strip() for each in line.split("|", 4))
            words = tuple(each.strip() for each in said.split(";;"))
            found.append(Labelled(part, group, sign == "=", owner, customer, words))
    return found


def measure(deals: Sequence[Labelled]) -> Figures:
    """Compare each deal with each of another owner's."""
    needs = [deal.need() for deal in deals]
    right, missed, false = 0, [], []
    for (at, one), (to, other) in combinations(enumerate(deals), 2):
        if one.owner == other.owner:
            continue
        true = one.group == other.group and one.one and other.one
        found = judge(needs[at], needs[to]) is not None
        right += true and found
        if true and not found:
            missed.append((one, other))
        elif found and not true:
            false.append((one, other))
    return Figures(right, missed, false)


def main() -> None:
    """Print the figures of each part, and what went wrong."""
    for part in ("tuned", "apart"):
        deals = labelled(part)
        figures = measure(deals)
        sys.stdout.write(
            f"{part}: {len(deals)} deals, {figures.right + len(figures.missed)} pairs, "
            f"recall {figures.recall:.3f}, precision {figures.precision:.3f}\n"
        )
        for name, pairs in (("missed", figures.missed), ("false", figures.false)):
            for pair in pairs:
                for deal in pair:
                    sys.stdout.write(f"  {name} {deal.group} {deal.said} {list(shown(deal.need().items))}\n")


if __name__ == "__main__":
    main()
