"""Where the goods go: the towns and provinces a text tells of, and whether two texts can mean one place."""

import re
from dataclasses import dataclass

from core.names.regions import REGIONS, WIDE
from core.projects.goods import thing
from core.projects.words import any_of, lines
from core.reading.text import HAN, Text

# Quarters and towns that are also roads, schools and people: 中山路, 北京大学 say nothing of where.
_NOT_A_PLACE = r"(?![路街道]|大道|话|品牌)(?<!中山(?=大学))"


def _atlas() -> tuple[dict[str, str], dict[str, str]]:
    """Each name of a place with its town or province, and each town's province."""
    names: dict[str, str] = {}
    above: dict[str, str] = {}
    for line in lines("places"):
        province, _, towns = line.partition(":")
        names[province] = province
        for each in towns.split():
            said, _, town = each.partition("=")
            names[said] = town or said
            if (town or said) != province:
                above[town or said] = province
    return names | {said: place for said, place in REGIONS.items() if place in above or place in names}, above


NAMES, _ABOVE = _atlas()
_PROVINCES = frozenset(NAMES.values()) - frozenset(_ABOVE)
_CHINESE = re.compile(
    rf"({'|'.join(sorted((name for name in NAMES if HAN.match(name)), key=len, reverse=True))}){_NOT_A_PLACE}"
)
# A town nobody listed: "in Swansea", "Swansea gym".
_UNLISTED = re.compile(
    rf"(?:\b(?:in|near) |^)([A-Z][a-z]{{3,}})(?= {any_of('english sites')}|$|[,.;:]| (?:for|by|needs?|wants?)\b)"
)
_NO_TOWN = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|spring|summer|autumn|winter)[a-z]*$"
)
_ENGLISH = re.compile(r"[A-Z][a-z]{3,}(?: [A-Z][a-z]{2,})?")


@dataclass(frozen=True, slots=True)
class Where:
    """The towns and the provinces (states, countries) told, each by its usual name; empty where nothing is."""

    towns: frozenset[str] = frozenset()
    provinces: frozenset[str] = frozenset()

    def __or__(self, other: "Where") -> "Where":
        return Where(self.towns | other.towns, self.provinces | other.provinces)

    def __bool__(self) -> bool:
        return bool(self.towns or self.provinces)


def where(text: Text) -> Where:
    """Every place of the text."""
    found = {NAMES[match[1]] for match in _CHINESE.finditer(text.plain)}
    for match in _ENGLISH.finditer(text.shown):
        words = match[0].lower().split(" ")
        said = next((each for each in ("".join(words), *words) if each in NAMES), None)
        if said is not None:
            found.add(NAMES[said])
    found |= {match[1].lower() for match in _UNLISTED.finditer(text.shown) if _unlisted(match, text.shown)}
    return of(found)


def _unlisted(match: re.Match[str], shown: str) -> bool:
    """Whether a capitalised word can be a town's name, and not a month or the first word of a sentence."""
    word = match[1].lower()
    led = shown[: match.start(1)].endswith(("in ", "near "))
    return word not in NAMES and not _NO_TOWN.match(word) and (led or thing(word) is None)


def of(places: set[str]) -> Where:
    """Places by their usual names, told apart into towns and provinces."""
    provinces = {place for place in places if place in _PROVINCES}
    towns = frozenset(places - provinces - WIDE)
    return Where(towns, frozenset(provinces | {_ABOVE[town] for town in towns if town in _ABOVE}))


def alike(one: Where, other: Where) -> float | None:
    """1: one town; 0.6: as far as told one province; 0: two places; None: one of the two says nothing."""
    if not one or not other:
        return None
    if one.towns & other.towns:
        return 1.0
    if one.towns and other.towns:
        return 0.0
    if not one.provinces & other.provinces:
        return 0.0
    return 0.6 if one.towns or other.towns else 0.8
