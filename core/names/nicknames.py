"""Companies everybody knows by several names.

Kept to those a Chinese or English sales team meets daily; the brand of any other company is found by its letters.
"""

from __future__ import annotations

from core.names.wordlists import groups, table

KNOWN = table("nicknames")
NAMES_OF = {group[0]: tuple(group) for group in groups("nicknames")}
