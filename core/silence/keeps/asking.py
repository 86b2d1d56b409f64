"""Asking whether a lead may be kept."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from core import audit, clocks, leads, members, workspaces
from core.access import decides_over
from core.calendar import local_day, working_days_after
from core.errors import Refusal, msgid
from core.models import Answer, AuditRow, Keep, Lead, Member
from core.silence import alerts
from core.silence.keeps.answering import grant
from core.silence.keeps.found import last_of
from core.silence.keeps.told import put

HELD = 2  # working days that a lead waits for the answer; on the one before, whoever was asked is reminded
_WAITS = ("warn_on", "recycle_on")


class NotSilentYet(Refusal):
    message = msgid("{lead} is yours until {day} at least. You can ask once you are warned of it.")


class InThePool(Refusal):
    message = msgid("{lead} is back in the pool. /lead pool shows what is free to claim.")


class NotYoursToKeep(Refusal):
    message = msgid("{lead} belongs to {owner}. Only they and those who lead them decide about it.")


class RefusedAlready(Refusal):
    message = msgid("{who} refused that ({day}): “{reason}”. Log a follow-up that says something new instead.")


class NobodyToAsk(Refusal):
    message = msgid("There is nobody to ask: you have no manager, and there is no admin. Log a follow-up instead.")


async def ask(
    session: AsyncSession, *, lead_id: int, by: Member, now: datetime, source: str | None = None
) -> tuple[Lead, Keep, AuditRow | None]:
    """Ask whoever leads `by` to let them keep a lead they were warned of. Asked twice it is one question; who leads
    others grants it at once, on record."""
    lead = await leads.lock(session, lead_id=lead_id, by=by)
    must_be_theirs(lead, by)
    asked = await last_of(session, lead=lead)
    if asked is not None and asked.answer is None:
        return lead, asked, None
    if asked is not None and asked.answer == Answer.REFUSED:
        raise RefusedAlready(who=asked.answered_by, day=asked.answered_at, reason=asked.reason)
    if lead.warned is None:
        raise NotSilentYet(lead=lead.account.name, day=lead.silent_on)
    leader = None if by.manages else await members.manager_of(session, member=by)
    if leader is None and not by.manages:
        raise NobodyToAsk
    keep = await _open(session, lead=lead, asked=leader, by=by, now=now)
    if leader is None:
        return lead, keep, await grant(session, lead=lead, keep=keep, by=by, now=now, source=source)
    entry = await _hold(session, lead=lead, keep=keep, by=by, now=now, source=source)
    await put(session, lead=lead, keep=keep, to=leader, cause=entry.id, now=now)
    return lead, keep, entry


def must_be_theirs(lead: Lead, by: Member) -> None:
    """Refuse unless the lead is open and held by `by`, or by somebody they lead."""
    leads.must_be_open(lead)
    if lead.owner is None:
        raise InThePool(lead=lead.account.name)
    if not decides_over(by, lead.owner):
        raise NotYoursToKeep(lead=lead.account.name, owner=lead.owner)


async def _open(session: AsyncSession, *, lead: Lead, asked: Member | None, by: Member, now: datetime) -> Keep:
    earlier = update(Keep).where(Keep.workspace_id == lead.workspace_id, Keep.lead_id == lead.id, Keep.answer.is_(None))
    await session.execute(earlier.values(answer=Answer.MOOT, answered_at=now, due_on=None))
    workspace = await workspaces.of(session, by=by)
    today, here = local_day(now, workspace.zone), clocks.calendar(workspace)
    keep = Keep(
        workspace_id=lead.workspace_id,
        lead_id=lead.id,
        owner_id=lead.owner_id,
        asked_id=asked.id if asked else None,
        asked_at=now,
        clock_from=clocks.runs_from(lead),
        answer_by=working_days_after(today, HELD, **here),
        due_on=working_days_after(today, 1, **here) if asked else None,
    )
    session.add(keep)
    await session.flush()
    for name, who in (("owner", lead.owner), ("asked", asked), ("answered_by", None)):
        set_committed_value(keep, name, who)
    return keep


async def _hold(
    session: AsyncSession, *, lead: Lead, keep: Keep, by: Member, now: datetime, source: str | None
) -> AuditRow:
    """Let the alert stand until the day by which an answer is expected."""
    before = audit.snapshot(lead, _WAITS)
    lead.warn_on = max(lead.warn_on, keep.answer_by) if lead.warn_on else None
    lead.recycle_on = max(lead.recycle_on, keep.answer_by) if lead.recycle_on else None
    after = {**audit.snapshot(lead, _WAITS), "keep": keep.id}
    entry = await audit.record(
        session, row=lead, verb="ask_keep", by=by, now=now, before=before, after=after, source=source
    )
    await alerts.make_true(session, lead=lead, cause=entry.id, now=now)
    return entry
