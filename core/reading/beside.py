"""Colleagues named without an @, who are none of the customer's: 小李 in 和小李一起去的, Tom in "together with Tom"."""

import re
from collections.abc import Collection, Iterator

from core.names.words import SURNAMES
from core.reading.result import Span
from core.reading.text import Text, plain
from core.reading.words import any_of

_WITH = re.compile(rf"{any_of('people', 'together with')}\s?$", re.ASCII)
_BESIDE = re.compile(rf"\s?{any_of('people', 'together')}", re.ASCII)
_AND = re.compile(rf"{any_of('people', 'and')}\s?$", re.ASCII)
_GOING = re.compile(rf"\s?{any_of('people', 'going')}", re.ASCII)
_SPOKE = re.compile(rf"{any_of('people', 'spoke')}[\w ]{{0,8}}\s?$", re.ASCII)
_CUE = re.compile(
    rf"{any_of('people', 'together with')}|{any_of('people', 'together')}"
    rf"|{any_of('people', 'and')}\s?[^\s,;。]{{1,12}}?(?: [a-z]+)?{any_of('people', 'going')}",
    re.ASCII,
)


def may_name_ours(line: str) -> bool:
    """Whether a line says at all that somebody went along: only then is it worth asking what colleagues are called."""
    return _CUE.search(plain(line)) is not None


def ours(text: Text, names: Collection[str]) -> list[Span]:
    """Where the line says that one of these colleagues was with us."""
    called = sorted({each for name in names for each in _called(plain(name.strip()))}, key=len, reverse=True)
    found: list[Span] = []
    for name in called:
        for match in re.finditer(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", text.plain):
            span = match.span()
            if _along(text.plain, *span) and not any(span[0] < end and start < span[1] for start, end in found):
                found.append(span)
    return found


def _along(line: str, start: int, end: int) -> bool:
    before = line[max(0, start - 20) : start]
    if _WITH.search(before):
        return True
    joined = _AND.search(before)
    if joined and _GOING.match(line, end) and not _SPOKE.search(before[: joined.start()]):
        return True  # with Tom at Acme; not "met with Tom at Acme"
    return bool(joined or not before.strip() or before[-1] in " ,;。") and _BESIDE.match(line, end) is not None


def _called(name: str) -> Iterator[str]:
    """What colleagues call one another: 李伟 is 小李 and 老李 too, 王小明 小明, Tom Chen Tom."""
    if len(name) < 2:
        return
    yield name
    if name.isascii():
        first = name.split(maxsplit=1)[0]
        if len(first) > 2:
            yield first
    elif name[0] in SURNAMES and 2 <= len(name) <= 3:
        yield from (f"小{name[0]}", f"老{name[0]}", f"{name[0]}哥", f"{name[0]}姐")
        if len(name) == 3:
            yield name[1:]
