"""Legal forms, and the words that make a part of a company out of a company."""

from __future__ import annotations

import re

from core.names.wordlists import words

FORMS = frozenset(words("forms", "chinese"))
LONGEST = max(map(len, FORMS))
LATIN_FORMS = frozenset(words("forms", "latin"))

DESKS = frozenset(words("forms", "desks"))
BRANCHES = tuple(sorted({*words("forms", "branches"), *DESKS}, key=len, reverse=True))
BRANCH = re.compile("(" + "|".join(BRANCHES) + ")$")
DEPARTMENTS = DESKS | frozenset(words("forms", "departments"))
LATIN_BRANCHES = frozenset(words("forms", "latin branches"))
SIDES = frozenset(words("forms", "sides"))
SHARED = frozenset(words("forms", "shared"))
