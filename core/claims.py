"""Who holds a lead: claimed from the pool, released to it. However many press, one wins."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core import leads, members, owners
from core.access import decides_over
from core.errors import Refusal, Unclaimable, msgid
from core.models import AuditRow, Lead, Member
from core.pools import cooling, locks, nearest, quotas


class LeadAlreadyClaimed(Unclaimable):
    message = msgid("{lead} already belongs to {owner}. See /lead pool for those that are free.")


class NotYours(Refusal):
    message = msgid("{lead} belongs to {owner}. Only they, their manager or an admin may release it.")


class AlreadyInPool(Refusal):
    message = msgid("{lead} is in the pool already. Press Claim to take it.")


async def claim(
    session: AsyncSession,
    *,
    lead_id: int,
    by: Member,
    now: datetime,
    source: str | None = None,
    offer: bool = False,
) -> tuple[Lead, AuditRow | None]:
    """Give the pool's lead to `by`. Claiming your own lead again changes nothing.

    What keeps them from it is a rule of its pool: a lock, the days of waiting of a former owner, a quota. With `offer`
    the refusal names the nearest lead that they may claim instead.
    """
    try:
        return await _claim(session, lead_id=lead_id, by=by, now=now, source=source)
    except Unclaimable as refused:
        if offer and refused.refused is not None:
            refused.instead = await nearest.to(session, lead=refused.refused, by=by, now=now)
        raise


async def _claim(
    session: AsyncSession, *, lead_id: int, by: Member, now: datetime, source: str | None
) -> tuple[Lead, AuditRow | None]:
    lead = await leads.reach(session, lead_id=lead_id, by=by)
    if lead.owner_id is None:  # so it seems: most who press too late need not wait for a lock to learn that they did
        await members.lock(session, by=by)
        lead = await leads.lock_if_free(session, lead_id=lead_id, by=by)
    if lead.owner_id == by.id:
        return lead, None
    if lead.owner_id is not None:
        raise LeadAlreadyClaimed(lead, lead=lead.account.name, owner=lead.owner)
    leads.must_be_open(lead)
    await locks.must_be_unlocked(session, lead=lead)
    await cooling.must_be_over(session, lead=lead, by=by, now=now)
    await quotas.spend(session, lead=lead, by=by, now=now)
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
    await locks.must_be_theirs(session, lead=lead, by=by)
    entry = await owners.change(
        session, thing=lead, to=None, cause="release", by=by, now=now, reason=reason, source=source
    )
    return lead, entry
