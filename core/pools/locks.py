"""Locks: a lead that a manager keeps where it is. It is not claimed, not recycled, and only they give it away."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, leads, members, owners, workspaces
from core.access import decides_over
from core.errors import Refusal, Unclaimable, msgid
from core.models import AuditRow, Lead, LeadStatus, Member, Role

KEPT = ("locked_at", "locked_by_id")
_ALONE = text("select pg_advisory_xact_lock(hashtextextended(:key, 0))")


class LeadLocked(Unclaimable):
    message = msgid("{lead} is locked by {who}, so nobody may claim it until they unlock it. Ask them for it.")


class LockedByAnother(Refusal):
    message = msgid(
        "{lead} is locked by {who}. Only they, a manager of their team or an admin may unlock it, release it or "
        "give it away."
    )


class NotYourTeams(Refusal):
    message = msgid("{lead} belongs to {owner}. Only their manager or an admin may lock it.")


class LockedEnough(Refusal):
    message = msgid(
        "Your team's managers keep {used} of {cap} leads locked, so none is left. Unlock one first, or ask an admin."
    )


def is_locked(lead: Lead) -> bool:
    """Whether a manager keeps it where it is."""
    return lead.locked_at is not None


def locked_since(lead: Lead, moment: datetime) -> bool:
    """Whether a manager has locked it after that: what was begun before then goes on without it."""
    return lead.locked_at is not None and lead.locked_at > moment


async def must_be_unlocked(session: AsyncSession, *, lead: Lead) -> None:
    """Refuse to let anybody claim a locked lead."""
    if who := await _by(session, lead):
        raise LeadLocked(lead, lead=lead.account.name, who=who)


async def must_be_theirs(session: AsyncSession, *, lead: Lead, by: Member) -> None:
    """Refuse to let a locked lead go, but by the hand of whoever may unlock it."""
    who = await _by(session, lead)
    if who and not decides_over(by, who):
        raise LockedByAnother(lead=lead.account.name, who=who)


async def theirs(session: AsyncSession, *, leads: Sequence[Lead], by: Member) -> list[Lead]:
    """Those of the leads that no lock keeps `by` from giving away."""
    ids = {lead.locked_by_id for lead in leads if lead.locked_by_id is not None}
    if not ids:
        return list(leads)
    found = await session.scalars(select(Member).where(Member.workspace_id == by.workspace_id, Member.id.in_(ids)))
    free = {None, *(who.id for who in found if decides_over(by, who))}
    return [lead for lead in leads if lead.locked_by_id in free]


async def lock(
    session: AsyncSession, *, lead_id: int, by: Member, now: datetime, source: str | None = None
) -> tuple[Lead, AuditRow | None]:
    """Keep a lead of a pool or of the team where it is. One that is locked already stays as it is."""
    await members.must_manage(session, by=by)
    lead = await leads.lock(session, lead_id=lead_id, by=by)
    leads.must_be_open(lead)
    if lead.owner is not None and not decides_over(by, lead.owner):
        raise NotYourTeams(lead=lead.account.name, owner=lead.owner)
    if is_locked(lead):
        return lead, None
    await _must_have_a_lock_left(session, by=by)
    return lead, await _set(session, lead, now, by.id, verb="lock", by=by, now=now, source=source)


async def unlock(
    session: AsyncSession, *, lead_id: int, by: Member, now: datetime, source: str | None = None
) -> tuple[Lead, AuditRow | None]:
    """Let a lead be claimed, released and recycled again."""
    await members.must_manage(session, by=by)
    lead = await leads.lock(session, lead_id=lead_id, by=by)
    leads.must_be_open(lead)
    if not is_locked(lead):
        return lead, None
    await must_be_theirs(session, lead=lead, by=by)
    return lead, await _set(session, lead, None, None, verb="unlock", by=by, now=now, source=source)


async def must_be_lockable_again(session: AsyncSession, *, by_id: int, workspace_id: str) -> None:
    """Refuse to take back an unlocking where the managers of whoever had locked it have no lock left meanwhile. The
    lead is held first."""
    await _must_have_a_lock_left(session, by=await session.get_one(Member, (workspace_id, by_id)))


async def stand_again(session: AsyncSession, *, leads: Sequence[Lead], by: Member, now: datetime) -> None:
    """These held leads were ended and are open again: a lock goes that its managers have given to another since, and
    that is on record."""
    locked = [(lead, who) for lead in leads if (who := await _by(session, lead)) is not None]
    for lead, who in sorted(locked, key=lambda each: (_whose(each[1]), each[0].id)):
        await _one_at_a_time(session, by=who)
        used, cap = await _used(session, by=who)
        if cap is not None and used > cap:
            await _set(session, lead, None, None, verb="unlock", by=by, now=now, source=None)


async def _set(
    session: AsyncSession,
    lead: Lead,
    at: datetime | None,
    by_id: int | None,
    *,
    verb: str,
    by: Member,
    now: datetime,
    source: str | None,
) -> AuditRow:
    values = {"locked_at": at, "locked_by_id": by_id}
    lead.version += 1
    entry = await audit.change(session, row=lead, verb=verb, values=values, by=by, now=now, source=source)
    await owners.redraw_cards(session, thing=lead, now=now)
    return entry


async def _by(session: AsyncSession, lead: Lead) -> Member | None:
    if lead.locked_by_id is None:
        return None
    return await session.get_one(Member, (lead.workspace_id, lead.locked_by_id))


def _whose(by: Member) -> str:
    """Who share their locks: the managers of a team; whoever has no team has their own."""
    return f"{by.workspace_id} locks of {f'team {by.team_id}' if by.team_id is not None else by.id}"


async def _one_at_a_time(session: AsyncSession, *, by: Member) -> None:
    """Let the managers of a team wait for each other, so that their cap holds. Always asked for after the leads, so
    that nobody waits in a circle."""
    await session.execute(_ALONE, {"key": _whose(by)})


async def _must_have_a_lock_left(session: AsyncSession, *, by: Member) -> None:
    await _one_at_a_time(session, by=by)
    used, cap = await _used(session, by=by)
    if cap is not None and used >= cap:
        raise LockedEnough(used=used, cap=cap)


async def _used(session: AsyncSession, *, by: Member) -> tuple[int, int | None]:
    """How many open leads their team's managers keep locked, and how many they may (None: an admin, any number)."""
    if by.role == Role.ADMIN:
        return 0, None
    theirs = Member.team_id == by.team_id if by.team_id is not None else Member.id == by.id
    used = await session.scalar(
        select(func.count())
        .select_from(Lead)
        .join(Member, (Member.workspace_id == Lead.workspace_id) & (Member.id == Lead.locked_by_id))
        .where(Lead.workspace_id == by.workspace_id, Lead.status == LeadStatus.OPEN, theirs)
    )
    return used or 0, (await workspaces.of(session, by=by)).locks_a_team
