"""Pause until… because… 暂停跟进: the clock of a lead stands until a day, and begins anew on it."""

from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, clocks, leads, members, notices, owners, workspaces
from core.calendar import local_day
from core.errors import Refusal, msgid
from core.models import AuditRow, Lead, Member
from core.silence import keeps

LONGEST = timedelta(days=90)  # from the day it is paused
MOST = 300  # characters of a reason
COLUMNS = ("paused_until", "paused_at", "pause_reason")


class PauseHasPassed(Refusal):
    message = msgid("{day} is not after today. Choose a later day.")
    field = "until"


class PauseTooLong(Refusal):
    message = msgid("A lead may be paused for {n} days at most, until {day}. Pause it again then, if need be.")
    field = "until"


class PauseForNothing(Refusal):
    message = msgid("Say in a few words why, at most {most} characters: it stands on the card.")
    field = "reason"


class NotPaused(Refusal):
    message = msgid("{lead} is not paused. Its follow-up is due by {day}.")


async def pause(
    session: AsyncSession,
    *,
    lead_id: int,
    until: date,
    reason: str,
    by: Member,
    now: datetime,
    source: str | None = None,
) -> tuple[Lead, AuditRow | None]:
    """Let the clock stand until that day of the workspace; whoever leads the owner hears of it. Twice is once."""
    workspace = await workspaces.of(session, by=by)
    today, reason = local_day(now, workspace.zone), reason.strip()
    if until <= today:
        raise PauseHasPassed(day=until)
    if until > today + LONGEST:
        raise PauseTooLong(n=LONGEST.days, day=today + LONGEST)
    if not reason or len(reason) > MOST:
        raise PauseForNothing(most=MOST)
    lead = await leads.lock(session, lead_id=lead_id, by=by)
    keeps.must_be_theirs(lead, by)
    if (lead.pause, lead.pause_reason) == (until, reason):
        return lead, None
    return lead, await _set(session, lead=lead, until=until, reason=reason, by=by, now=now, source=source)


async def end(
    session: AsyncSession, *, lead_id: int, by: Member, now: datetime, source: str | None = None
) -> tuple[Lead, AuditRow]:
    """Let the clock begin anew today: the owner may, and whoever leads them."""
    lead = await leads.lock(session, lead_id=lead_id, by=by)
    keeps.must_be_theirs(lead, by)
    today = local_day(now, (await workspaces.of(session, by=by)).zone)
    if lead.pause is None or lead.pause <= today:
        raise NotPaused(lead=lead.account.name, day=lead.silent_on)
    return lead, await _set(session, lead=lead, until=today, reason=lead.pause_reason, by=by, now=now, source=source)


async def _set(
    session: AsyncSession,
    *,
    lead: Lead,
    until: date,
    reason: str | None,
    by: Member,
    now: datetime,
    source: str | None,
) -> AuditRow:
    before = audit.snapshot(lead, COLUMNS)
    workspace = await workspaces.of(session, by=by)
    lead.paused_until, lead.paused_at, lead.pause_reason = until, now, reason
    lead.version += 1
    await clocks.wind(session, thing=lead, workspace=workspace)
    verb = "pause" if until > local_day(now, workspace.zone) else "end_pause"
    after = audit.snapshot(lead, COLUMNS)
    entry = await audit.record(session, row=lead, verb=verb, by=by, now=now, before=before, after=after, source=source)
    await owners.show_again(session, thing=lead, now=now)
    await show_again(session, lead=lead, cause=entry, now=now)
    if to := await _other(session, lead=lead, by=by):
        await notices.tell(
            session,
            workspace_id=lead.workspace_id,
            kind="lead_paused",
            key=f"{_topic(lead)}:{entry.id}",
            facts=_facts(lead, entry),
            to=to,
            topic=_topic(lead),
            due_at=now,
            now=now,
        )
    return entry


async def _other(session: AsyncSession, *, lead: Lead, by: Member) -> Member | None:
    """Who hears of it: of an owner's pause whoever leads them, of anybody else's the owner."""
    if lead.owner is None or by.id != lead.owner_id:
        return lead.owner
    return None if by.manages else await members.manager_of(session, member=by)


async def show_again(session: AsyncSession, *, lead: Lead, cause: AuditRow, now: datetime) -> None:
    """Make true what people were told of its pause, after what the audit row tells of."""
    await notices.redraw(
        session,
        workspace_id=lead.workspace_id,
        topic=_topic(lead),
        kind="lead_paused",
        facts=_facts(lead, cause),
        key=f"{_topic(lead)}:redrawn:{cause.id}:v{lead.version}",
        now=now,
    )


def _topic(lead: Lead) -> str:
    return f"paused:{lead.id}"


def _facts(lead: Lead, cause: AuditRow) -> dict[str, int | None]:
    return {"lead": lead.id, "account": lead.account_id, "by": cause.actor_id}
