"""Quotas: how many leads a member may claim a day from a pool, and hold at once. A refusal says which, and when it
frees.

Three ceilings on what is held, each where it is set: the pool's for its own leads (by grade, else for everybody), a
member's own capacity, the workspace's. A pool or a capacity that allows more than the workspace's number raises it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, literal, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core import workspaces
from core.calendar import local_midnight
from core.errors import Unclaimable, msgid
from core.models import Lead, Member, OwnerChange, Pool, Workspace


class ClaimedEnoughToday(Unclaimable):
    message = msgid(
        "You have claimed {used} of {quota} leads of {pool} today, so none is left. The next come free: {frees}."
    )


class HoldingEnough(Unclaimable):
    message = msgid(
        "You hold {held} of {cap} leads, so none is left. "
        "A place comes free once you have converted or released {n}: /lead mine"
    )


class HoldingEnoughHere(HoldingEnough):
    message = msgid(
        "You hold {held} of {cap} leads of {pool}, so none is left. "
        "A place comes free once you have converted or released {n}: /lead mine"
    )


class HoldingEnoughForGrade(HoldingEnough):
    message = msgid(
        "You hold {held} of the {cap} leads of {pool} that grade {grade} may hold. "
        "A place comes free once you have converted or released {n}: /lead mine"
    )


class HoldingYourShare(HoldingEnough):
    message = msgid(
        "You hold {held} leads, and an admin has set {cap} as the most for you. "
        "A place comes free once you have converted or released {n}: /lead mine"
    )


@dataclass(frozen=True)
class Quota:
    """What a member has used of what they may in one pool. `used`, `quota`: claims of today; `frees`: when that count
    begins anew; `held`, `cap`: leads of all pools; `held_here`, `cap_here`: of this one (None: it has no cap)."""

    member: Member
    pool: Pool
    used: int
    quota: int
    held: int
    cap: int
    held_here: int
    cap_here: int | None
    frees: datetime

    @property
    def claims(self) -> int:
        """How many more may be claimed today."""
        return max(self.quota - self.used, 0)

    @property
    def places(self) -> int:
        """How many more may be held."""
        here = self.cap if self.cap_here is None else self.cap_here - self.held_here
        return max(min(self.cap - self.held, here), 0)

    @property
    def ceiling(self) -> int:
        """The lowest of the ceilings that are reached, or will be first."""
        if self.cap_here is not None and self.cap_here - self.held_here < self.cap - self.held:
            return self.cap_here
        return self.cap

    @property
    def allows_a_claim(self) -> bool:
        """Whether one more may be claimed."""
        return bool(self.claims and self.places)

    def must_allow_a_claim(self, *, of: Lead) -> None:
        """Refuse when none is left of today's claims, or no place."""
        if not self.claims:
            raise ClaimedEnoughToday(of, used=self.used, quota=self.quota, pool=self.pool, frees=self.frees)
        self.must_have_room(for_=of)

    def must_have_room(self, *, for_: Lead | None = None) -> None:
        """Refuse when one of the ceilings is reached."""
        if self.cap_here is not None and self.held_here >= self.cap_here:
            here = {"held": self.held_here, "cap": self.cap_here, "pool": self.pool, "n": self._too_many}
            if self.member.grade in self.pool.held_by_grade:
                raise HoldingEnoughForGrade(for_, grade=self.member.grade, **here)
            raise HoldingEnoughHere(for_, **here)
        if self.held >= self.cap:
            kind = HoldingEnough if self.member.capacity is None else HoldingYourShare
            raise kind(for_, held=self.held, cap=self.cap, n=self._too_many)

    @property
    def _too_many(self) -> int:
        """How many must go before there is a place: more than one where a cap has been lowered since, or more were
        given. One of this pool counts for both ceilings."""
        here = self.held_here - self.cap_here if self.cap_here is not None else -1
        return max(here, self.held - self.cap) + 1


@dataclass(frozen=True)
class Usage:
    """What a member has claimed today, and holds, by pool."""

    member: Member
    workspace: Workspace
    frees: datetime
    claimed: Mapping[int, int]
    held: Mapping[int, int]

    def of(self, pool: Pool) -> Quota:
        """What that leaves them in a pool."""
        cap, cap_here = caps(self.member, pool, most=self.workspace.held_at_once)
        return Quota(
            member=self.member,
            pool=pool,
            used=self.claimed.get(pool.id, 0),
            quota=pool.claims_a_day or self.workspace.claims_a_day,
            held=sum(self.held.values()),
            cap=cap,
            held_here=self.held.get(pool.id, 0),
            cap_here=cap_here,
            frees=self.frees,
        )

    def with_one_more(self, pool: Pool) -> "Usage":
        """The same once they hold one lead more of this pool."""
        return replace(self, held={**self.held, pool.id: self.held.get(pool.id, 0) + 1})


def caps(member: Member, pool: Pool, *, most: int) -> tuple[int, int | None]:
    """How many leads a member may hold: of all pools, and of this one (None: it has no cap of its own). `most`: the
    workspace's number."""
    here = pool.held_by_grade.get(member.grade or "", pool.held_at_once)
    return (max(most, here or 0) if member.capacity is None else member.capacity), here


async def usage(session: AsyncSession, *, member: Member, now: datetime) -> Usage:
    """What a member has used, in all pools, in one statement. The day is the member's own; a claim counts in the pool
    that its lead belongs to."""
    workspace = await workspaces.of(session, by=member)
    midnight = local_midnight(now, member.zone)
    claimed = (
        select(literal("claimed").label("what"), Lead.pool_id, func.count().label("n"))
        .join(OwnerChange, (OwnerChange.workspace_id == Lead.workspace_id) & (OwnerChange.lead_id == Lead.id))
        .where(
            OwnerChange.workspace_id == member.workspace_id,
            OwnerChange.to_id == member.id,
            OwnerChange.cause == "claim",
            OwnerChange.at >= midnight,
            ~_taken_back(member.id),
        )
        .group_by(Lead.pool_id)
    )
    held = (
        select(literal("held"), Lead.pool_id, func.count())
        .where(Lead.workspace_id == member.workspace_id, Lead.owner_id == member.id, Lead.status == "open")
        .group_by(Lead.pool_id)
    )
    counts: dict[str, dict[int, int]] = {"claimed": {}, "held": {}}
    for what, pool_id, n in await session.execute(union_all(claimed, held)):
        counts[what][pool_id] = n
    frees = local_midnight(midnight + timedelta(hours=36), member.zone)
    return Usage(member, workspace, frees, counts["claimed"], counts["held"])


def _taken_back(member_id: int) -> ColumnElement[bool]:
    """A claim undone within its ten minutes was none: it is what next came of that lead in their hands."""
    later = aliased(OwnerChange)
    theirs = or_(
        and_(later.to_id == member_id, later.cause == "claim"), and_(later.from_id == member_id, later.to_id.is_(None))
    )
    after = and_(
        later.workspace_id == OwnerChange.workspace_id,
        later.lead_id == OwnerChange.lead_id,
        later.id > OwnerChange.id,
        theirs,
    )
    cause = select(later.cause).where(after).order_by(later.id).limit(1).correlate(OwnerChange).scalar_subquery()
    return func.coalesce(cause, "") == "unclaim"


async def quota(session: AsyncSession, *, member: Member, pool: Pool, now: datetime) -> Quota:
    """How much of a pool's claims of the day and of the holding caps a member has used."""
    return (await usage(session, member=member, now=now)).of(pool)


async def room(session: AsyncSession, *, member: Member, now: datetime) -> int:
    """How many more leads a member may hold at most, whichever pools they come from."""
    used = await usage(session, member=member, now=now)
    found = await session.scalars(select(Pool).where(Pool.workspace_id == member.workspace_id))
    quotas = [used.of(pool) for pool in found]
    return max(min(max(each.cap - each.held for each in quotas), sum(each.places for each in quotas)), 0)


async def spend(session: AsyncSession, *, lead: Lead, by: Member, now: datetime) -> None:
    """Refuse when the day's claims or a holding cap are used up. Lock the member first, so that none slips by."""
    spent = await quota(session, member=by, pool=lead.pool, now=now)
    spent.must_allow_a_claim(of=lead)


async def must_have_room(session: AsyncSession, *, lead: Lead, by: Member, now: datetime) -> None:
    """Refuse when `by` holds as many leads, of this one's pool or of all, as they may. Lock the member first."""
    pool = await session.get_one(Pool, (lead.workspace_id, lead.pool_id))
    (await quota(session, member=by, pool=pool, now=now)).must_have_room()
