"""Cooling: whoever let a customer's lead go may not claim it again for some days, whoever held it in between.

A lead given up and entered anew is no way round it: what counts is the customer.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.errors import Unclaimable, msgid
from core.models import Lead, Member, OwnerChange, Pool

TAKEN_BACK = ("unclaim", "undo")  # nobody let it go: it is as if it had never been theirs
PASSED_BY = ("decline", "no_answer")  # they did, though it went to somebody else, not to the pool


class CoolingDown(Unclaimable):
    message = msgid(
        "You let {lead} go: {since}. By the {days}-day rule of {pool} for former owners, you may claim it again from "
        "{until}."
    )


def let_go(member_id: Any) -> ColumnElement[datetime]:
    """When a member last let a `Lead` go, or an earlier one of its customer: released it, called it dead, lost it to
    the pool by silence or a manager's hand, or did not take it when it was given to them. Taken back within its ten
    minutes that does not count; nor does what a manager gave to somebody else."""
    away, back, its = OwnerChange, aliased(OwnerChange), aliased(Lead)
    of_customer = and_(its.workspace_id == Lead.workspace_id, its.account_id == Lead.account_id)
    here = and_(away.workspace_id == Lead.workspace_id, of_customer, away.from_id == member_id)
    went = or_(and_(away.to_id.is_(None), away.cause.not_in(TAKEN_BACK)), away.cause.in_(PASSED_BY))
    came_back_by = (
        select(back.cause)
        .where(back.workspace_id == away.workspace_id, back.lead_id == away.lead_id, back.id > away.id)
        .where(back.to_id == member_id)
        .order_by(back.id)
        .limit(1)
        .correlate(away)
        .scalar_subquery()
    )
    of_lead = (its.workspace_id == away.workspace_id) & (its.id == away.lead_id)
    last = select(func.max(away.at)).select_from(away).join(its, of_lead)
    last = last.where(here, went, func.coalesce(came_back_by, "") != "undo")
    return last.correlate(Lead).scalar_subquery()


def is_over(member_id: Any, *, now: datetime) -> ColumnElement[bool]:
    """Whether a member need no longer wait for a `Lead` of a `Pool` (both in the statement)."""
    days = func.make_interval(0, 0, 0, cast(Pool.cooling_days, Integer))
    return func.coalesce(let_go(member_id) + days <= now, True)


async def of_customers(session: AsyncSession, *, account_ids: Sequence[int], by: Member) -> dict[int, datetime]:
    """When `by` last let a lead of each of these customers go, where they did."""
    gone = let_go(by.id)
    rows = await session.execute(
        select(Lead.account_id, gone.label("gone"))
        .where(Lead.workspace_id == by.workspace_id, Lead.account_id.in_(account_ids), gone.is_not(None))
        .distinct()
    )
    return {row.account_id: row.gone for row in rows}


async def until(session: AsyncSession, *, leads: Sequence[Lead], by: Member, now: datetime) -> dict[int, datetime]:
    """Of these leads, those that `by` has to wait for, and until when."""
    gone = let_go(by.id)
    rows = await session.execute(
        select(Lead.id, gone.label("gone"), Pool.cooling_days)
        .join(Pool, (Pool.workspace_id == Lead.workspace_id) & (Pool.id == Lead.pool_id))
        .where(Lead.workspace_id == by.workspace_id, Lead.id.in_([lead.id for lead in leads]))
    )
    ends = {row.id: row.gone + timedelta(days=row.cooling_days) for row in rows if row.gone is not None}
    return {lead_id: end for lead_id, end in ends.items() if end > now}


async def must_be_over(session: AsyncSession, *, lead: Lead, by: Member, now: datetime) -> None:
    """Refuse while `by` has to wait for this lead. Lock it first."""
    ends = await until(session, leads=[lead], by=by, now=now)
    if end := ends.get(lead.id):
        days = lead.pool.cooling_days
        since = end - timedelta(days=days)
        raise CoolingDown(lead, lead=lead.account.name, pool=lead.pool, days=days, since=since, until=end)
