"""Leads that are to become a deal within their pool's days: their owner is told some working days before, once."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, clocks, notices
from core.calendar import working_days_after
from core.hearing import heard
from core.jobs.batch import BATCH
from core.models import Lead, LeadStatus, Member, Pool, Workspace
from core.notices import Telling
from core.silence import alerts
from core.silence.recycling import spared

_TOLD = ("deal_by", "deal_back_on")


async def warn_of_no_deal(session: AsyncSession, *, workspace: Workspace, today: date, now: datetime) -> int:
    """Tell owners whose lead goes back soon unless it becomes a deal, and set the day: three working days on at the
    soonest. Whoever is spared is asked about again on the next working day. How many were due."""
    found, here = await _due(session, workspace=workspace, today=today), clocks.calendar(workspace)
    staying = await spared(session, leads=[lead for lead, _ in found])
    tellings = []
    for lead, owner in found:
        if lead.id in staying:
            lead.deal_warn_on = working_days_after(today, 1, **here)
            continue
        before = audit.snapshot(lead, _TOLD)
        soonest = working_days_after(today, clocks.EARLY, **here)
        lead.deal_warn_on, lead.deal_back_on = None, max(lead.deal_by or soonest, soonest)
        after = audit.snapshot(lead, _TOLD)
        session.add(audit.entry(row=lead, verb="warn_deal", by=None, now=now, before=before, after=after))
        if owner.active:
            tellings.append(_telling(lead, owner, now=now))
    await session.flush()
    tellings = await heard(session, workspace_id=workspace.id, tellings=tellings, now=now)
    await notices.tell_many(session, workspace_id=workspace.id, tellings=tellings, now=now)
    return len(found)


async def _due(session: AsyncSession, *, workspace: Workspace, today: date) -> Sequence[tuple[Lead, Member]]:
    rows = await session.execute(
        select(Lead, Member)
        .join(Member, (Member.workspace_id == Lead.workspace_id) & (Member.id == Lead.owner_id))
        .join(Pool, (Pool.workspace_id == Lead.workspace_id) & (Pool.id == Lead.pool_id))
        .where(
            Lead.workspace_id == workspace.id,
            Lead.deal_warn_on <= today,
            Lead.status == LeadStatus.OPEN,
            Pool.deal_days.is_not(None),
        )
        .order_by(Lead.deal_warn_on, Lead.id)
        .limit(BATCH)
        .with_for_update(of=Lead, skip_locked=True)
    )
    return [(lead, owner) for lead, owner in rows]


def _telling(lead: Lead, owner: Member, *, now: datetime) -> Telling:
    return Telling(
        kind="silent_lead",
        key=f"{alerts.deal_due(lead)}:{lead.deal_by}:{lead.deal_back_on}:{lead.version}",
        facts={"lead": lead.id, "account": lead.account_id, "audience": "deal"},
        to=owner,
        topic=alerts.deal_due(lead),
        due_at=now,
    )
