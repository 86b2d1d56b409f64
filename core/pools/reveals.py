"""Reveals: a manager looks at how to reach the contact of a lead that nobody has claimed. Each is on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import audit, leads, masks, members, settings
from core.errors import Refusal, msgid
from core.models import AuditRow, Lead, Member


class MaskedUntilClaimed(Refusal):
    message = msgid(
        "Claim {lead}, and you see how to reach its contact. Before that only a manager may look; ask {who}."
    )


@dataclass(frozen=True)
class Reveal:
    """Who looked, at the contact of which lead, when."""

    by: Member
    lead: Lead
    at: datetime


async def reveal(session: AsyncSession, *, lead_id: int, by: Member, now: datetime, source: str | None = None) -> Lead:
    """The lead, for showing its contact to a manager. Where nothing is masked there is nothing to note."""
    lead = await leads.get(session, lead_id=lead_id, by=by)
    if not masks.is_masked(lead):
        return lead
    if not by.manages:
        asked = await members.manager_of(session, member=by)
        raise MaskedUntilClaimed(lead=lead.account.name, who=asked or "–")
    await note(session, lead=lead, by=by, now=now, source=source)
    return lead


async def note(session: AsyncSession, *, lead: Lead, by: Member, now: datetime, source: str | None = None) -> None:
    """Put on record that `by` is shown how to reach the contact of a lead that nobody has claimed."""
    if not masks.is_masked(lead):
        return
    shown = [way for way in ("phone", "wechat", "email") if lead.contact and getattr(lead.contact, way)]
    after = {"contact": lead.contact_id, "shown": shown}
    await audit.record(session, row=lead, verb="reveal", by=by, now=now, after=after, source=source)


async def listed(session: AsyncSession, *, by: Member, page: int, size: int) -> tuple[Sequence[Reveal], int]:
    """A page of the reveals, the latest first, and how many there are; for admins."""
    await settings.must_be_admin(session, by=by)
    where = (AuditRow.workspace_id == by.workspace_id, AuditRow.noun == "lead", AuditRow.verb == "reveal")
    total = await session.scalar(select(func.count()).select_from(AuditRow).where(*where))
    rows = await session.execute(
        select(Member, Lead, AuditRow.at)
        .join(Member, (Member.workspace_id == AuditRow.workspace_id) & (Member.id == AuditRow.actor_id))
        .join(Lead, (Lead.workspace_id == AuditRow.workspace_id) & (Lead.id == AuditRow.noun_id))
        .options(joinedload(Lead.account))
        .where(*where)
        .order_by(AuditRow.id.desc())
        .limit(size)
        .offset(page * size)
    )
    return [Reveal(*row) for row in rows], total or 0
