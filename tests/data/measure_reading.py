"""How well lines are read, by field, language and difficulty: `python -m tests.data.measure_reading`."""

import json
import sys
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from core.reading import Candidate, Reading, read, worth

DATA = Path(__file__).parent
SETS = ("lines", "lines_heldout", "lines_fresh", "lines_apart", "lines_met", "lines_people")
FIELDS = ("customer", "people", "colleagues", "goods", "amounts", "step", "time", "worth")

Row = dict[str, Any]


def rows(name: str) -> list[Row]:
    """The labelled records of one file."""
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text("utf-8").splitlines()]


KNOWN = [Candidate(number, row["name"]) for number, row in enumerate(rows("lines_known"), 1)]


def reading(row: Row) -> Reading:
    """The line of a row, read at its moment."""
    zone = ZoneInfo(row["zone"])
    now = datetime.fromisoformat(row["now"]).replace(tzinfo=zone)
    known = [Candidate(number, name) for number, name in enumerate(row["known"], 1)] if "known" in row else KNOWN
    return read(row["line"], now=now, zone=zone, locale=row["locale"], known=known)


def right(row: Row) -> dict[str, bool]:
    """For each field, whether it was read as labelled."""
    found = reading(row)
    step, want = found.next_step, row["step"]
    customers = sorted(match.name for match in found.customers)
    amounts = sorted((money.amount, money.currency or "") for money in found.amounts)
    goods = sorted((thing.quantity, thing.unit, thing.name) for thing in found.goods)
    return {
        "customer": customers == sorted(row["customers"])
        and found.customer_text == row.get("unknown", found.customer_text),
        "people": sorted(person.name for person in found.people) == sorted(row["people"]),
        "colleagues": list(found.colleagues) == row["colleagues"],
        "goods": goods == sorted((Decimal(count), unit, name) for count, unit, name in row["goods"]),
        "amounts": amounts == sorted((Decimal(sum_), currency or "") for sum_, currency in row["amounts"]),
        "step": (step is None) == (want is None) and (step is None or _iso(step.on) == want["on"]),
        "time": (_clock(step.at) if step else None) == (want["at"] if want else None)
        and bool(step and step.window) == bool(want and want["window"]),
        "worth": _counts(found) == row["counts"],
    }


def _counts(found: Reading) -> bool:
    customer = found.customers[0].name if found.customers else None
    return worth(found.note, earlier=[], customer=customer, people=[person.name for person in found.people]).counts


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None


def _clock(at: datetime | None) -> str | None:
    return at.strftime("%H:%M") if at else None


def accuracy(judged: Iterable[dict[str, bool]]) -> dict[str, float]:
    """The share of rows read right, by field; "all" counts a row with every field right."""
    judged = list(judged)
    shares = {field: sum(row[field] for row in judged) / len(judged) for field in FIELDS}
    return shares | {"all": sum(all(row.values()) for row in judged) / len(judged), "lines": len(judged)}


def copies() -> list[Row]:
    """The labelled notes that `worth` judges otherwise than labelled."""
    return [
        row
        for row in rows("lines_worth")
        if worth(row["note"], earlier=row["earlier"], customer=None).counts != row["counts"]
    ]


def main() -> None:
    judged = [(row, right(row)) for name in SETS for row in rows(name)]
    groups = {"every line": judged}
    for key in ("batch", "lang", "kind"):
        for value in dict.fromkeys(row[key] for row, _ in judged):
            groups[f"{value}"] = [each for each in judged if each[0][key] == value]
    out = ["| lines | n | " + " | ".join((*FIELDS, "all")) + " |", "|---" * (len(FIELDS) + 3) + "|"]
    for name, each in groups.items():
        shares = accuracy(result for _, result in each)
        figures = " | ".join(f"{shares[field]:.3f}" for field in (*FIELDS, "all"))
        out.append(f"| {name} | {shares['lines']} | {figures} |")
    notes = len(rows("lines_worth"))
    out.append(f"\nNotes judged beside earlier ones: {notes - len(copies())} of {notes} as labelled.")
    if "--misses" in sys.argv:
        out += [
            f"{row['line']}: {[field for field, ok in result.items() if not ok]}"
            for row, result in judged
            if not all(result.values())
        ]
    sys.stdout.write("\n".join(out) + "\n")


if __name__ == "__main__":
    main()
