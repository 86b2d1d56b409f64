"""Who holds a lead: claimed from the pool, released to it, assigned by a manager. However many press, one wins."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core import leads, members, notices, owners, workspaces
from core.access import decides_over
from core.calendar import local_midnight
from core.errors import Refusal, msgid
from core.models import AuditRow, Lead, Member, OwnerChange, Role


class LeadAlreadyClaimed(Refusal):
    message = msgid("{lead} already belongs to {owner}. See /lead pool for those that are free.")


class ClaimedEnoughToday(Refusal):
    message = msgid("You have claimed {used} of {quota} leads today, so none is left. The next come free: {frees}.")


class HoldingEnough(Refusal):
    message = msgid(
        "You hold {held} of {cap} leads, so none is left. "
        "A place comes free as soon as you convert or release one: /lead mine"
    )


class NotYours(Refusal):
    message = msgid("{lead} belongs to {owner}. Only they, their manager or an admin may release it.")


class AlreadyInPool(Refusal):
    message = msgid("{lead} is in the pool already. Press Claim to take it.")


class NotOfYourTeam(Refusal):
    message = msgid("{who} is not in your team. Choose one of your team, or ask an admin.")


@dataclass(frozen=True)
class Quota:
    """What a member has used of what they may: claims today, leads held. `frees`: when the day's count begins anew."""

    used: int
    quota: int
    held: int
    cap: int
    frees: datetime


async def claim(
    session: AsyncSession, *, lead_id: int, by: Member, now: datetime, source: str | None = None
) -> tuple[Lead, AuditRow | None]:
    """Give the pool's lead to `by`. Claiming your own lead again changes nothing."""
    lead = await leads.reach(session, lead_id=lead_id, by=by)
    if lead.owner_id is None:  # so it seems: most who press too late need not wait for a lock to learn that they did
        await members.lock(session, by=by)
        lead = await leads.lock_if_free(session, lead_id=lead_id, by=by)
    if lead.owner_id == by.id:
        return lead, None
    if lead.owner_id is not None:
        raise LeadAlreadyClaimed(lead=lead.account.name, owner=lead.owner)
    leads.must_be_open(lead)
    await _spend(session, by=by, now=now)
    entry = await owners.change(session, thing=lead, to=by, cause="claim", by=by, now=now, source=source)
    return lead, entry


async def release(
    session: AsyncSession,
    *,
    lead_id: int,
    by: Member,
    now: datetime,
    reason: str | None = None,
    source: str | None = None,
) -> tuple[Lead, AuditRow]:
    """Put a lead back into the pool: its owner may, and whoever manages the owner."""
    lead = await leads.lock(session, lead_id=lead_id, by=by)
    if lead.owner is None:
        raise AlreadyInPool(lead=lead.account.name)
    if not decides_over(by, lead.owner):
        raise NotYours(lead=lead.account.name, owner=lead.owner)
    leads.must_be_open(lead)
    entry = await owners.change(
        session, thing=lead, to=None, cause="release", by=by, now=now, reason=reason, source=source
    )
    return lead, entry


async def assign(
    session: AsyncSession, *, lead_id: int, to: Member, by: Member, now: datetime, source: str | None = None
) -> tuple[Lead, AuditRow | None]:
    """A manager gives a lead of the pool or of the team to somebody of the team; they are told, with its card.

    The day's claims are the claimer's own limit and do not bind a manager; nor does what the other holds.
    """
    await members.must_manage(session, by=by)
    lead = await leads.lock(session, lead_id=lead_id, by=by)
    if lead.owner is not None and not decides_over(by, lead.owner):
        raise LeadAlreadyClaimed(lead=lead.account.name, owner=lead.owner)
    leads.must_be_open(lead)
    if by.role == Role.MANAGER and to.id != by.id and (by.team_id is None or to.team_id != by.team_id):
        raise NotOfYourTeam(who=to)
    if lead.owner_id == to.id:
        return lead, None
    entry = await owners.change(session, thing=lead, to=to, cause="assign", by=by, now=now, source=source)
    if to.id != by.id:
        await notices.tell(
            session,
            workspace_id=lead.workspace_id,
            kind="lead_assigned",
            key=f"assigned:{lead.id}:{entry.id}",
            facts={"lead": lead.id, "by": by.id},
            to=to,
            due_at=now,
            now=now,
        )
    return lead, entry


async def quota(session: AsyncSession, *, member: Member, now: datetime) -> Quota:
    """How much of the day's claims and of the holding cap is used. The day is the member's own."""
    workspace = await workspaces.of(session, by=member)
    midnight = local_midnight(now, member.zone)
    used = await session.scalar(
        select(func.count()).where(
            OwnerChange.workspace_id == member.workspace_id,
            OwnerChange.to_id == member.id,
            OwnerChange.cause == "claim",
            OwnerChange.at >= midnight,
            ~_taken_back(),
        )
    )
    held = await session.scalar(
        select(func.count()).where(
            Lead.workspace_id == member.workspace_id, Lead.owner_id == member.id, Lead.status == "open"
        )
    )
    frees = local_midnight(midnight + timedelta(hours=36), member.zone)
    return Quota(used or 0, workspace.claims_a_day, held or 0, workspace.held_at_once, frees)


def _taken_back() -> Any:
    """A claim undone within its ten minutes was none: what came next of that lead is its undoing."""
    following, undoing = aliased(OwnerChange), aliased(OwnerChange)
    here = OwnerChange.workspace_id
    next_id = (
        select(func.min(following.id))
        .where(following.workspace_id == here, following.lead_id == OwnerChange.lead_id, following.id > OwnerChange.id)
        .correlate(OwnerChange)
        .scalar_subquery()
    )
    undone = exists().where(undoing.workspace_id == here, undoing.id == next_id, undoing.cause == "unclaim")
    return undone.correlate(OwnerChange)


async def _spend(session: AsyncSession, *, by: Member, now: datetime) -> None:
    """Refuse when the day's claims or the holding cap are used up. The member's row is locked, so none slips by."""
    spent = await quota(session, member=by, now=now)
    if spent.used >= spent.quota:
        raise ClaimedEnoughToday(used=spent.used, quota=spent.quota, frees=spent.frees)
    _must_fit(spent)


def _must_fit(spent: Quota) -> None:
    if spent.held >= spent.cap:
        raise HoldingEnough(held=spent.held, cap=spent.cap)


async def must_have_room(session: AsyncSession, *, by: Member, now: datetime) -> None:
    """Refuse when `by` holds as many leads as they may. Lock the member first."""
    _must_fit(await quota(session, member=by, now=now))
