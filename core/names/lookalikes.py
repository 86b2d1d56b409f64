"""Characters that look alike on a card or a screen, and those that firms are named with."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from core.names.wordlists import groups, words

NAMING = frozenset("".join(words("characters", "naming")))


@cache
def _alike() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for char, others in groups("lookalikes"):
        for other in others:
            found[char].add(other)
            found[other].add(char)
    return dict(found)


def look_alike(one: str, other: str) -> bool:
    """Whether one folded character is easily taken for the other: 瑞 and 端, 戒 and 械."""
    return other in _alike().get(one, ())
