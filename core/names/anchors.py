"""Where in a line a customer's brand may stand."""

from __future__ import annotations

from collections.abc import Iterator

from core.names.fold import is_cjk
from core.names.line import Line
from core.names.lookup import short_forms
from core.names.mention import cuts_a_trade
from core.names.nicknames import NAMES_OF
from core.names.parts import Parts, initials, spoken, take_apart
from core.names.slips import is_slip, sounds_alike
from core.names.sound import sound

Anchor = tuple[int, int, str]  # units from, to, and the short form when it is one


def anchors(line: Line, parts: Parts) -> Iterator[Anchor]:
    """Where the brand may stand, as it is written, heard, mistyped or cut short; with the short form, if it is one."""
    seen: set[tuple[int, int]] = set()
    names = [parts, *([take_apart(parts.also)] if parts.also else [])]
    for each in names:
        for text in dict.fromkeys((each.whole, each.core, each.name, *NAMES_OF.get(each.known, ()))):
            if len(text) < 2:
                continue
            for place in (*line.exact(text), *(line.alike(sound(text)) if len(sound(text)) >= 4 else ())):
                if place not in seen:
                    seen.add(place)
                    yield *place, ""
    for place in line.exact(spoken(parts)):
        if not any(start <= place[0] and place[1] <= end for start, end in seen) and not _counted(line, place[0]):
            yield *place, ""
    for place in () if seen else (place for each in names for place in _mistyped(line, each)):
        yield *place, ""
    for short in (*short_forms(parts), initials(parts)):
        plural = line.exact(f"{short}s") if short.isascii() and len(short) >= 5 else []
        for place in (*line.exact(short), *plural) if len(short) >= 2 else ():
            if not any(start <= place[0] and place[1] <= end for start, end in seen):
                yield *place, short


def _counted(line: Line, start: int) -> bool:
    """True where a number goes on before: 四中 in 十四中."""
    return line.flat[: line.starts[start]].endswith(tuple("第一二三四五六七八九十"))


def _mistyped(line: Line, parts: Parts) -> Iterator[tuple[int, int]]:
    """Where the brand, or the brand with its trade, stands with a letter or a character wrong."""
    for target in dict.fromkeys((parts.name, parts.core)):
        if any(map(is_cjk, target)):
            yield from _mistyped_characters(line, target)
        else:
            for text, start, end in line.words():
                if text[0] not in target[:2]:
                    continue
                if text == f"{target}s" or is_slip(text, target) or sounds_alike(text, target):
                    yield start, end


def _mistyped_characters(line: Line, target: str) -> Iterator[tuple[int, int]]:
    if len(line.letters.intersection(target)) < len(set(target)) - 1:
        return
    for length in range(max(2, len(target) - 1), len(target) + 2):
        for start in range(len(line.units) - length + 1):
            text = line.flat[line.starts[start] : line.starts[start + length]]
            if is_slip(text, target) and target not in text and not cuts_a_trade(line, start, start + length):
                yield start, start + length
