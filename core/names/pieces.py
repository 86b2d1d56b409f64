"""The pieces of a name, while its region, trades and legal form are taken off."""

from __future__ import annotations

import re

from core.names.fold import CJK

PIECES = re.compile(rf"[{CJK}]+|[^\s{CJK}]+")


class Reading:
    """The pieces of one name, taken off from both ends until the brand is left."""

    def __init__(self, text: str) -> None:
        self.left: list[str] = PIECES.findall(text)
        self.region: list[str] = []
        self.trade: list[str] = []
        self.form: list[str] = []
        self.branch = ""
        self.known = ""
        self.behind = False  # whether a place stands behind the rest of the name
        self.placed_after = False  # whether a place stands in brackets or behind the rest
        self.of_a_place = False  # Acme of Oregon
        self.core = ""

    def text(self) -> str:
        return "".join(self.left)

    def take_last(self, length: int) -> str:
        """Cut so many characters off the last piece."""
        piece = self.left.pop()
        if length < len(piece):
            self.left.append(piece[:-length])
        return piece[len(piece) - length :]
