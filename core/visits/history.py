"""The follow-ups of a customer, as a card and a successor see them."""

from collections.abc import Sequence

from sqlalchemy import and_, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core.access import sees_visit
from core.errors import Missing
from core.models import Deal, Lead, Member, Task, Visit


async def of_account(
    session: AsyncSession, *, account_id: int, by: Member, joined: Sequence[Deal] = (), most: int = 5
) -> Sequence[Visit]:
    """The customer's latest follow-ups, newest first, with those of deals that were one project with one of theirs.
    Call it only for a customer `by` may see."""
    theirs = and_(Visit.account_id == account_id, sees_visit(by))
    leads = [deal.lead_id for deal in joined if deal.lead_id is not None]
    rows = await session.scalars(
        select(Visit)
        .options(joinedload(Visit.member))
        .where(
            Visit.workspace_id == by.workspace_id,
            Visit.undone_at.is_(None),
            or_(theirs, Visit.deal_id.in_([deal.id for deal in joined]), Visit.lead_id.in_(leads))
            if joined
            else theirs,
        )
        .order_by(Visit.at.desc(), Visit.id.desc())
        .limit(most)
    )
    return rows.all()


async def of_deal(session: AsyncSession, *, deal: Deal, most: int = 5) -> Sequence[Visit]:
    """The latest follow-ups of a deal, newest first. For a deal its reader may see."""
    rows = await session.scalars(
        select(Visit)
        .options(joinedload(Visit.member))
        .where(Visit.workspace_id == deal.workspace_id, Visit.deal_id == deal.id, Visit.undone_at.is_(None))
        .order_by(Visit.at.desc(), Visit.id.desc())
        .limit(most)
    )
    return rows.all()


async def last_of(session: AsyncSession, *, account_id: int, by: Member) -> Visit | None:
    """The customer's latest follow-up."""
    return next(iter(await of_account(session, account_id=account_id, by=by, most=1)), None)


async def last_of_each(session: AsyncSession, *, leads: Sequence[Lead], by: Member) -> dict[int, Visit]:
    """The latest follow-up that counts of each of these leads that has one, by the lead's id; one statement."""
    rows = await session.scalars(
        select(Visit)
        .options(joinedload(Visit.member))
        .ext(distinct_on(Visit.lead_id))
        .where(
            Visit.workspace_id == by.workspace_id,
            Visit.lead_id.in_([lead.id for lead in leads]),
            Visit.counts,
            Visit.undone_at.is_(None),
            sees_visit(by),
        )
        .order_by(Visit.lead_id, Visit.at.desc(), Visit.id.desc())
    )
    return {visit.lead_id: visit for visit in rows if visit.lead_id is not None}


async def get(session: AsyncSession, *, visit_id: int, by: Member) -> Visit:
    """An own follow-up that stands."""
    found = await session.scalars(
        select(Visit).where(
            Visit.workspace_id == by.workspace_id,
            Visit.id == visit_id,
            Visit.member_id == by.id,
            Visit.undone_at.is_(None),
        )
    )
    visit = found.first()
    if visit is None:
        raise Missing
    return visit


async def planned_apart(session: AsyncSession, *, visit: Visit) -> Task | None:
    """The next step that was given beside the words of a follow-up, in the form's own fields."""
    found = await session.scalars(
        select(Task).where(
            Task.workspace_id == visit.workspace_id, Task.visit_id == visit.id, Task.cancelled_at.is_(None)
        )
    )
    task = found.first()
    return task if task is not None and task.text not in visit.line else None
