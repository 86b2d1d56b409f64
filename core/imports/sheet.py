"""A file of rows as it was read: text in every cell, and how far it was read."""

from dataclasses import asdict, dataclass
from typing import Any

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 10_000
MOST_COLUMNS = 100
HEAD = 10  # rows at the top among which the headers are looked for; they don't count as rows
MOST_CELL = 1_000  # characters of a cell that are kept
LOST = "\ufffd"  # stands for a letter that could not be read
MOST_TEXT = 20_000_000  # characters of all cells together


class Unreadable(Exception):  # noqa: N818  # an answer about a file
    """The file cannot be taken; `why` is one of the words of core.imports.reading, `holes` say more."""

    def __init__(self, why: str, **holes: Any) -> None:
        super().__init__(why)
        self.why, self.holes = why, holes


@dataclass(frozen=True)
class Row:
    """One row that is not empty; `number` is what a spreadsheet writes beside it."""

    number: int
    cells: list[str]


@dataclass(frozen=True)
class Sheet:
    """What was read. `more`: rows stand below the last one read. `sheets`: how many the workbook has."""

    kind: str  # csv or xlsx
    rows: list[Row]
    more: bool = False
    delimiter: str = ","
    name: str = ""
    sheets: int = 1

    def as_json(self) -> dict[str, Any]:
        """For the way from one process to another."""
        return asdict(self)


def from_json(told: dict[str, Any]) -> Sheet:
    """What `as_json` made."""
    return Sheet(**{**told, "rows": [Row(**row) for row in told["rows"]]})


class Rows:
    """Gathers rows up to what one file may hold."""

    def __init__(self) -> None:
        self.kept: list[Row] = []
        self.more = False
        self._text = 0

    def add(self, number: int, cells: list[str]) -> bool:
        """Keep a row unless it is empty; False once no more are taken."""
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            return True
        if len(cells) > MOST_COLUMNS:
            raise Unreadable("columns", most=MOST_COLUMNS)
        if len(self.kept) >= MOST_ROWS + HEAD:
            self.more = True
            return False
        self._text += sum(map(len, cells))
        if self._text > MOST_TEXT:
            raise Unreadable("bomb")
        self.kept.append(Row(number, cells))
        return True


def clean(text: str) -> str:
    """A cell's text without what nobody sees and the database cannot hold, cut to what is kept."""
    if not text.isprintable():
        text = "".join(char if char.isprintable() else " " if char.isspace() else "" for char in text)
    return text.strip()[:MOST_CELL].strip()
