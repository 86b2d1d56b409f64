"""Figures with at most two decimals, as people type them: 2.5, ２.５, 2.50."""

import re
import unicodedata
from decimal import Decimal

_FIGURE = re.compile(r"\d{1,9}(?:\.\d{1,2})?")


def figure(text: str) -> Decimal | None:
    """The figure; None where it is none, or has more decimals."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return Decimal(plain) if plain.isascii() and _FIGURE.fullmatch(plain) else None
