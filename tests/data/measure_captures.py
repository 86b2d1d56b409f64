"""How well lines that enter leads are read: `python -m tests.data.measure_captures`."""

import json
import sys
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from core.reading import Money
from core.reading.capture import Told, capture

FIELDS = ("customer", "contact", "ways", "source", "campaign", "referrer", "quoted", "budget", "tags", "need")
SETS = ("captures", "captures_fresh", "captures_second", "captures_apart", "captures_third", "captures_people")
_ZONE = ZoneInfo("Asia/Shanghai")
_NOW = datetime(2026, 11, 21, 10, tzinfo=_ZONE)

Row = dict[str, Any]


def rows(name: str) -> list[Row]:
    """The labelled records of one file."""
    return [json.loads(line) for line in (Path(__file__).parent / f"{name}.jsonl").read_text("utf-8").splitlines()]


def reading(row: Row) -> Told:
    """The line of a row, read."""
    return capture(row["line"], now=_NOW, zone=_ZONE, locale=row["locale"])


def right(row: Row) -> dict[str, bool]:
    """For each field, whether it was read as labelled; a field that is not labelled is not told."""
    told, of = reading(row), row.get
    found = told.reading
    ways = [*found.phones[:1], *found.wechat[:1], *found.emails[:1]]
    return {
        "customer": found.customer_text == of("customer"),
        "contact": next(iter(found.named), None) == of("contact"),
        "ways": ways == [of(way) for way in ("phone", "wechat", "email") if of(way)],
        "source": told.source == of("source"),
        "campaign": told.campaign == of("campaign"),
        "referrer": told.referrer == of("referrer"),
        "quoted": _sum(told.quoted) == _labelled(of("quoted")),
        "budget": _sum(told.budget) == _labelled(of("budget")),
        "tags": list(told.tags) == of("tags", []),
        "need": of("need", "") in found.need and not any(way in found.need for way in ways),
    }


def _sum(money: Money | None) -> tuple[Decimal, str | None] | None:
    return (money.amount, money.currency) if money else None


def _labelled(sum_: list[Any] | None) -> tuple[Decimal, str | None] | None:
    return (Decimal(sum_[0]), sum_[1]) if sum_ else None


def accuracy(judged: Iterable[dict[str, bool]]) -> dict[str, float]:
    """The share of rows read right, by field; "all" counts a row with every field right."""
    judged = list(judged)
    shares = {field: sum(row[field] for row in judged) / len(judged) for field in FIELDS}
    return shares | {"all": sum(all(row.values()) for row in judged) / len(judged), "lines": len(judged)}


def main() -> None:
    judged = [(row, right(row)) for name in SETS for row in rows(name)]
    groups = {"every line": judged}
    for key in ("batch", "lang", "kind"):
        for value in dict.fromkeys(row[key] for row, _ in judged if key in row):
            groups[f"{value}"] = [each for each in judged if each[0].get(key) == value]
    out = ["| lines | n | " + " | ".join((*FIELDS, "all")) + " |", "|---" * (len(FIELDS) + 3) + "|"]
    for name, each in groups.items():
        shares = accuracy(result for _, result in each)
        figures = " | ".join(f"{shares[field]:.3f}" for field in (*FIELDS, "all"))
        out.append(f"| {name} | {shares['lines']} | {figures} |")
    if "--misses" in sys.argv:
        out += [
            f"{row['line']}: {[field for field, ok in result.items() if not ok]} {reading(row)}"
            for row, result in judged
            if not all(result.values())
        ]
    sys.stdout.write("\n".join(out) + "\n")


if __name__ == "__main__":
    main()
