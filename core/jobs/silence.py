"""Silent leads: the owner is told first, the team two working days later. One open alert a lead, never repeated."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import members, notices
from core.calendar import is_working_day, local_day, working_days_after
from core.hearing import heard
from core.jobs.batch import BATCH
from core.models import Lead, LeadStatus, Member, Team, Workspace
from core.notices import Telling


async def warn_silent_leads(session: AsyncSession, *, workspace: Workspace, now: datetime, forced: bool) -> int:
    """Tell of the leads whose next alert has come, and set when the one after comes. Only on working days."""
    today = local_day(now, workspace.zone)
    if not forced and not is_working_day(today, country=workspace.country, overrides=workspace.overrides):
        return 0
    rows = await session.execute(
        select(Lead, Member, Team)
        .join(Member, (Member.workspace_id == Lead.workspace_id) & (Member.id == Lead.owner_id))
        .outerjoin(Team, (Team.workspace_id == Member.workspace_id) & (Team.id == Member.team_id))
        .where(Lead.workspace_id == workspace.id, Lead.warn_on <= today, Lead.status == LeadStatus.OPEN)
        .order_by(Lead.warn_on, Lead.id)
        .limit(BATCH)
        .with_for_update(of=Lead, skip_locked=True)
    )
    tellings: list[Telling] = []
    found = [(lead, owner, team) for lead, owner, team in rows]
    for lead, owner, team in found:
        tellings += await _step(session, lead, owner, team, workspace=workspace, today=today, now=now)
    tellings = await heard(session, workspace_id=workspace.id, tellings=tellings, now=now)
    await notices.tell_many(session, workspace_id=workspace.id, tellings=tellings, now=now)
    return len(found)


async def _step(
    session: AsyncSession,
    lead: Lead,
    owner: Member,
    team: Team | None,
    *,
    workspace: Workspace,
    today: date,
    now: datetime,
) -> list[Telling]:
    """The owner's warning, or two working days after it the team's."""
    if lead.warn_on == lead.silent_on:
        lead.warn_on = working_days_after(
            today, workspace.escalate_after, country=workspace.country, overrides=workspace.overrides
        )
        return [_telling(lead, "owner", now=now, to=owner)]
    lead.warn_on = None
    if team is not None and team.channel:
        return [_telling(lead, "team", now=now, channel=team.channel)]
    manager = await members.manager_of(session, member=owner)
    return [_telling(lead, "team", now=now, to=manager)] if manager else []


def _telling(
    lead: Lead, audience: str, *, now: datetime, to: Member | None = None, channel: str | None = None
) -> Telling:
    return Telling(
        kind="silent_lead",
        key=f"silent:{audience}:{lead.id}:{lead.silent_on}:{lead.version}",
        facts={"lead": lead.id, "account": lead.account_id, "audience": audience},
        to=to,
        channel=channel,
        topic=f"silent:{lead.id}",
        due_at=now,
    )
