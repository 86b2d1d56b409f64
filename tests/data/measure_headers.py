"""How well the headers of lists are read: `python -m tests.data.measure_headers`."""

import sys
from dataclasses import dataclass, field
from pathlib import Path

from core.imports import guessing
from core.imports.sheet import Row, clean

SETS = ("headers", "headers_fresh", "headers_second")
NOTHING = "-"


@dataclass
class Top:
    """The top of a list. `head`: the row its headers end in; `right`: what each column may be taken for."""

    name: str
    rows: list[Row] = field(default_factory=list)
    head: int = 0
    right: list[set[str]] = field(default_factory=list)


@dataclass(frozen=True)
class Read:
    """How one was read: columns taken for something they are not, columns that were missed, of so many."""

    wrong: list[str]
    missed: list[str]
    columns: int
    head: bool


def tops(name: str) -> list[Top]:
    """The labelled tops of one file."""
    found: list[Top] = []
    for line in (Path(__file__).parent / f"{name}.txt").read_text("utf-8").splitlines():
        kind, _, rest = line.partition(" ")
        cells = [clean(cell.replace("\\n", "\n")) for cell in rest.split("|")]
        match kind:
            case ";":
                continue
            case "#":
                found.append(Top(rest))
            case "F":
                found[-1].right = [set(cell.split(",")) for cell in cells]
            case _:
                found[-1].rows.append(Row(len(found[-1].rows) + 1, cells))
                found[-1].head = len(found[-1].rows) if kind.startswith("H") else found[-1].head
    return found


def read(top: Top) -> Read:
    """One of them as an import reads it."""
    made = guessing.guess([row for row in top.rows if any(row.cells)])
    got = [column.field or NOTHING for column in made.columns]
    got += [NOTHING] * (len(top.right) - len(got))
    labels = next(row for row in top.rows if row.number == top.head).cells
    odd = [(label, each) for label, each, right in zip(labels, got, top.right, strict=False) if each not in right]
    wrong = [f"{label}: {each}" for label, each in odd if each != NOTHING]
    missed = [label for label, each in odd if each == NOTHING]
    return Read(wrong, missed, len(top.right), made.header == top.head)


def main() -> None:
    """The figures of each set, and what went wrong."""
    out = []
    for name in SETS:
        told = {top.name: read(top) for top in tops(name)}
        columns, wrong = sum(each.columns for each in told.values()), sum(len(each.wrong) for each in told.values())
        missed, heads = sum(len(each.missed) for each in told.values()), sum(each.head for each in told.values())
        out.append(f"{name}: {len(told)} lists, {heads} heads found; {columns} columns, {wrong} wrong, {missed} missed")
        out += [f"  {top}: {each.wrong} {each.missed}" for top, each in told.items() if each.wrong or each.missed]
    sys.stdout.write("\n".join(out) + "\n")


if __name__ == "__main__":
    main()
