"""Points typed line by line: `Trade fair: 60`, `100000: 40`, `其他: 30`."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from core.errors import Refusal, msgid
from core.figures import figure
from core.names import fold
from handlers import sums
from handlers.pressing import Submission
from handlers.words import number

OTHER = ("other", "others", "其他", "其它")
_LINE = re.compile(r"(?P<what>.+?)\s*[:：=]\s*(?P<points>\d{1,6})\s*分?")


class OddLine(Refusal):
    message = msgid("I don't understand “{line}”. Write each line as name: points.")


class NotListed(Refusal):
    message = msgid("“{word}” is not on the list: {known}.")


def listed(form: Submission, name: str, known: Mapping[int, Sequence[str]]) -> tuple[dict[int, int], int]:
    """Points by id, and those of every other. `known`: what each id is called."""
    by_name = {fold(word): each for each, words in known.items() for word in words}
    points, other = {}, 0
    for what, typed in _lines(form, name):
        if fold(what) in OTHER:
            other = typed
        elif fold(what) in by_name:
            points[by_name[fold(what)]] = typed
        else:
            names = form.t.listed(words[0] for words in known.values())
            raise NotListed(field=name, word=what[:60], known=names[:300])
    return points, other


def bands(form: Submission, name: str) -> tuple[tuple[Decimal, int], ...]:
    """From which sum on how many points."""
    found = []
    for what, typed in _lines(form, name):
        plain = figure(what)
        found.append((plain if plain is not None else sums.of_text(what, form, name).amount, typed))
    return tuple(found)


def _lines(form: Submission, name: str) -> list[tuple[str, int]]:
    found = []
    for line in form.text(name).splitlines():
        if not line.strip():
            continue
        said = _LINE.fullmatch(line.strip())
        if said is None:
            raise OddLine(field=name, line=line.strip()[:60])
        found.append((said["what"].strip(), int(said["points"])))
    return found


def written(points: Mapping[int, int], called: Callable[[int], str | None], other: int, others: str) -> str:
    """The same as the field shows it; what has no name any more is left out."""
    named = [f"{name}: {each}" for key, each in points.items() if (name := called(key))]
    return "\n".join([*named, f"{others}: {other}"])


def written_bands(found: Sequence[tuple[Decimal, int]]) -> str:
    """Bands as their field shows them."""
    return "\n".join(f"{number(begins)}: {points}" for begins, points in found)
