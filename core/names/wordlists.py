"""The word lists beside this package, read once. `#` begins a comment, `[name]` a section, `|` parts groups."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_LISTS = Path(__file__).parent / "lists"


@cache
def _sections(file: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"": []}
    lines = found[""]
    for raw in (_LISTS / f"{file}.txt").read_text("utf-8").splitlines():
        line = raw.partition("#")[0].strip()
        if line.startswith("["):
            lines = found.setdefault(line.strip("[]"), [])
        elif line:
            lines.append(line)
    return found


def words(file: str, section: str = "") -> list[str]:
    """The words of one section, in their order."""
    return " ".join(_sections(file)[section]).split()


def groups(file: str, section: str = "") -> list[list[str]]:
    """The groups of one section, each a list of words that mean the same."""
    return [group.split() for line in _sections(file)[section] for group in line.split("|") if group.strip()]


def table(file: str, section: str = "") -> dict[str, str]:
    """Each word of a section with the first word of its group; a word in two groups belongs to the first."""
    found: dict[str, str] = {}
    for group in groups(file, section):
        for word in group:
            found.setdefault(word, group[0])
    return found
