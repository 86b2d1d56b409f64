"""How alike two names are, and why: what every comparison answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal

Verdict = Literal["same", "likely", "different"]
SAME, LIKELY = 0.95, 0.7  # scores from which the verdict is so


class Why(Enum):
    """The reason of a likeness, as a sentence to translate: "{this} …"."""

    SAME = "the same name"
    FORM = "the same name but for its legal form"
    REGION = "the same name but for its region"
    TRADE = "the same name but for a word that says little"
    NICKNAME = "another name of the same company"
    SHORT = "short for it"
    SOUND = "sounds the same"
    LETTER = "one letter off"
    PINYIN = "the same name in pinyin"
    INITIALS = "its initials"
    OTHER_BRAND = "another name"
    OTHER_REGION = "another region"
    OTHER_TRADE = "another trade"
    OTHER_NUMBER = "another number"
    OTHER_BRANCH = "a branch, shop or part of it"
    MORE_WORDS = "one word more makes it another company"


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two names are: `score` from 0 to 1, and the strongest reason for or against."""

    score: float
    why: Why
    brand: float = 1.0  # how well the brands alone agree; below 1 one is heard, misspelt or in pinyin

    @property
    def verdict(self) -> Verdict:
        """One customer for certain, worth asking about, or two customers."""
        return "same" if self.score >= SAME else "likely" if self.score >= LIKELY else "different"


EQUAL = Likeness(1.0, Why.SAME)
