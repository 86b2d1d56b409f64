"""Whether a note says something: a follow-up that counts has a fact that earlier notes had not."""

import re
from collections.abc import Sequence
from datetime import date

from rapidfuzz.distance import Levenshtein

from core.errors import msgid
from core.names.words import GIVEN
from core.reading import clock, dates
from core.reading.mentions import Kind, Today
from core.reading.people_chinese import TITLED
from core.reading.result import Worth
from core.reading.text import HAN, text
from core.reading.words import any_of, words

NOTHING = msgid("It holds no more than a name or a sign. What did they say, want or decide?")
SHORT = msgid("It is too short to say anything. What did they say, want or decide?")
EMPTY = msgid("It says nothing new about the customer yet. What did they say, want or decide?")
COPY = msgid("The same was noted before. What is new since then?")

_ANY_DAY = Today(date(2024, 1, 3), day_first=False)
_HOLLOW = re.compile(any_of("substance", "hollow"), re.ASCII)
_FILL = re.compile(any_of("substance", "fill"))
_HOLLOW_ENGLISH = re.compile(rf"\b{any_of('substance', 'english hollow')}\b", re.ASCII)
_FILL_ENGLISH = re.compile(rf"\b{any_of('substance', 'english fill')}\b", re.ASCII)
_FOLLOW_UP = re.compile(any_of("substance", "follow up"), re.ASCII)
_PARTICLES = re.compile(any_of("substance", "particles"), re.ASCII)
_BEFORE_DAY = re.compile(r"\b(?:on|by|at|in|before|until|the)\s+(?=\x01)|[在于](?=\x01)")
_NAMES = GIVEN | words("people", "surnames in english")
_DAY = "\x01"  # stands where a day to come was named
_FEW = 3  # letters or digits
_PARTICLE = re.compile("已经?|[了的吧啊呢哦呀]")
_NUMBERED = re.compile(r"^\s*(?:\d{1,2}[.、)]|[-*•·])\s*", re.MULTILINE)
_NOT_A_WORD = re.compile(r"[^a-z0-9㐀-鿿%$€£¥]+")
_PARTS = re.compile(r"[,;。!?\n:、/|…]+|\.(?:\s|$)|(?<=[㐀-鿿])\s+|\s+(?=[㐀-鿿])|\s-+\s|\b(?:and|then|but)\b")
# One of these letters more or less makes another fact, however alike the rest: 200 and 300, 同意 and 不同意.
_TELLING = frozenset("0123456789不没未无非一二三四五六七八九十百千万两")


def worth(note: str, *, earlier: Sequence[str], customer: str | None, people: Sequence[str] = ()) -> Worth:
    """Whether `note` counts as a follow-up beside the `earlier` notes of the same customer.

    `customer` and `people` are names that alone say nothing. One fact is enough, be it two characters.
    """
    names = [folded for name in (customer, *people) if name and (folded := text(name).plain)]
    facts = _facts(note, names)
    if not facts:
        return Worth(counts=False, why=_why_empty(note, names))
    known = [_facts(old, names, hollow=True) for old in earlier]
    before = [fact for old in known for fact in old]
    fresh = [fact for fact in facts if not any(_alike(fact, old) for old in before)]
    if not fresh or any(
        _alike("".join(facts), "".join(old)) or _alike("".join(sorted(facts)), "".join(sorted(old))) for old in known
    ):
        return Worth(counts=False, why=COPY)
    return Worth(counts=True)


def _why_empty(note: str, names: Sequence[str]) -> str:
    """Which of the ways of saying nothing it is: no words at all, hardly any, or words that hold no fact."""
    plain = text(note[:4000]).plain
    for name in names:
        plain = plain.replace(name, " ")
    letters = _NOT_A_WORD.sub("", plain)
    if not letters:
        return NOTHING
    return SHORT if len(letters) <= (1 if HAN.search(letters) else _FEW) else EMPTY


def _facts(note: str, names: Sequence[str], *, hollow: bool = False) -> list[str]:
    """The parts of a note that say something (all, if `hollow`), folded, without days, names, particles and signs."""
    plain = _NUMBERED.sub("", _without_days(text(note[:4000]).plain))
    for name in names:
        plain = plain.replace(name, " ")
    parts = [part for part in _PARTS.split(plain) if part.strip() and (hollow or _says(part))]
    return [_NOT_A_WORD.sub("", _PARTICLE.sub("", part)) or _DAY for part in parts]


def _without_days(plain: str) -> str:
    """The note with its days and hours taken out; a mark stays where something is planned."""
    for day in reversed(dates.mentions(plain, _ANY_DAY)):
        ahead = day.kind is Kind.DAY and day.on != _ANY_DAY.on
        plain = plain[: day.start] + (_DAY if ahead else " ") + plain[day.end :]
    for told in reversed(clock.clocks(plain)):
        plain = plain[: told.start] + (_DAY if told.at else " ") + plain[told.end :]
    return _BEFORE_DAY.sub("", plain)


def _says(part: str) -> bool:
    """Whether anything is left once the hollow words are out."""
    planned = _DAY in part and _left(_PARTICLES.sub(" ", _FOLLOW_UP.sub(" ", part)))
    if planned:
        return True
    rest = _FILL_ENGLISH.sub(" ", _HOLLOW_ENGLISH.sub(" ", part))
    if HAN.search(rest):
        rest = _HOLLOW.sub(" ", TITLED.sub(" ", rest))
        rest = _FILL.sub(" ", rest) if len(_NOT_A_WORD.sub("", rest)) <= 8 else rest
    return _left(" ".join(word for word in rest.split() if word not in _NAMES))


def _left(rest: str) -> bool:
    """A character of Chinese, or two of anything that is no number alone."""
    letters = _NOT_A_WORD.sub("", rest)
    return bool(HAN.search(letters)) or (len(letters) >= 2 and not letters.isdigit())


def _alike(fact: str, old: str) -> bool:
    """The same words, or one character other in a text long enough for a slip."""
    if fact == old:
        return True
    if min(len(fact), len(old)) < 5 or abs(len(fact) - len(old)) > 1:
        return False
    if Levenshtein.distance(fact, old, score_cutoff=1) > 1:
        return False
    changed = {letter for letter in fact + old if fact.count(letter) != old.count(letter)}
    return changed.isdisjoint(_TELLING)
