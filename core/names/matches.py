"""Which of the customers we know a line names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from core.names.anchors import Anchor, anchors
from core.names.evidence import goes_on, leads, plausible
from core.names.likeness import compare, compare_parts, weigh
from core.names.line import BROKEN, Line
from core.names.mention import around
from core.names.parts import Parts, take_apart
from core.names.slips import is_slip, sounds_alike
from core.names.trades import WEAK, WIDER
from core.names.verdicts import LIKELY, Likeness, Why

_READ = 400  # characters of a line, past which nobody names the customer
_AND = frozenset([",", "，", "、", "/", "&", "+", "和", "与", "跟", "及", "and"])  # two customers in one breath
_MENTIONED = 0.85  # what a name counts for in a line that begins with another
_HALF = 0.76  # half a brand is a guess to be asked about
SURE = 0.8  # from here a lone match may be taken for certain; below, whoever wrote the line is asked
_ASK = 0.74  # a name that may as well be part of another: to be asked about
_SUGGEST = 0.4  # likeness from which a name is worth suggesting


@dataclass(frozen=True, slots=True)
class Candidate:
    """A customer that may be meant."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Match:
    """A customer named in a line: where (a span of the original text), how surely (0–1) and by what likeness."""

    id: int
    name: str
    start: int
    end: int
    score: float
    why: Why


@dataclass(frozen=True, slots=True)
class Near:
    """A customer with a name like the one asked for."""

    id: int
    name: str
    likeness: Likeness


def find(line: str, candidates: Sequence[Candidate]) -> list[Match]:
    """The candidates this line names, best first; equal scores mean that it may be either. None fits: [].

    Reads the first 400 characters.
    """
    text = Line(line[:_READ])
    found = [match for candidate in candidates if (match := _best(text, candidate)) is not None]
    kept = _head_first(text, [match for match in found if not any(_inside(match, other) for other in found)])
    return sorted(kept, key=lambda match: (-match.score, match.start, match.id))


def near(name: str, candidates: Sequence[Candidate], limit: int = 5) -> list[Near]:
    """The candidates whose names come closest to `name`, best first: the same, the likely, then the resembling."""
    asked = take_apart(name)
    found = []
    for candidate in candidates:
        likeness = compare(name, candidate.name)
        if likeness.why is Why.OTHER_BRAND:
            letters = OSA.normalized_similarity(asked.name, take_apart(candidate.name).name)
            likeness = replace(likeness, score=round(0.6 * letters, 3))
        if likeness.score >= _SUGGEST:
            found.append(Near(candidate.id, candidate.name, likeness))
    return sorted(found, key=lambda each: (-each.likeness.score, each.id))[:limit]


def _head_first(line: Line, matches: list[Match]) -> list[Match]:
    """A line is about the customer it begins with; others further on are only spoken of."""
    heads = [match for match in matches if leads(line, match.start)]
    if not heads:
        return matches
    end = max(match.end for match in heads)
    for match in sorted(matches, key=lambda match: match.start):
        if line.text[end : match.start].strip().casefold() in _AND and match.start >= end:
            end = match.end
    return [replace(each, score=round(each.score * _MENTIONED, 2)) if each.start >= end else each for each in matches]


def _inside(match: Match, other: Match) -> bool:
    """True when another customer's longer name is what the line says: 华为 in 华为技术服务."""
    longer = other.end - other.start > match.end - match.start
    return longer and other.start <= match.start and match.end <= other.end and other.score >= min(0.9, match.score)


def _best(line: Line, candidate: Candidate) -> Match | None:
    parts = take_apart(candidate.name)
    if not parts.whole:
        return None
    matches = [
        match for anchor in anchors(line, parts) if (match := _judge(line, candidate, parts, anchor)) is not None
    ]
    return max(matches, key=lambda match: (match.score, match.end - match.start, -match.start), default=None)


def _judge(line: Line, candidate: Candidate, parts: Parts, anchor: Anchor) -> Match | None:
    """The match that an anchor makes, once the whole name around it is read and weighed."""
    start, end, short = anchor
    if any(unit.gap == BROKEN for unit in line.units[start + 1 : end]):
        return None
    first, last = around(line, start, end)
    said = take_apart(line.written(first, last))
    likeness = _halved(said, parts, short) if short else weigh(line.written(first, last), candidate.name)
    if likeness.score < LIKELY and is_short_for(said, parts):
        likeness, short = Likeness(_HALF, Why.SHORT), said.name
    if likeness.score < LIKELY or _says_more(said, parts):
        return None
    whole = _whole_end(line, first, last, parts)
    bare = not said.trade and not said.form and whole <= last
    if likeness.why is not Why.PINYIN and likeness.brand < 1 and bare and len(said.name) <= 2:
        return None  # any two characters sound like some others
    score = likeness.score if short else likeness.brand * _level(likeness.score / likeness.brand)
    likely = plausible(line, first, last, bare=bare, whole=not parts.trade and said.name == parts.name)
    score = min(score, _ASK) if said.known and _ASK <= likely <= 0.9 else score * likely
    ends = goes_on(line, whole or last, partly=not said.form and (not whole or len(parts.whole) == 2))
    if score < LIKELY or not ends:
        return None
    score = min(score, _ASK) if ends < 1 else score
    span = line.units[first].start, line.units[last - 1].end
    return Match(candidate.id, candidate.name, *span, round(score, 2), likeness.why)


def _level(rest: float) -> float:
    """How well all but the brand agrees, in three steps: said short, the words left out tell no two customers apart."""
    return 1.0 if rest >= 0.99 else 0.95 if rest >= 0.93 else 0.9


def _halved(said: Parts, parts: Parts, short: str) -> Likeness:
    """How well half a brand, with what stands around it, fits the whole."""
    if said.known and said.known != parts.known:
        return Likeness(0.0, Why.OTHER_BRAND)
    if said.name == short:
        said = replace(said, brand=parts.brand, core=said.core.replace(short, parts.name, 1))
    likeness = compare_parts(said, parts)
    return replace(likeness, score=_HALF, why=Why.SHORT) if likeness.score >= LIKELY else likeness


def _whole_end(line: Line, start: int, end: int, parts: Parts) -> int:
    """Where the customer's whole name ends that begins at this unit, be its end misspelt (Umbra Sytems); 0: nowhere."""
    if line.flat[line.starts[start] : line.starts[end]].endswith(parts.core):
        return end
    misspelt = 0
    for last in range(end + 1, min(end + 5, len(line.units)) + 1):
        if line.units[last - 1].gap == BROKEN:
            break
        text = line.flat[line.starts[start] : line.starts[last]]
        if text == parts.core:
            return last
        misspelt = last if is_slip(text, parts.core) or sounds_alike(text, parts.core) else misspelt
    return misspelt


def is_short_for(said: Parts, full: Parts) -> bool:
    """Whether `said` has the brand of the full name and nothing that the full name has not: worth asking about."""
    if not set(said.region) <= set(full.region) or not set(said.trade) <= set(full.trade):
        return False
    if set(said.number) != set(full.number) or said.branch not in {"", full.branch} or len(said.brand) < 2:
        return False
    return said.name in {full.name, f"{full.name}s"} or bool(said.known and said.known == full.known)


def _says_more(said: Parts, parts: Parts) -> bool:
    """True when the line names a trade that the customer's name lacks, and is no registered name: Acme Logistics."""
    more = set(said.trade) - set(parts.trade) - WEAK - WIDER
    return bool(more) and not parts.trade and not said.form and not parts.known and said.core != parts.core
