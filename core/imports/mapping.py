"""Which column holds what."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from core.imports.sheet import MOST_ROWS, Row

LEADS, INVOICES = "leads", "invoices"


@dataclass(frozen=True)
class Column:
    """`field` "" is left out. `label` is its header; figures in it are multiplied by `scale`."""

    field: str
    label: str = ""
    scale: str = "1"


@dataclass(frozen=True)
class Mapping:
    """`header`: the number of the row with the headers, 0 where there is none; what stands above it is no row."""

    kind: str
    header: int
    columns: tuple[Column, ...]

    def as_json(self) -> dict[str, Any]:
        """As the books keep it."""
        return asdict(self)

    def places(self, field: str) -> list[int]:
        """The columns that hold a field."""
        return [place for place, column in enumerate(self.columns) if column.field == field]

    @property
    def complete(self) -> bool:
        """Whether rows can be made of it: there is a customer, and of an invoice its number."""
        fields = {column.field for column in self.columns}
        return "customer" in fields if self.kind == LEADS else {"invoice", "buyer"} <= fields


def from_json(told: dict[str, Any]) -> Mapping:
    """What `as_json` made."""
    return Mapping(told["kind"], told["header"], tuple(Column(**column) for column in told["columns"]))


def data(rows: Sequence[Row], mapping: Mapping) -> list[Row]:
    """The rows below the headers, as many as one file may hold."""
    return [row for row in rows if row.number > mapping.header][:MOST_ROWS]


def labels(mapping: Mapping) -> Iterable[str]:
    """What each column is called: its header, else its letter as spreadsheets count."""
    for place, column in enumerate(mapping.columns):
        yield column.label or letter(place)


def letter(place: int) -> str:
    """A, B, … Z, AA, AB, …"""
    text, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(65 + rest) + text
    return text
