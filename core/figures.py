"""Figures as people type them, in digits of either width: 2.5, ２.５, 2.50; whole numbers: 12, １２, 12 %."""

import re
import unicodedata
from decimal import Decimal

_FIGURE = re.compile(r"\d{1,9}(?:\.\d{1,2})?", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d{1,9}(?=\s?%?$)", re.ASCII)


def figure(text: str) -> Decimal | None:
    """The figure, with at most two decimals; None where it is none, or has more decimals."""
    plain = _plain(text)
    return Decimal(plain) if _FIGURE.fullmatch(plain) else None


def whole(text: str) -> int | None:
    """The whole number, with its sign, a percent sign after it or not; None where it is none."""
    found = _WHOLE.match(_plain(text).replace("−", "-"))  # a minus sign as some keyboards write it
    return int(found[0]) if found else None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
