"""Whom a lead suits 匹配: points for each member, and what spoke for them in figures that can be put into words.

How the points come about, and why so: docs/decisions/0014-who-gets-a-lead.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any

from core.assignments import grades
from core.assignments.about import About
from core.models import Lead, Member, Pool, Role
from core.pools.quotas import caps

KNOWS = 30  # follows the customer already
MATCH = 40  # of this half for one thing in common, three quarters for two, and so on
RECORD = 25  # half for leads won as often as everybody wins them
LOAD = 20  # for whoever has all their places free
GRADE = 15  # for a grade as high as the lead is important
LATELY = 4  # points less for each lead received within a day
PRIOR = 5  # leads' worth of everybody's record that one's own is mixed with
USUAL = 0.1  # the share of leads won where nobody has won or lost any yet


class Bar(StrEnum):
    """Why nobody gets leads by rank for now. A manager may give them one all the same."""

    AWAY = "away"
    FULL = "full"
    NONE = "none"  # a capacity of none: takes no leads
    SUPPORTS = "supports"
    LEADS = "leads"  # a manager or an admin without a capacity of their own: gets leads by hand alone
    PASSED = "passed"  # let this one go lately: declined it, did not answer, released it
    OUTSIDE = "outside"  # not of the lead's pool
    ENOUGH = "enough"  # received as many within a day as may be claimed in one, where leads are given out unasked
    OFF = "off"  # not at work at this moment, where leads are given out unasked


@dataclass(frozen=True)
class Reasons:
    """What spoke for a member. `grade` where it fits; `won` of `of` leads, `such` as this one or (none such) any."""

    knows: bool = False
    matches: tuple[str, ...] = ()
    grade: str | None = None
    held: int = 0
    cap: int = 0
    lately: int = 0
    won: int = 0
    of: int = 0
    such: bool = False

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return asdict(self)

    @classmethod
    def parsed(cls, kept: Mapping[str, Any]) -> "Reasons":
        """The same back again."""
        return cls(**{**kept, "matches": tuple(kept.get("matches", ()))})


@dataclass(frozen=True)
class Past:
    """How many leads of one kind (tags, region; none: any other kind) a member has held, and won."""

    tags: frozenset[str]
    region: str | None
    held: int
    won: int


@dataclass
class Standing:
    """A member as they stand at a moment: what they hold, by pool, and what came to them within a day."""

    member: Member
    away: bool = False
    off: bool = False
    held: dict[int, int] = field(default_factory=dict)
    lately: int = 0
    past: Sequence[Past] = ()
    follows: set[int] = field(default_factory=set)  # customers
    passed: set[int] = field(default_factory=set)  # leads
    pools: set[int] = field(default_factory=set)  # of those not open to all

    def places(self, pool: Pool, most: int) -> tuple[int, int]:
        """How many leads they hold of how many they may, where it is tightest. `most`: the workspace's number."""
        held, here = sum(self.held.values()), self.held.get(pool.id, 0)
        cap, cap_here = caps(self.member, pool, most=most)
        if cap_here is not None and cap_here - here < cap - held:
            return here, cap_here
        return held, cap

    def take(self, lead: Lead) -> None:
        """One more is theirs."""
        self.held[lead.pool_id] = self.held.get(lead.pool_id, 0) + 1
        self.lately += 1
        self.follows.add(lead.account_id)


@dataclass(frozen=True)
class Ranked:
    """A member's place for a lead; `bar` where they get none by rank."""

    member: Member
    points: float
    reasons: Reasons
    bar: Bar | None = None


@dataclass(frozen=True)
class Field:
    """Those who may get leads, and by what they are measured. `most`: leads held at once by the workspace's rule;
    `a_day`: received within a day, likewise (None: as many as there are, when somebody asked for it)."""

    standings: Sequence[Standing]
    pools: Mapping[int, Pool]
    most: int
    scales: Mapping[str, tuple[Decimal, Decimal]]  # by currency: a middling budget, a large one
    now: datetime
    a_day: int | None = None

    @cached_property
    def usual(self) -> float:
        """The share of leads won by all of them together."""
        held = sum(past.held for each in self.standings for past in each.past)
        won = sum(past.won for each in self.standings for past in each.past)
        return (won + USUAL * PRIOR) / (held + PRIOR)


def rank(lead: Lead, among: Field) -> list[Ranked]:
    """Everybody, whom it suits best first; those who get none by rank last."""
    about, usual, pool = About.of(lead, scales=among.scales), among.usual, among.pools[lead.pool_id]
    found = [_placed(each, lead, about, usual, pool, among) for each in among.standings]
    return sorted(
        found,
        key=lambda each: (
            each.bar is not None,
            each.bar in (Bar.SUPPORTS, Bar.AWAY),
            -each.points,
            each.reasons.lately,
            each.reasons.held,
            each.member.id,
        ),
    )


def _placed(who: Standing, lead: Lead, about: About, usual: float, pool: Pool, among: Field) -> Ranked:
    held, cap = who.places(pool, among.most)
    matches = about.in_common(who.member.tags)
    won, of, such = _record(who, about)
    fits = _fit(who.member.grade, about.importance)
    knows = lead.account_id in who.follows
    share = (won + PRIOR * usual) / (of + PRIOR)
    points = (
        KNOWS * knows
        + MATCH * (1 - 0.5 ** len(matches))
        + RECORD * share / (share + usual)
        + LOAD * max(cap - held, 0) / max(cap, 1)
        + GRADE * (0.5 if fits is None else fits)
        - LATELY * who.lately
    )
    grade = who.member.grade if fits is not None and fits >= 0.75 else None
    reasons = Reasons(knows, matches, grade, held, cap, who.lately, won, of, such)
    return Ranked(who.member, points, reasons, _bar(who, lead, pool, among, full=held >= cap))


def _bar(who: Standing, lead: Lead, pool: Pool, among: Field, *, full: bool) -> Bar | None:
    a_day = None if among.a_day is None else pool.claims_a_day or among.a_day
    bars = {
        Bar.SUPPORTS: who.member.role == Role.SUPPORTER,
        Bar.AWAY: who.away,
        Bar.NONE: who.member.capacity == 0,
        Bar.FULL: full,
        Bar.PASSED: lead.id in who.passed,
        Bar.OUTSIDE: not pool.open_to_all and pool.id not in who.pools,
        Bar.LEADS: who.member.manages and who.member.capacity is None,
        Bar.ENOUGH: a_day is not None and who.lately >= a_day,
        Bar.OFF: who.off,
    }
    return next((bar for bar, holds in bars.items() if holds), None)


def _record(who: Standing, about: About) -> tuple[int, int, bool]:
    """Won of held leads such as this one; where there are none, of all they held."""
    such = [past for past in who.past if about.is_like(past.tags, past.region)]
    counted = such or who.past
    return sum(past.won for past in counted), sum(past.held for past in counted), bool(such)


def _fit(grade: str | None, importance: float | None) -> float | None:
    level = grades.level(grade)
    return None if level is None or importance is None else 1 - abs(level - importance)
