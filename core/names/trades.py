"""What companies say they do, in four kinds by what a word does to a name that already has a brand."""

from __future__ import annotations

from core.names.wordlists import table, words

_WEAK, _WIDER, _STRONG, _SIDE = (table("trades", kind) for kind in ("weak", "wider", "strong", "side"))

WEAK = frozenset(_WEAK.values())
WIDER = frozenset(_WIDER.values())
SIDE = frozenset(_SIDE.values())
TRADES = _STRONG | _SIDE | _WIDER | _WEAK
BODIES = frozenset(_STRONG[word] for word in words("trades", "bodies"))
DOING = frozenset(words("trades", "doing"))
LONGEST = max(len(word) for word in TRADES if not word.isascii())
