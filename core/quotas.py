"""Quotas: how many leads a member may claim a day, and hold at once. A refusal says which, and when it frees."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core import workspaces
from core.calendar import local_midnight
from core.errors import Refusal, msgid
from core.models import Lead, Member, OwnerChange


class ClaimedEnoughToday(Refusal):
    message = msgid("You have claimed {used} of {quota} leads today, so none is left. The next come free: {frees}.")


class HoldingEnough(Refusal):
    message = msgid(
        "You hold {held} of {cap} leads, so none is left. "
        "A place comes free as soon as you convert or release one: /lead mine"
    )


@dataclass(frozen=True)
class Quota:
    """What a member has used of what they may: claims today, leads held. `frees`: when the day's count begins anew."""

    used: int
    quota: int
    held: int
    cap: int
    frees: datetime


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


async def spend(session: AsyncSession, *, by: Member, now: datetime) -> None:
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
