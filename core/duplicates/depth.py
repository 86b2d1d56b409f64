"""How far a question is gone into: how many customers are looked up by a key, and which of them are compared."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

NO_SIGNAL = 20  # customers; a phone or address that more of them share says nothing


class Care(NamedTuple):
    """How far one question is gone into."""

    hits: int  # customers looked up by one key
    shared: int  # by a key that more of them share, none is compared
    judged: int  # candidates compared, those with the rarest keys first


OF_ONE = Care(hits=40, shared=40, judged=24)
# Of 3,258 labelled names asked beside 100,000 customers that share their brands, 3,238 have the customer meant among
# the first four, 3,246 among the first six: not worth half as much comparing again.
OF_MANY = Care(hits=NO_SIGNAL + 1, shared=NO_SIGNAL, judged=4)


def candidates(shared: Mapping[int, Iterable[str]], counts: Mapping[str, int], *, most: int) -> list[int]:
    """Those that share the most, rare keys counting for more than those of half the book."""
    weight = {number: -sum(1 / counts[key] for key in found) for number, found in shared.items()}
    return sorted(weight, key=lambda number: (weight[number], number))[:most]
