"""What a successor has to know of each customer handed over to them 交接摘要, the largest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import contacts, tasks, visits, workspaces
from core.calendar import local_day, working_days_after
from core.clocks import calendar
from core.errors import Missing
from core.handovers import finishing
from core.handovers.asking import KIND
from core.handovers.finishing import Result
from core.models import (
    Account,
    Contact,
    Deal,
    DealStatus,
    Lead,
    LeadStatus,
    Member,
    OwnerChange,
    Task,
    Visit,
    Workspace,
)

PEOPLE, LATEST = 2, 2  # contacts and follow-ups told of each customer


class Mind(StrEnum):
    """What is wrong with a customer, or soon will be."""

    NEVER = "never"  # not followed up once
    SILENT = "silent"  # longer ago than its rhythm allows
    OVERDUE = "overdue"  # the next step is past its day
    NOTHING = "nothing"  # nothing is planned
    CLOSED = "closed"  # the expected close has passed
    NOBODY = "nobody"  # no contact known
    NO_DECIDER = "no_decider"  # a deal, and no decision maker known


@dataclass(frozen=True)
class Brief:
    """One customer: what is open, the people, the latest follow-ups, the next step, what to mind."""

    account: Account
    deals: Sequence[Deal]
    leads: Sequence[Lead]
    people: Sequence[Contact]
    visits: Sequence[Visit]
    next_task: Task | None
    warnings: Sequence[Mind]

    @property
    def things(self) -> list[Lead | Deal]:
        """The deals and leads."""
        return [*self.deals, *self.leads]

    @property
    def quoted(self) -> Lead | Deal | None:
        """What the last price was quoted for."""
        told = [each for each in self.things if each.quoted_at is not None]
        return max(told, key=lambda each: each.quoted_at or datetime.min, default=None)


@dataclass(frozen=True)
class Summary:
    """A page of what its reader was handed and still holds; `total` customers in all."""

    result: Result
    briefs: Sequence[Brief]
    total: int
    page: int


async def of(
    session: AsyncSession, *, handover_id: int, reader: Member, now: datetime, page: int, size: int
) -> Summary:
    """What `reader` was handed, as it stands; missing for whoever was handed nothing."""
    here = reader.workspace_id
    got = select(OwnerChange.lead_id, OwnerChange.deal_id).where(
        OwnerChange.workspace_id == here,
        OwnerChange.assignment_id == handover_id,
        OwnerChange.cause == KIND,
        OwnerChange.to_id == reader.id,
    )
    result = await finishing.of(session, workspace_id=here, handover_id=handover_id, now=now)
    if all(share.to is None or share.to.id != reader.id for share in result.shares):
        raise Missing
    rows = (await session.execute(got)).all()
    leads = await _leads(session, [row.lead_id for row in rows if row.lead_id], reader)
    deals = await _deals(session, [row.deal_id for row in rows if row.deal_id], reader)
    turn = _in_turn(leads, deals)
    page = min(page, max(len(turn) - 1, 0) // size)
    workspace = await workspaces.of(session, by=reader)
    shown = turn[page * size : (page + 1) * size]
    briefs = [await _brief(session, each, leads, deals, reader, workspace, now=now) for each in shown]
    return Summary(result, briefs, len(turn), page)


async def _leads(session: AsyncSession, ids: Sequence[int], reader: Member) -> Sequence[Lead]:
    """Those of the leads that are open and the reader's still."""
    found = await session.scalars(
        select(Lead)
        .options(joinedload(Lead.account), joinedload(Lead.contact))
        .where(Lead.workspace_id == reader.workspace_id, Lead.id.in_(ids), Lead.owner_id == reader.id)
        .where(Lead.status == LeadStatus.OPEN)
        .order_by(Lead.id)
    )
    return found.all()


async def _deals(session: AsyncSession, ids: Sequence[int], reader: Member) -> Sequence[Deal]:
    found = await session.scalars(
        select(Deal)
        .options(joinedload(Deal.account), joinedload(Deal.stage))
        .where(Deal.workspace_id == reader.workspace_id, Deal.id.in_(ids), Deal.owner_id == reader.id)
        .where(Deal.status == DealStatus.OPEN)
        .order_by(Deal.id)
    )
    return found.all()


def _in_turn(leads: Sequence[Lead], deals: Sequence[Deal]) -> list[Account]:
    """The customers: those with deals first, the largest before the rest; then by what is known of their leads."""
    things: list[Lead | Deal] = [*leads, *deals]
    known = {each.account_id: each.account for each in things}
    worth = dict.fromkeys(known, (0, 0.0))
    for deal in deals:
        count, amount = worth[deal.account_id]
        worth[deal.account_id] = (count + 1, amount + float(deal.amount or 0))
    soon = {lead.account_id: lead.silent_on or date.max for lead in leads}
    turn = sorted(known, key=lambda each: (-worth[each][1], -worth[each][0], soon.get(each, date.max), each))
    return [known[each] for each in turn]


async def of_deal(session: AsyncSession, *, deal: Deal, reader: Member, now: datetime) -> Brief:
    """What whoever is given one deal has to know of it."""
    workspace = await workspaces.of(session, by=reader)
    return await _brief(session, deal.account, [], [deal], reader, workspace, now=now)


async def _brief(
    session: AsyncSession,
    account: Account,
    leads: Sequence[Lead],
    deals: Sequence[Deal],
    reader: Member,
    workspace: Workspace,
    *,
    now: datetime,
) -> Brief:
    its_leads = [lead for lead in leads if lead.account_id == account.id]
    its_deals = [deal for deal in deals if deal.account_id == account.id]
    people = await contacts.others(session, account_id=account.id, but=None, by=reader)
    step = await tasks.next_for(session, account_id=account.id, by=reader)
    told = await visits.of_account(session, account_id=account.id, by=reader, most=LATEST)
    today = local_day(now, reader.zone)
    minded = _minded(its_leads, its_deals, people, step, today=today, workspace=workspace)
    return Brief(account, its_deals, its_leads, people[:PEOPLE], told, step, minded)


def _minded(
    leads: Sequence[Lead],
    deals: Sequence[Deal],
    people: Sequence[Contact],
    step: Task | None,
    *,
    today: date,
    workspace: Workspace,
) -> list[Mind]:
    things: list[Lead | Deal] = [*leads, *deals]
    last = max((each.last_follow_up_at for each in things if each.last_follow_up_at), default=None)
    found = []
    if last is None:
        found.append(Mind.NEVER)
    elif working_days_after(local_day(last, workspace.zone), _rhythm(leads, workspace), **calendar(workspace)) < today:
        found.append(Mind.SILENT)
    if step is None:
        found.append(Mind.NOTHING)
    elif step.on is not None and step.on < today:
        found.append(Mind.OVERDUE)
    if any(deal.expected_close is not None and deal.expected_close < today for deal in deals):
        found.append(Mind.CLOSED)
    if not people:
        found.append(Mind.NOBODY)
    elif deals and all(person.role != "decision_maker" for person in people):
        found.append(Mind.NO_DECIDER)
    return found


def _rhythm(leads: Sequence[Lead], workspace: Workspace) -> int:
    return min((lead.rhythm_days for lead in leads if lead.rhythm_days), default=workspace.silent_after)
