"""Requests read: one, held still, those of a deal, those of a member."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core.access import sees_deal
from core.errors import Missing
from core.models import Assignment, Deal, Member, Request

LONGEST = 1000  # of one member: what is beyond is not even counted


class Mine(NamedTuple):
    """What is asked of a member, and what they wait for, the soonest due first."""

    asked: Sequence[Request]
    waits: Sequence[Request]


def whole() -> Select[Request]:
    """Requests with all that is said of one."""
    return (
        select(Request)
        .join(Deal, (Deal.workspace_id == Request.workspace_id) & (Deal.id == Request.deal_id))
        .options(
            joinedload(Request.deal).options(joinedload(Deal.account), joinedload(Deal.owner), joinedload(Deal.stage)),
            joinedload(Request.by),
            joinedload(Request.to),
            joinedload(Request.raised_to),
            joinedload(Request.ended_by),
        )
    )


async def get(session: AsyncSession, *, request_id: int, by: Member) -> Request:
    """A request about a deal this person may see."""
    found = await session.scalars(
        whole()
        .where(Request.workspace_id == by.workspace_id, Request.id == request_id, sees_deal(by))
        .execution_options(populate_existing=True)
    )
    request = found.first()
    if request is None:
        raise Missing
    return request


async def lock(session: AsyncSession, *, request_id: int, by: Member) -> Request:
    """The same, held still for this transaction: whoever answers first has answered."""
    held = select(Request.id).where(Request.workspace_id == by.workspace_id, Request.id == request_id)
    if await session.scalar(held.with_for_update()) is None:
        raise Missing
    return await get(session, request_id=request_id, by=by)


async def open_of(session: AsyncSession, *, deal: Deal) -> Sequence[Request]:
    """What is asked on a deal and not settled, for whoever may see the deal."""
    found = await session.scalars(
        select(Request)
        .options(joinedload(Request.by), joinedload(Request.to))
        .where(Request.workspace_id == deal.workspace_id, Request.deal_id == deal.id, Request.ended_at.is_(None))
        .order_by(Request.on, Request.id)
    )
    return found.all()


async def of_member(session: AsyncSession, *, member: Member) -> Mine:
    """What a member has open on both sides."""
    found = await session.scalars(
        whole()
        .where(
            Request.workspace_id == member.workspace_id,
            or_(Request.to_id == member.id, Request.by_id == member.id),
            Request.ended_at.is_(None),
            sees_deal(member),
        )
        .order_by(Request.on, Request.at.nulls_last(), Request.id)
        .limit(LONGEST)
    )
    rows = found.all()
    return Mine([each for each in rows if each.to_id == member.id], [each for each in rows if each.by_id == member.id])


async def cover_of(session: AsyncSession, *, member: Member) -> Member | None:
    """Who has in hand what a member who is away holds, until they are back; None: nobody has all of it."""
    found = await session.scalars(
        select(Member)
        .join(Assignment, (Assignment.workspace_id == Member.workspace_id) & (Assignment.to_id == Member.id))
        .where(
            Assignment.workspace_id == member.workspace_id,
            Assignment.kind == "handover",
            Assignment.from_id == member.id,
            Assignment.back_on.is_not(None),
            Assignment.returned_at.is_(None),
            Member.active,
        )
        .order_by(Assignment.id.desc())
        .limit(1)
    )
    return found.first()
