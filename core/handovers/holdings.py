"""What somebody holds 手上的东西: open leads, open deals with their sums, what is planned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CompoundSelect, func, select, union
from sqlalchemy.ext.asyncio import AsyncSession

from core.access import decides_over
from core.calendar import local_day
from core.errors import Missing
from core.members import must_manage
from core.models import Deal, DealStatus, Lead, LeadStatus, Member, Role, Task

MOST = 100  # people a menu shows


@dataclass(frozen=True)
class Holdings:
    """How much of each; `silent` of the leads, `overdue` of the tasks; `sums` of the deals, by currency."""

    leads: int
    silent: int
    deals: int
    sums: Mapping[str, Decimal]
    tasks: int
    overdue: int

    @property
    def total(self) -> int:
        """How many things that is."""
        return self.leads + self.deals + self.tasks


async def holders(session: AsyncSession, *, by: Member) -> Sequence[Member]:
    """Those `by` leads who hold something, by name: themselves too, and those who have left."""
    await must_manage(session, by=by)
    here = by.workspace_id
    holding: CompoundSelect[Any] = union(
        select(Lead.owner_id).where(Lead.workspace_id == here, Lead.status == LeadStatus.OPEN),
        select(Deal.owner_id).where(Deal.workspace_id == here, Deal.status == DealStatus.OPEN),
        select(Task.owner_id).where(Task.workspace_id == here, Task.done_at.is_(None), Task.cancelled_at.is_(None)),
    )
    led = select(Member).where(Member.workspace_id == here, Member.id.in_(holding))
    if by.role != Role.ADMIN:
        led = led.where((Member.id == by.id) | ((Member.team_id == by.team_id) & (by.team_id is not None)))
    return (await session.scalars(led.order_by(Member.active, Member.name).limit(MOST))).all()


async def holder(session: AsyncSession, *, member_id: int, by: Member) -> Member:
    """Somebody `by` leads, or themselves; whether they are still there or not."""
    await must_manage(session, by=by)
    member = await session.get(Member, (by.workspace_id, member_id))
    if member is None or not decides_over(by, member):
        raise Missing
    return member


async def of(session: AsyncSession, *, member: Member, now: datetime) -> Holdings:
    """What a member holds at this moment."""
    here, today = member.workspace_id, local_day(now, member.zone)
    leads = await session.execute(
        select(func.count(), func.count().filter(Lead.silent_on <= today)).where(
            Lead.workspace_id == here, Lead.owner_id == member.id, Lead.status == LeadStatus.OPEN
        )
    )
    deals = await session.execute(
        select(Deal.currency, func.count(), func.sum(Deal.amount))
        .where(Deal.workspace_id == here, Deal.owner_id == member.id, Deal.status == DealStatus.OPEN)
        .group_by(Deal.currency)
    )
    planned = Task.workspace_id == here, Task.owner_id == member.id, Task.done_at.is_(None), Task.cancelled_at.is_(None)
    tasks = await session.execute(select(func.count(), func.count().filter(Task.on < today)).where(*planned))
    by_currency = deals.all()
    (held, silent), (plans, overdue) = leads.one(), tasks.one()
    sums = {currency: amount for currency, _, amount in by_currency if amount}
    return Holdings(held, silent, sum(count for _, count, _ in by_currency), sums, plans, overdue)
