"""Which of several columns holds a field that one column holds."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from core.imports.headers import SEVERAL, WHOLE
from core.imports.mapping import Column
from core.imports.told import mostly_people

FIRST, LAST = "first", "last"
_FIRST = re.compile(r"\b(?:first|given|fore) ?name|^\W*名字?\W*$", re.IGNORECASE)
_LAST = re.compile(r"\b(?:last|sur|family) ?name|^\W*姓氏?\W*$", re.IGNORECASE)


def once(columns: Sequence[Column], doubts: Sequence[int], told: Sequence[Sequence[str]]) -> list[Column]:
    """A field that one column holds is held by the surest, the first of those; first and last name go together."""
    kept = list(columns)
    for field in {column.field for column in columns} - {"", *SEVERAL}:
        places = [place for place, column in enumerate(columns) if column.field == field]
        least = min(doubts[place] for place in places)
        surest = [place for place in places if doubts[place] == least]
        if field == "contact":
            held = _whole_name(columns, surest)
        elif field == "customer":
            held = surest[:1] if len(surest) == 1 else [_most_of_a_company(surest, told)]
        else:
            held = surest[:1]
        for place in set(places) - set(held):
            kept[place] = replace(columns[place], field="")
    return _person_called_customer(columns, kept, doubts, told)


def _whole_name(columns: Sequence[Column], places: Sequence[int]) -> list[int]:
    """The column of whole names; where there is none, those of the first and the last name."""
    parts = {place: part_of_name(columns[place].label) for place in places}
    whole = [place for place in places if not parts[place]]
    both = [next((place for place in places if parts[place] == part), None) for part in (FIRST, LAST)]
    return whole[:1] or ([place for place in both if place is not None] if None not in both else list(places[:1]))


@lru_cache(maxsize=1024)
def part_of_name(label: str) -> str:
    """Which part of a person's name a header speaks of; "" for the whole of it."""
    return FIRST if _FIRST.search(label) else LAST if _LAST.search(label) else ""


def _most_of_a_company(places: Sequence[int], told: Sequence[Sequence[str]]) -> int:
    """Of columns called customer and company alike the one that holds companies: the other one holds people."""
    return min(places, key=lambda place: (mostly_people(told, place), place))


def _person_called_customer(
    columns: Sequence[Column], kept: list[Column], doubts: Sequence[int], told: Sequence[Sequence[str]]
) -> list[Column]:
    """The column of customers that turned out to hold people, beside one of companies, is the one of the contacts."""
    if any(column.field == "contact" for column in kept):
        return kept
    for place, column in enumerate(columns):
        spare = column.field == "customer" and not kept[place].field and doubts[place] == WHOLE
        if spare and mostly_people(told, place):
            kept[place] = replace(column, field="contact")
            break
    return kept
