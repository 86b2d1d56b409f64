"""Names and ways weighed together: whether two descriptions are one customer, how surely, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Alike:
    """That two descriptions are one customer. `reasons`: the strongest first; `likeness`: 0–1."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    likeness: float


def judge(one: Asked, other: Asked) -> Alike | None:
    """Whether two descriptions are one customer; None: they are two, as far as told. The order does not matter."""
    likeness = names.compare(one.name, other.name) if one.name.strip() and other.name.strip() else None
    shared = ways.sought(one.phones, one.emails, one.wechat, one.sites) & ways.stored(
        other.phones, other.emails, other.wechat
    )
    return weigh(likeness, _ways_of(shared))


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
