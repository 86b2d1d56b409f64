"""A customer as somebody describes it, and the keys by which it is kept and looked for."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from core import names, ways


@dataclass(frozen=True)
class Asked:
    """A customer as somebody describes it: by name, by ways to reach it, or both. Everything as it was typed."""

    name: str
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    wechat: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()  # web sites: told by whoever asks, kept of nobody


def keys(asked: Asked) -> frozenset[str]:
    """The keys by which this customer is found again."""
    return names.keys(asked.name) | ways.stored(asked.phones, asked.emails, asked.wechat)


def sought(asked: Asked) -> frozenset[str]:
    """The keys by which to look for this customer."""
    return names.keys(asked.name) | ways.sought(asked.phones, asked.emails, asked.wechat, asked.sites)


def places(asked: Sequence[Asked]) -> dict[str, list[int]]:
    """The places of those that look for each key."""
    found: dict[str, list[int]] = defaultdict(list)
    for place, each in enumerate(asked):
        for key in sorted(sought(each)):
            found[key].append(place)
    return found
