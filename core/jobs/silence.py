"""Silent leads: the owner is warned twice, then the team hears. One open alert a lead, made true where it stands.

Each step comes on a working day, after the one before it, and a working day later at the soonest: after an outage, or
under a shorter rhythm, nobody loses a lead sooner than warned.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, clocks, notices
from core.calendar import is_working_day, local_day, working_days_after
from core.hearing import heard
from core.jobs.batch import BATCH
from core.jobs.no_deal import warn_of_no_deal
from core.jobs.questions import remind_of_questions
from core.models import Lead, LeadStatus, Member, Team, Warned, Workspace
from core.notices import Telling
from core.silence import alerts
from core.silence.concerned import Address, Concerned

_TOLD = ("warned", "rhythm_days", "silent_on", "recycle_on")  # what "Why this clock?" tells of later


class Due(NamedTuple):
    """A lead whose next step has come, with whom it concerns."""

    lead: Lead
    owner: Member
    team: Team | None


async def warn_silent_leads(session: AsyncSession, *, workspace: Workspace, now: datetime, forced: bool) -> int:
    """Take the alerts whose day has come a step on, and remind of questions that wait for an answer. Only on working
    days, unless `forced`."""
    today = local_day(now, workspace.zone)
    if not forced and not is_working_day(today, **clocks.calendar(workspace)):
        return 0
    found = await _due(session, workspace=workspace, today=today)
    concerned, tellings = Concerned(session), list[Telling]()
    for each in found:
        if each.lead.rhythm_days is None or (each.lead.pause and each.lead.pause > today):
            # Not by what the row says, such as after a pause set while a follow-up was being written: set right.
            await clocks.wind(session, thing=each.lead, workspace=workspace)
            continue
        before = audit.snapshot(each.lead, _TOLD)
        step(each, workspace=workspace, today=today)
        after = audit.snapshot(each.lead, _TOLD)
        session.add(audit.entry(row=each.lead, verb="warn", by=None, now=now, before=before, after=after))
        address = await concerned.of(each.owner, each.team) if each.lead.warned == Warned.TEAM else None
        tellings += _tellings(each, address, now=now)
    await session.flush()
    tellings = await heard(session, workspace_id=workspace.id, tellings=tellings, now=now)
    await notices.tell_many(session, workspace_id=workspace.id, tellings=tellings, now=now)
    found_else = await warn_of_no_deal(session, workspace=workspace, today=today, now=now)
    return len(found) + found_else + await remind_of_questions(session, workspace=workspace, today=today, now=now)


async def _due(session: AsyncSession, *, workspace: Workspace, today: date) -> Sequence[Due]:
    rows = await session.execute(
        select(Lead, Member, Team)
        .join(Member, (Member.workspace_id == Lead.workspace_id) & (Member.id == Lead.owner_id))
        .outerjoin(Team, (Team.workspace_id == Member.workspace_id) & (Team.id == Member.team_id))
        .where(Lead.workspace_id == workspace.id, Lead.warn_on <= today, Lead.status == LeadStatus.OPEN)
        .order_by(Lead.warn_on, Lead.id)
        .limit(BATCH)
        .with_for_update(of=Lead, skip_locked=True)
    )
    return [Due(*row) for row in rows]


def step(due: Due, *, workspace: Workspace, today: date) -> None:
    """Note how far the alert is told now, and set when the next step comes. Whoever has left is not warned."""
    lead, here = due.lead, clocks.calendar(workspace)
    steps = clocks.steps_of(lead, workspace=workspace)
    assert steps is not None  # what is due has a clock
    tomorrow = working_days_after(today, 1, **here)
    if lead.warned == Warned.LAST or not due.owner.active:
        lead.warned, lead.warn_on = Warned.TEAM, None
        lead.recycle_on = working_days_after(today, workspace.escalate_after, **here)
    elif lead.warned is None and today < steps.last:
        lead.warned, lead.warn_on = Warned.FIRST, max(steps.last, tomorrow)
    else:
        lead.warned, lead.warn_on = Warned.LAST, max(steps.team, tomorrow)


def _tellings(due: Due, address: Address | None, *, now: datetime) -> list[Telling]:
    """The owner's alert, as it stands now; with the last step also the team's."""
    told = [_telling(due.lead, "owner", now=now, address={"to": due.owner})] if due.owner.active else []
    return [*told, _telling(due.lead, "team", now=now, address=address)] if address else told


def _telling(lead: Lead, audience: str, *, now: datetime, address: Address) -> Telling:
    return Telling(
        kind="silent_lead",
        key=f"silent:{audience}:{lead.warned}:{lead.id}:{lead.silent_on}:{lead.version}",
        facts={"lead": lead.id, "account": lead.account_id, "audience": audience},
        topic=alerts.topic(lead) if audience == "owner" or "channel" in address else alerts.question(lead),
        due_at=now,
        **address,
    )
