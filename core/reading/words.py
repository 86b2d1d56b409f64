"""The words the readers know, kept beside the code in `lists/`: `#` begins a comment line, `[name]` a section.

A line holds alternatives of a regular expression, parted by `|`; the lines of a section are alternatives too.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

_LISTS = Path(__file__).parent / "lists"
_SECTION = re.compile(r"\[([a-z ]+)\]")
_Tree = dict[str, "_Tree"]


@cache
def _sections(file: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in (_LISTS / f"{file}.txt").read_text("utf-8").splitlines():
        if header := _SECTION.fullmatch(line):
            lines = found.setdefault(header[1], [])
        elif line and not line.startswith("#"):
            lines.append(line.strip("|"))
    return found


def any_of(file: str, section: str) -> str:
    """One group that matches any alternative of the section, those first that stand first."""
    return f"(?:{'|'.join(_sections(file)[section])})"


def words(file: str, section: str) -> frozenset[str]:
    """The plain words of a section, parted by spaces."""
    return frozenset(" ".join(_sections(file)[section]).split())


def rows(file: str, section: str) -> list[list[str]]:
    """The lines of a section, each a list of words."""
    return [line.split() for line in _sections(file)[section]]


def one_of(plain_words: Iterable[str]) -> str:
    """A group that matches any of these words, the longest first; with a thousand of them far quicker than a list."""
    tree: _Tree = {}
    for word in plain_words:
        branch = tree
        for letter in word:
            branch = branch.setdefault(letter, {})
        branch[""] = {}
    return _branches(tree)


def _branches(tree: _Tree) -> str:
    more = [f"{re.escape(letter)}{_branches(rest)}" for letter, rest in sorted(tree.items()) if letter]
    if not more:
        return ""
    if len(more) == 1 and "" not in tree:
        return more[0]
    return f"(?:{'|'.join(more)})" + ("?" if "" in tree else "")
