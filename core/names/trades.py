"""What companies say they do, in four kinds by what a word does to a name that already has a brand."""

from __future__ import annotations

from core.names.wordlists import groups, table, words

_WEAK, _WIDER, _STRONG, _SIDE = (table("trades", kind) for kind in ("weak", "wider", "strong", "side"))


def _with_plurals(found: dict[str, str]) -> dict[str, str]:
    """The English words in the plural too: dairies, quarries."""
    more = {
        f"{word[:-1]}ies" if word.endswith("y") and word[-2] not in "aeiou" else f"{word}s": trade
        for word, trade in found.items()
        if word.isascii() and len(word) > 3 and not word.endswith("s")
    }
    return more | found


WEAK = frozenset(_WEAK.values())
WIDER = frozenset(_WIDER.values())
SIDE = frozenset(_SIDE.values())
TRADES = _with_plurals(_STRONG | _SIDE | _WIDER | _WEAK)
BODIES = frozenset(_STRONG[word] for word in words("trades", "bodies"))
MADE_OF = {word: frozenset(TRADES[each] for each in of) for word, *of in groups("trades", "compounds")}
KINDS = tuple(tuple(TRADES[word] for word in group) for group in groups("trades", "kinds"))
DOING = frozenset(words("trades", "doing"))
LONGEST = max(len(word) for word in TRADES if not word.isascii())
