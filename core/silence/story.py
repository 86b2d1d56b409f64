"""Why a lead is being recycled, or is not: what its clock is measured from, what was told, how it came to the pool."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import accounts, clocks, leads, workspaces
from core.access import sees_visit
from core.calendar import local_day
from core.errors import Refusal, msgid
from core.models import AuditRow, Keep, Lead, Member, OwnerChange, Pool, Visit, Warned, Workspace
from core.silence import keeps
from core.silence.standing import Days, Standing, days_between, standing

MOST = 3  # follow-ups that do not count, days of each kind


class NoLead(Refusal):
    message = msgid("{customer} has no lead, so nothing is being counted. `/lead new {customer}` enters one.")


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
    # Of one in the pool it is told how it went: what was logged on it since is another matter.
    last = await _last(session, lead, by=by, until=went.at if went else None)
    since = clocks.runs_from(lead) or (last.at if last else lead.created_at)
    return Story(
        lead=lead,
        workspace=workspace,
        pool=await clocks.pool_of(session, lead),
        today=today,
        standing=found,
        days=days_between(found.begins, today, workspace=workspace) if found else None,
        last=last,
        hollow=await _hollow(session, lead, since=since, by=by),
        told=await _told(session, lead, since=since),
        keeps=await keeps.of_clock(session, lead=lead) if found else [],
        paused_by=await _paused_by(session, lead) if lead.pause else None,
        went=went,
        former=await session.get(Member, (lead.workspace_id, went.from_id)) if went and went.from_id else None,
    )


async def of_customer(session: AsyncSession, *, account_id: int, by: Member, now: datetime) -> Story:
    """The arithmetic about a customer's lead that `by` may see: the open one, the newest. Raises Missing, NoLead."""
    account = await accounts.named(session, account_id=account_id, by=by)
    found = await leads.of_account(session, account_id=account.id, by=by)
    if not found:
        raise NoLead(customer=account.name)
    return await story(session, lead_id=found[0].id, by=by, now=now)


async def _went(session: AsyncSession, lead: Lead) -> OwnerChange | None:
    found = await session.scalars(
        select(OwnerChange)
        .where(OwnerChange.workspace_id == lead.workspace_id, OwnerChange.lead_id == lead.id)
        .order_by(OwnerChange.id.desc())
        .limit(1)
    )
    return found.first()


async def _last(session: AsyncSession, lead: Lead, *, by: Member, until: datetime | None) -> Visit | None:
    up_to = [Visit.at <= until] if until is not None else []
    found = await session.scalars(
        select(Visit)
        .options(joinedload(Visit.member))
        .where(
            Visit.workspace_id == lead.workspace_id,
            Visit.lead_id == lead.id,
            Visit.counts,
            Visit.undone_at.is_(None),
            sees_visit(by),
            *up_to,
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
