"""How often names are judged as a person would: figures on labelled pairs and lines, printed in docs/names.md."""

import csv
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from core.names import Candidate, compare, find, keys, wanted

ROOT = Path(__file__).parents[2]
PARTS = ("tuned", "held", "fresh")


@cache
def rows(file: str) -> list[dict[str, str]]:
    with (ROOT / "tests" / "data" / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def judged(part: str) -> Counter[tuple[str, bool]]:
    """(verdict, is one customer) → how many pairs."""
    pairs = [row for row in rows("names.tsv") if row["part"] == part]
    return Counter((compare(row["one"], row["other"]).verdict, row["label"] == "same") for row in pairs)


def named(row: dict[str, str]) -> set[str]:
    """The customers that a line's best score leaves to choose from."""
    known = [Candidate(number, name) for number, name in enumerate(row["known"].split("|"))]
    matches = find(row["line"], known)
    return {match.name for match in matches if match.score == matches[0].score}


def expected(row: dict[str, str]) -> set[str]:
    return {name for name in row["expected"].split("|") if name}


@pytest.mark.parametrize("part", PARTS)
def test_what_is_called_the_same_always_is(part: str) -> None:
    counts = judged(part)

    assert counts["same", False] == 0
    assert counts["same", True] >= 50


@pytest.mark.parametrize("part", PARTS)
def test_what_is_at_least_likely_mostly_is_and_little_is_missed(part: str) -> None:
    counts = judged(part)
    right = counts["same", True] + counts["likely", True]

    assert right / (right + counts["likely", False]) >= 0.97, "precision"
    assert right / (right + counts["different", True]) >= 0.95, "recall"


@pytest.mark.parametrize(("part", "right", "wrong"), [("tuned", 0.97, 0), ("held", 0.95, 2)])
def test_a_line_names_its_customer_or_none_and_seldom_a_wrong_one(part: str, right: float, wrong: int) -> None:
    lines = [row for row in rows("names_lines.tsv") if row["part"] == part]
    found = [(named(row), expected(row)) for row in lines]

    assert sum(one == other for one, other in found) / len(lines) >= right
    assert sum(len(one) == 1 and not one <= other for one, other in found) <= wrong, "confident and wrong"


def test_nearly_every_customer_named_in_a_line_is_reached_by_its_keys() -> None:
    named = [(row["line"], name) for row in rows("names_lines.tsv") for name in expected(row)]
    reached = [(line, name) for line, name in named if keys(name) & set(wanted(line))]

    assert len(reached) / len(named) >= 0.97


def test_the_sets_are_large_and_no_pair_stands_in_both_parts() -> None:
    pairs = rows("names.tsv")

    assert len(pairs) >= 600
    assert len(rows("names_lines.tsv")) >= 120
    assert len({frozenset((row["one"], row["other"])) for row in pairs}) == len(pairs)


def test_the_figures_by_category_in_the_document_are_these() -> None:
    document = (ROOT / "docs" / "names.md").read_text("utf-8")

    assert "\n".join(figures()) in document


def figures() -> list[str]:
    """The table of docs/names.md: right of all, in each category and part."""
    right: Counter[tuple[str, str]] = Counter()
    every: Counter[tuple[str, str]] = Counter()
    for row in rows("names.tsv"):
        place = f"{row['label']}: {row['category']}", row["part"]
        every[place] += 1
        right[place] += (compare(row["one"], row["other"]).verdict == "different") == (row["label"] == "different")
    for row in rows("names_lines.tsv"):
        place = f"line: {row['category']}", row["part"]
        every[place] += 1
        right[place] += named(row) == expected(row)
    names = dict.fromkeys(name for name, _ in every)
    return [
        f"| {name} | " + " | ".join(f"{right[name, part]}/{every[name, part]}" for part in PARTS) + " |"
        for name in names
    ]
