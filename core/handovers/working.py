"""A handover carried out: leads, then deals, then what is planned, some at a time, each time in one transaction.

Broken off it is taken up again: what the former owner still holds is what is left to do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, union
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from core import audit, leads, members, owners, pools, workspaces
from core.assignments import standings
from core.assignments.ranking import Bar, Field, rank
from core.assignments.spreading import spread
from core.handovers.asking import KIND
from core.models import Assignment, Deal, DealStatus, Lead, LeadStatus, Member, Role, Task
from core.owners import Change
from core.pools import locks

AT_ONCE = 100  # things in one transaction: short enough to hold up nobody who works on them meanwhile
# What keeps leads from somebody, but not a deal that has to go on: it counts against nobody's cap.
_OF_LEADS_ALONE = (None, Bar.FULL, Bar.PASSED, Bar.OUTSIDE, Bar.ENOUGH)


@dataclass(frozen=True)
class Handover:
    """A handover, with its people: whose it was, who asked for it, who gets it all, who may get some of it."""

    row: Assignment
    of: Member
    by: Member
    to: Member | None
    people: Sequence[Member]

    @property
    def source(self) -> str:
        """What the trail says each change came from."""
        return f"{KIND}:{self.row.id}"


async def load(session: AsyncSession, *, workspace_id: str, handover_id: int) -> Handover:
    """A handover as it stands."""
    row = await session.get_one(Assignment, (workspace_id, handover_id))
    of = await session.get_one(Member, (workspace_id, row.from_id))
    by = await session.get_one(Member, (workspace_id, row.by_id))
    to = await session.get_one(Member, (workspace_id, row.to_id)) if row.to_id else None
    return Handover(row, of, by, to, [to] if to else await _team(session, of=of, by=by))


async def _team(session: AsyncSession, *, of: Member, by: Member) -> list[Member]:
    """The others of the team, of those `by` leads; everybody they lead, where the former owner has no team."""
    led = await members.team_of(session, by=by)
    return [each for each in led if each.id != of.id and (of.team_id is None or each.team_id == of.team_id)]


async def next_leads(session: AsyncSession, *, handover: Handover, after: int, now: datetime) -> int | None:
    """Give the next open leads on; those that suit nobody go back to their pool, those that somebody else has locked
    stay. The id of the last one looked at; None: there is none."""
    here, of = handover.row.workspace_id, handover.of
    await members.lock_many(session, people=handover.people)
    held = select(Lead.id).where(Lead.workspace_id == here, Lead.owner_id == of.id, Lead.status == LeadStatus.OPEN)
    held = held.where(Lead.id > after).order_by(Lead.id).limit(AT_ONCE).with_for_update()
    ids = (await session.scalars(held)).all()
    if not ids:
        return None
    found = await leads.these(session, workspace_id=here, lead_ids=ids)
    free = await locks.theirs(session, leads=found, by=handover.by)
    given: list[tuple[Lead | Deal, Member | None]]
    if handover.to is not None:
        given = [(lead, handover.to) for lead in free]
    else:
        among = await _field(session, free, handover, now=now)
        given = [(each.lead, each.to.member if each.to else None) for each in spread(free, among)]
    await _give(session, given, handover, now=now)
    return ids[-1]


async def next_deals(session: AsyncSession, *, handover: Handover, after: int, now: datetime) -> int | None:
    """Give the next open deals on, by rank to whoever has the customer's lead before all others; one that suits nobody
    to whoever hands it over, for it has no pool to go to."""
    here, of = handover.row.workspace_id, handover.of
    await members.lock_many(session, people=handover.people)
    held = select(Deal).options(joinedload(Deal.account)).with_for_update(of=Deal)
    held = held.where(Deal.workspace_id == here, Deal.owner_id == of.id, Deal.status == DealStatus.OPEN)
    found = (await session.scalars(held.where(Deal.id > after).order_by(Deal.id).limit(AT_ONCE))).all()
    if not found:
        return None
    to = await _ranked(session, found, handover, now=now) if handover.to is None else {}
    await _give(session, [(deal, to.get(deal.id, handover.to)) for deal in found], handover, now=now)
    return found[-1].id


async def _ranked(
    session: AsyncSession, deals: Sequence[Deal], handover: Handover, *, now: datetime
) -> dict[int, Member]:
    as_leads = await _as_leads(session, deals)
    among = await _field(session, list(as_leads.values()), handover, now=now)
    standing, found = {each.member.id: each for each in among.standings}, {}
    for deal in deals:
        ranked = rank(as_leads[deal.id], among)
        best = next((each.member for bar in _OF_LEADS_ALONE for each in ranked if each.bar == bar), None)
        found[deal.id] = best or handover.by
        if best is not None:
            standing[best.id].take(as_leads[deal.id])
    return found


async def _as_leads(session: AsyncSession, deals: Sequence[Deal]) -> dict[int, Lead]:
    """Each deal as the lead it was converted from, or as one that asks for the same; for ranking alone."""
    here = deals[0].workspace_id
    origins = [deal.lead_id for deal in deals if deal.lead_id]
    known = {lead.id: lead for lead in await leads.these(session, workspace_id=here, lead_ids=origins)}
    found = {deal.id: known.get(deal.lead_id or 0) or _as_lead(deal) for deal in deals}
    new = [lead for lead in found.values() if lead.id < 0]
    for lead, pool in zip(new, await pools.settle_many(session, leads=new), strict=True):
        lead.pool_id = pool.id
    return found


def _as_lead(deal: Deal) -> Lead:
    asked: dict[str, Any] = {"interest": deal.name, "budget": deal.amount, "budget_currency": deal.currency, "tags": []}
    lead = Lead(workspace_id=deal.workspace_id, id=-deal.id, account_id=deal.account_id, **asked)
    set_committed_value(lead, "account", deal.account)
    return lead


async def _field(session: AsyncSession, things: Sequence[Lead], handover: Handover, *, now: datetime) -> Field:
    workspace = await workspaces.of(session, by=handover.by)
    return await standings.of(session, leads=things, people=handover.people, workspace=workspace, now=now)


async def _give(
    session: AsyncSession, given: Sequence[tuple[Lead | Deal, Member | None]], handover: Handover, *, now: datetime
) -> None:
    """Clocks, plans and history go along; all concerned are told once it is through."""
    changes = [Change(thing=thing, to=to, after={"status": thing.status.value}) for thing, to in given]
    await owners.change_many(
        session,
        changes=changes,
        cause=KIND,
        by=handover.by,
        now=now,
        source=handover.source,
        assignment=handover.row,
        tell=False,
    )


async def next_tasks(session: AsyncSession, *, handover: Handover, after: int, now: datetime) -> int | None:
    """Give on what is planned beside leads and deals: to whoever has the customer now, else to whoever hands over."""
    here, of = handover.row.workspace_id, handover.of
    mine = Task.workspace_id == here, Task.owner_id == of.id, Task.done_at.is_(None), Task.cancelled_at.is_(None)
    theirs = await _of_what_stays(session, handover)
    held = select(Task).where(*mine, Task.id > after).order_by(Task.id).limit(AT_ONCE).with_for_update()
    found = (await session.scalars(held)).all()
    if not found:
        return None
    free = [task for task in found if task.lead_id is None or task.lead_id not in theirs]
    customers = {} if handover.to else await _customers(session, free, handover)
    for task in free:
        to = handover.to or customers.get(task.account_id or 0) or handover.by
        before, task.owner_id = audit.snapshot(task, ("owner_id",)), to.id
        after_ = audit.snapshot(task, ("owner_id",))
        told: dict[str, Any] = {"verb": KIND, "by": handover.by, "now": now, "source": handover.source}
        session.add(audit.entry(row=task, **told, before=before, after=after_))
    await session.flush()
    return found[-1].id


async def _of_what_stays(session: AsyncSession, handover: Handover) -> set[int]:
    """Leads that could not be handed over: what is planned for them stays with them."""
    stays = select(Lead.id).where(
        Lead.workspace_id == handover.row.workspace_id,
        Lead.owner_id == handover.of.id,
        Lead.status == LeadStatus.OPEN,
    )
    return set(await session.scalars(stays))


async def _customers(session: AsyncSession, tasks: Sequence[Task], handover: Handover) -> Mapping[int, Member]:
    """Who of those it is shared out among has something open of these tasks' customers."""
    here, ids = handover.row.workspace_id, {task.account_id for task in tasks if task.account_id}
    known = {each.id: each for each in handover.people}
    rows = await session.execute(
        union(
            select(Lead.account_id, Lead.owner_id).where(
                Lead.workspace_id == here, Lead.account_id.in_(ids), Lead.owner_id.in_(known), Lead.status == "open"
            ),
            select(Deal.account_id, Deal.owner_id).where(
                Deal.workspace_id == here, Deal.account_id.in_(ids), Deal.owner_id.in_(known), Deal.status == "open"
            ),
        )
    )
    found = sorted((account_id, owner_id) for account_id, owner_id in rows if owner_id)
    return {account_id: known[owner_id] for account_id, owner_id in reversed(found)}


async def leaders_of(session: AsyncSession, *, people: Sequence[Member]) -> Sequence[Member]:
    """The managers of the teams these people are in."""
    teams = {each.team_id for each in people if each.team_id}
    found = await session.scalars(
        select(Member).where(
            Member.workspace_id == people[0].workspace_id,
            Member.active,
            Member.role == Role.MANAGER,
            Member.team_id.in_(teams),
        )
    )
    return found.all()
