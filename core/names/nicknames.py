"""Companies everybody knows by several names.

Kept to those a Chinese or English sales team meets daily; the brand of any other company is found by its letters.
"""

from __future__ import annotations

from core.names.wordlists import groups, table

_ONE = "one business"
KNOWN = table("nicknames", _ONE) | table("nicknames")
NAMES_OF = {group[0]: tuple(group) for section in (_ONE, "") for group in groups("nicknames", section)}
# 海尔生物医疗 is not 海尔, 迪卡侬体育用品 is 迪卡侬
OF_MANY_FIRMS = frozenset(group[0] for group in groups("nicknames"))
