"""Names and ways weighed together: whether two descriptions are one customer, how surely, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from core import names, ways
from core.duplicates.asked import Asked
from core.duplicates.depth import NO_SIGNAL
from core.names import Likeness, Why
from core.ways import Way

Verdict = Literal["certain", "likely"]
Reason = Why | Way
# What the names say even where a contact is shared: one owner, switchboard or buyer for two customers.
_TWO_SITES = frozenset([Why.OTHER_REGION, Why.OTHER_BRANCH, Why.OTHER_NUMBER])
_SISTERS = frozenset([Why.OTHER_TRADE, Why.MORE_WORDS])
_PERSONAL = frozenset([Way.PHONE, Way.EMAIL, Way.WECHAT])
_BY_CONTACT, _BY_DOMAIN, _BOTH = 0.8, 0.7, 0.97
_UNNAMED = 0.8  # two 李经理 without a company


@dataclass(frozen=True)
class Alike:
    """That two descriptions are one customer. `reasons`: the strongest first; `likeness`: 0–1."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    likeness: float


def judge(one: Asked, other: Asked) -> Alike | None:
    """Whether two descriptions are one customer; None: they are two, as far as told. The order does not matter."""
    likeness = named(one, (other.name,), other)
    shared = ways.sought(one.phones, one.emails, one.wechat, one.sites) & ways.stored(
        other.phones, other.emails, other.wechat
    )
    return weigh(likeness, _ways_of(shared))


def named(asked: Asked, known: Sequence[str], other: Asked | None = None) -> Likeness | None:
    """How alike a name is to a customer that may go by several; None where the names tell nothing.

    Of two 李经理 without a company only how they are reached tells whether they are one. `other`: the customer as
    described, where that is known.
    """
    if not asked.name.strip() or not any(name.strip() for name in known):
        return None
    likeness = max((names.compare(asked.name, name) for name in known), key=lambda likeness: likeness.score)
    if likeness.verdict != "same" or not (names.is_nobody(asked.name) or all(map(names.is_nobody, known))):
        return likeness
    reached = any(ways.stored(each.phones, each.emails, each.wechat) for each in (asked, other) if each)
    return None if reached else replace(likeness, score=_UNNAMED)


def weigh(likeness: Likeness | None, found: frozenset[Way]) -> Alike | None:
    """Names and ways together. A shared contact makes a likely name certain; it never makes two sites one."""
    told: tuple[Reason, ...] = tuple(way for way in Way if way in found - _implied(found))
    personal = bool(found & _PERSONAL)
    if likeness is None:
        return Alike("certain" if personal else "likely", told, 1.0 if personal else _BY_DOMAIN) if found else None
    if likeness.verdict == "same":
        return Alike("certain", (likeness.why, *told), likeness.score)
    if likeness.verdict == "likely":
        if personal:
            return Alike("certain", (*told, likeness.why), max(_BOTH, likeness.score))
        return Alike("likely", (likeness.why, *told), likeness.score)
    if not found or likeness.why in _TWO_SITES or (likeness.why in _SISTERS and not personal):
        return None
    return Alike("likely", told, _BY_CONTACT if personal else _BY_DOMAIN)


def telling(shared: Iterable[str], counts: Mapping[str, int]) -> frozenset[Way]:
    """The ways two customers share, without those that more than twenty do."""
    return _ways_of(key for key in shared if counts[key] <= NO_SIGNAL)


def _ways_of(found: Iterable[str]) -> frozenset[Way]:
    return frozenset(kind for key in found if (kind := ways.way(key)) is not None)


def _implied(found: frozenset[Way]) -> frozenset[Way]:
    """What goes without saying: one address has one domain."""
    return frozenset([Way.DOMAIN]) if Way.EMAIL in found else frozenset()
