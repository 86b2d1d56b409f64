"""The follow-up rhythm 跟进节奏 of a lead: its own, or left to its pool and the workspace."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, clocks, leads, members, owners, workspaces
from core.access import decides_over
from core.errors import Refusal, msgid
from core.models import AuditRow, Lead, Member
from core.settings import RANGES

LEAST, MOST = RANGES["silent_after"]  # working days, as for the workspace's


class OddRhythm(Refusal):
    message = msgid("Write a whole number of working days, from {least} to {most}.")
    field = "days"


class NotYoursToSet(Refusal):
    message = msgid("{lead} belongs to {owner}. Only they and those who lead them set its rhythm.")


async def change(
    session: AsyncSession, *, lead_id: int, days: int | None, by: Member, now: datetime, source: str | None = None
) -> tuple[Lead, AuditRow | None]:
    """Give the lead a rhythm of its own, in working days (None: its pool's or the workspace's again). Its clock is set
    anew from where it began; the rhythm that it has already changes nothing."""
    if days is not None and not LEAST <= days <= MOST:
        raise OddRhythm(least=LEAST, most=MOST)
    lead = await leads.lock(session, lead_id=lead_id, by=by)
    leads.must_be_open(lead)
    if lead.owner is None:
        await members.must_manage(session, by=by)
    elif not decides_over(by, lead.owner):
        raise NotYoursToSet(lead=lead.account.name, owner=lead.owner)
    if lead.interval_days == days:
        return lead, None
    before, was = audit.snapshot(lead, ("interval_days",)), lead.silent_on
    lead.interval_days = days
    lead.version += 1
    await clocks.wind(session, thing=lead, workspace=await workspaces.of(session, by=by))
    after = audit.snapshot(lead, ("interval_days",))
    entry = await audit.record(
        session, row=lead, verb="rhythm", by=by, now=now, before=before, after=after, source=source
    )
    await owners.show_clock(session, lead=lead, was=was, now=now)
    return lead, entry
