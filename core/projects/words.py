"""The words by which projects are read and compared, kept beside the code in `lists/`, for anybody to extend."""

import re
from functools import cache
from pathlib import Path

from core.reading.text import plain

_LISTS = Path(__file__).parent / "lists"


@cache
def _sections(file: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"": []}
    lines = found[""]
    for line in (_LISTS / f"{file}.txt").read_text("utf-8").splitlines():
        if header := re.fullmatch(r"\[([a-z ]+)\]", line):
            lines = found.setdefault(header[1], [])
        elif line.strip() and not line.startswith("#"):
            lines.append(line.strip())
    return found


def lines(file: str, section: str = "") -> list[str]:
    """The lines of a section, folded as text is before it is read."""
    return [plain(line) for line in _sections(file)[section]]


def any_of(section: str) -> str:
    """One group that matches any alternative of a section of `words.txt`."""
    return f"(?:{'|'.join(lines('words', section))})"
