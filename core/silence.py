"""How the clock of a lead stands, and why: what it is measured from, by whose rule, what was told, what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import accounts, clocks, keeps, leads, recycling, workspaces
from core.access import sees_visit
from core.calendar import is_working_day, local_day, working_days_after, working_days_between
from core.clocks import Rule
from core.errors import Refusal, msgid
from core.models import AuditRow, Keep, Lead, LeadStatus, Member, OwnerChange, Pool, Visit, Warned, Workspace
from core.recycling import Spared

MOST = 3  # follow-ups that do not count, days of each kind


class NoLead(Refusal):
    message = msgid("{customer} has no lead, so nothing is being counted. `/lead new {customer}` enters one.")


class Next(NamedTuple):
    """A step to come; `step` None: it goes back into its pool."""

    step: Warned | None
    day: date


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How the clock of a held lead stands. `rule` None: the rule by which it was set has changed since."""

    lead: Lead
    workspace: Workspace
    begins: date
    days: int
    rule: Rule | None
    ahead: Sequence[Next]
    spared: Spared | None
    keep: Keep | None

    @property
    def back(self) -> date | None:
        """When it goes back into its pool, if nobody does anything; None: it is spared."""
        return next((each.day for each in self.ahead if each.step is None), None)

    @property
    def team(self) -> date | None:
        """When the team hears of it; None: it has."""
        return next((each.day for each in self.ahead if each.step == Warned.TEAM), None)

    def waited(self, day: date) -> int:
        """How many working days have gone by on `day`."""
        return working_days_between(self.begins, day, **clocks.calendar(self.workspace))


async def standing(session: AsyncSession, *, lead: Lead, workspace: Workspace) -> Standing | None:
    """How it stands; None where no clock runs."""
    begins = clocks.begins(lead, workspace=workspace)
    if begins is None or lead.silent_on is None or lead.rhythm_days is None:
        return None
    found = await recycling.spared(session, leads=[lead])
    rhythm = clocks.rhythm(lead, pool=await clocks.pool_of(session, lead), workspace=workspace)
    return Standing(
        lead=lead,
        workspace=workspace,
        begins=begins,
        days=lead.rhythm_days,
        rule=rhythm.rule if rhythm.days == lead.rhythm_days else None,
        ahead=_ahead(lead, workspace, stays=lead.id in found),
        spared=found.get(lead.id),
        keep=await keeps.last_of(session, lead=lead),
    )


def _ahead(lead: Lead, workspace: Workspace, *, stays: bool) -> list[Next]:
    """The steps to come, none sooner than the working day after the one before it."""
    steps = clocks.steps_of(lead, workspace=workspace)
    assert steps is not None  # its clock runs
    here, told = clocks.calendar(workspace), list(Warned).index(lead.warned) if lead.warned else -1
    left = [(step, day) for step, day in zip(Warned, steps, strict=True) if list(Warned).index(step) > told and day]
    ahead, soonest = list[Next](), lead.warn_on
    for step, day in left:
        ahead.append(Next(step, max(day, soonest) if soonest else day))
        soonest = working_days_after(ahead[-1].day, 1, **here)
    if stays:
        return ahead
    back = lead.recycle_on or working_days_after(ahead[-1].day, workspace.escalate_after, **here)
    return [*ahead, Next(None, back)]


@dataclass(frozen=True, kw_only=True)
class Days:
    """The days since a clock began: how many were worked, which working days were off, which days off were worked."""

    worked: int
    weekends: int
    off: Sequence[date]
    swapped: Sequence[date]


def days_between(begins: date, today: date, *, workspace: Workspace) -> Days:
    """Every day after `begins`, up to and including `today`."""
    every = [begins + timedelta(days=n) for n in range(1, (today - begins).days + 1)]
    works = {day: is_working_day(day, **clocks.calendar(workspace)) for day in every}
    weekend = {day for day in every if day.isoweekday() > 5}
    return Days(
        worked=sum(works.values()),
        weekends=sum(not works[day] for day in weekend),
        off=[day for day in every if day not in weekend and not works[day]],
        swapped=[day for day in every if day in weekend and works[day]],
    )


@dataclass(frozen=True, kw_only=True)
class Story:
    """Why a lead is being recycled, or is not, as of `today`. `standing` None: it lies in the pool, or is closed."""

    lead: Lead
    workspace: Workspace
    pool: Pool | None
    today: date
    standing: Standing | None
    days: Days | None
    last: Visit | None  # the last that counts
    hollow: Sequence[Visit]  # later ones that do not
    told: Sequence[tuple[Warned, datetime]]
    keeps: Sequence[Keep]
    paused_by: Member | None
    went: OwnerChange | None  # how it came to lie in the pool
    former: Member | None = field(default=None)


async def story(session: AsyncSession, *, lead_id: int, by: Member, now: datetime) -> Story:
    """The arithmetic about a lead that `by` may see."""
    lead, workspace = await leads.get(session, lead_id=lead_id, by=by), await workspaces.of(session, by=by)
    return await of(session, lead=lead, by=by, today=local_day(now, workspace.zone))


async def of(session: AsyncSession, *, lead: Lead, by: Member, today: date) -> Story:
    """The same for a lead at hand, as of a day."""
    workspace = await workspaces.of(session, by=by)
    found, went = await standing(session, lead=lead, workspace=workspace), None
    if lead.owner_id is None:
        went = await _went(session, lead)
    since = clocks.runs_from(lead) or lead.last_follow_up_at or lead.created_at
    return Story(
        lead=lead,
        workspace=workspace,
        pool=await clocks.pool_of(session, lead),
        today=today,
        standing=found,
        days=days_between(found.begins, today, workspace=workspace) if found else None,
        last=await _last(session, lead, by=by),
        hollow=await _hollow(session, lead, since=since, by=by),
        told=await _told(session, lead, since=since),
        keeps=await _keeps(session, lead) if found else [],
        paused_by=await _paused_by(session, lead) if lead.pause else None,
        went=went,
        former=await session.get(Member, (lead.workspace_id, went.from_id)) if went and went.from_id else None,
    )


async def _went(session: AsyncSession, lead: Lead) -> OwnerChange | None:
    found = await session.scalars(
        select(OwnerChange)
        .where(OwnerChange.workspace_id == lead.workspace_id, OwnerChange.lead_id == lead.id)
        .order_by(OwnerChange.id.desc())
        .limit(1)
    )
    return found.first()


async def _last(session: AsyncSession, lead: Lead, *, by: Member) -> Visit | None:
    found = await session.scalars(
        select(Visit)
        .options(joinedload(Visit.member))
        .where(
            Visit.workspace_id == lead.workspace_id,
            Visit.lead_id == lead.id,
            Visit.counts,
            Visit.undone_at.is_(None),
            sees_visit(by),
        )
        .order_by(Visit.at.desc(), Visit.id.desc())
        .limit(1)
    )
    return found.first()


async def _hollow(session: AsyncSession, lead: Lead, *, since: datetime, by: Member) -> Sequence[Visit]:
    found = await session.scalars(
        select(Visit)
        .options(joinedload(Visit.member))
        .where(
            Visit.workspace_id == lead.workspace_id,
            Visit.lead_id == lead.id,
            Visit.at >= since,
            Visit.counts.is_(False),
            Visit.undone_at.is_(None),
            sees_visit(by),
        )
        .order_by(Visit.at.desc(), Visit.id.desc())
        .limit(MOST)
    )
    return found.all()


async def _told(session: AsyncSession, lead: Lead, *, since: datetime) -> list[tuple[Warned, datetime]]:
    rows = await session.execute(
        select(AuditRow.after["warned"].as_string(), AuditRow.at)
        .where(
            AuditRow.workspace_id == lead.workspace_id,
            AuditRow.noun == "lead",
            AuditRow.noun_id == lead.id,
            AuditRow.verb == "warn",
            AuditRow.at >= since,
        )
        .order_by(AuditRow.id)
    )
    return [(Warned(step), at) for step, at in rows]


async def _keeps(session: AsyncSession, lead: Lead) -> Sequence[Keep]:
    """The questions about the clock on which it runs now, the first first."""
    found = await session.scalars(
        select(Keep)
        .options(joinedload(Keep.owner), joinedload(Keep.asked), joinedload(Keep.answered_by))
        .where(
            Keep.workspace_id == lead.workspace_id,
            Keep.lead_id == lead.id,
            Keep.owner_id == lead.owner_id,
            Keep.clock_from == clocks.runs_from(lead),
        )
        .order_by(Keep.id)
    )
    return found.all()


async def _paused_by(session: AsyncSession, lead: Lead) -> Member | None:
    found = await session.scalars(
        select(Member)
        .join(AuditRow, (AuditRow.workspace_id == Member.workspace_id) & (AuditRow.actor_id == Member.id))
        .where(
            AuditRow.workspace_id == lead.workspace_id,
            AuditRow.noun == "lead",
            AuditRow.noun_id == lead.id,
            AuditRow.verb.in_(("pause", "end_pause")),
            AuditRow.at == lead.paused_at,
        )
        .limit(1)
    )
    return found.first()


async def of_customer(session: AsyncSession, *, account_id: int, by: Member, now: datetime) -> Story:
    """The arithmetic about a customer's lead that `by` may see: the open one, the newest. Raises Missing, NoLead."""
    account = await accounts.named(session, account_id=account_id, by=by)
    found = await leads.of_account(session, account_id=account.id, by=by)
    if not found:
        raise NoLead(customer=account.name)
    return await story(session, lead_id=found[0].id, by=by, now=now)


async def gone(
    session: AsyncSession, *, workspace_id: str, pairs: Sequence[tuple[int, int]]
) -> list[tuple[Lead, Member | None]]:
    """The leads of these ids that still exist, each with the member of the other id, from whom it went."""
    wanted = dict(pairs)
    rows = await session.scalars(
        select(Lead)
        .options(joinedload(Lead.account))
        .where(Lead.workspace_id == workspace_id, Lead.id.in_(wanted), Lead.status != LeadStatus.WITHDRAWN)
        .order_by(Lead.id)
    )
    people = await session.scalars(
        select(Member).where(Member.workspace_id == workspace_id, Member.id.in_(set(wanted.values())))
    )
    owners = {member.id: member for member in people}
    return [(lead, owners.get(wanted[lead.id])) for lead in rows]
