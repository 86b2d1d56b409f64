"""What companies say they do, in three kinds by what a word does to a name that already has a brand."""

from __future__ import annotations

from core.names.wordlists import table

_WEAK, _WIDER, _STRONG = (table("trades", kind) for kind in ("weak", "wider", "strong"))

WEAK = frozenset(_WEAK.values())
WIDER = frozenset(_WIDER.values())
TRADES = _STRONG | _WIDER | _WEAK
LONGEST = max(len(word) for word in TRADES if not word.isascii())
