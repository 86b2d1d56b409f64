"""Leads go back into their pool: silent ones some working days after the team has heard, others when no deal has come
of them within the pool's days. All concerned are told."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import clocks, hours, notices, owners
from core.calendar import local_day, working_days_after
from core.jobs.batch import BATCH
from core.models import Lead, LeadStatus, Member, Pool, Team, Workspace
from core.notices import Telling
from core.owners import Change
from core.silence.concerned import Address, Concerned
from core.silence.recycling import spared


class Gone(NamedTuple):
    """A lead that went back, and from whom."""

    lead: Lead
    owner: Member
    team: Team | None

    def why(self, today: date) -> str:
        """What put it back, as the history keeps it."""
        silent = self.lead.recycle_on is not None and self.lead.recycle_on <= today
        return "recycle" if silent else "no_deal"


async def recycle_silent_leads(session: AsyncSession, *, workspace: Workspace, now: datetime, forced: bool) -> int:
    """Put those back whose day has come, in the workspace's working hours (`forced`: at once); how many were due.

    Whoever is spared is asked about again on the next working day.
    """
    if not forced and not hours.is_open(now, hours.office(workspace)):
        return 0
    today = local_day(now, workspace.zone)
    found = await _due(session, workspace=workspace, today=today)
    staying = await spared(session, leads=[each.lead for each in found])
    for lead in (each.lead for each in found if each.lead.id in staying):
        _ask_again(lead, on=working_days_after(today, 1, **clocks.calendar(workspace)))
    gone = [(each, each.why(today)) for each in found if each.lead.id not in staying]
    for cause in ("recycle", "no_deal"):
        theirs = [each for each, why in gone if why == cause]
        changes = [Change(thing=each.lead, to=None) for each in theirs]
        await owners.change_many(session, changes=changes, cause=cause, by=None, now=now)
        await _tell(session, theirs, cause, workspace=workspace, now=now)
    return len(found)


def _ask_again(lead: Lead, *, on: date) -> None:
    """Whichever of its days has come is another one."""
    lead.recycle_on = max(lead.recycle_on, on) if lead.recycle_on else None
    lead.deal_back_on = max(lead.deal_back_on, on) if lead.deal_back_on else None


async def _due(session: AsyncSession, *, workspace: Workspace, today: date) -> Sequence[Gone]:
    """Those of a team, and of a person, one after the other: so that they are told in one message."""
    no_deal = and_(Lead.deal_back_on <= today, Pool.deal_days.is_not(None))
    rows = await session.execute(
        select(Lead, Member, Team)
        .join(Member, (Member.workspace_id == Lead.workspace_id) & (Member.id == Lead.owner_id))
        .outerjoin(Team, (Team.workspace_id == Member.workspace_id) & (Team.id == Member.team_id))
        .join(Pool, (Pool.workspace_id == Lead.workspace_id) & (Pool.id == Lead.pool_id))
        .options(joinedload(Lead.account))
        .where(Lead.workspace_id == workspace.id, Lead.status == LeadStatus.OPEN)
        .where(or_(Lead.recycle_on <= today, no_deal))
        .order_by(Member.team_id, Member.id, Lead.id)
        .limit(BATCH)
        .with_for_update(of=Lead, skip_locked=True)
    )
    return [Gone(*row) for row in rows]


async def _tell(
    session: AsyncSession, gone: Sequence[Gone], cause: str, *, workspace: Workspace, now: datetime
) -> None:
    """One message to each former owner, and one into each team's channel, else to whoever leads them."""
    concerned, told = Concerned(session), dict[str, tuple[Address, list[Gone]]]()
    for each in gone:
        addresses: dict[str, Address | None] = {"own": {"to": each.owner} if each.owner.active else None}
        if each.team is None or "silent_lead" not in each.team.notices_off:  # what its channel is to do without
            addresses["team"] = await concerned.of(each.owner, each.team)
        for part, address in addresses.items():
            if address is not None:
                place = address.get("channel") or f"{part}:{address['to'].slack_id}"
                told.setdefault(place, (address, []))[1].append(each)
    tellings = [_telling(place, address, theirs, cause, now=now) for place, (address, theirs) in told.items()]
    await notices.tell_many(session, workspace_id=workspace.id, tellings=tellings, now=now)


def _telling(place: str, address: Address, gone: Sequence[Gone], cause: str, *, now: datetime) -> Telling:
    first = gone[0].lead
    return Telling(
        kind="leads_recycled",
        key=f"recycled:{place}:{first.id}:v{first.version}",
        facts={"leads": [[each.lead.id, each.owner.id] for each in gone], "cause": cause},
        topic=f"recycled:{place}:{first.id}:v{first.version}",
        due_at=now,
        **address,
    )
