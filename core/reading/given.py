"""Given names of Latin letters, as regular expressions: those customers' names are read with, and many more."""

from core.names.words import ENGLISH, GIVEN
from core.reading.words import one_of, words

NAMES = GIVEN | words("people", "given names")
LOW_NAMES = NAMES - ENGLISH  # those that stand for somebody in small letters too

CAPITAL = one_of(name.capitalize() for name in NAMES)
LOW = one_of(LOW_NAMES)
