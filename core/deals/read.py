"""Deals read: one, held still, the own ones, a customer's."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core.access import decides_over, helped_by, sees_deal
from core.errors import Missing, Refusal, msgid
from core.models import Deal, DealStatus, Member


class DealClosed(Refusal):
    message = msgid("{deal} is closed ({stage}). If they buy again, enter a new deal: /deal new")


class GoesOn(DealClosed):
    message = msgid("{deal} is one project with {other}, which goes on, with {owner}: /deal {customer}")


class GoesOnElsewhere(DealClosed):
    message = msgid("{deal} is one project with a deal of {owner}, who goes on with it. Tell them what you know of it.")


class NotYourDeal(Refusal):
    message = msgid("{deal} belongs to {owner}. Only they, their manager or an admin may move it.")


def whole() -> Select[Deal]:
    """Deals with all that a card says of one."""
    return select(Deal).options(
        joinedload(Deal.account),
        joinedload(Deal.owner),
        joinedload(Deal.stage),
        joinedload(Deal.pipeline),
        joinedload(Deal.listed_reason),
    )


async def get(session: AsyncSession, *, deal_id: int, by: Member) -> Deal:
    """A deal this person may see; one they may not is missing."""
    found = await session.scalars(whole().where(Deal.id == deal_id, sees_deal(by)))
    deal = found.first()
    if deal is None:
        raise Missing
    return deal


async def of_all(session: AsyncSession, *, deal_id: int, workspace_id: str) -> Deal:
    """A deal whoever asks: for those who held it, to say no more than whose it is now."""
    found = await session.scalars(whole().where(Deal.workspace_id == workspace_id, Deal.id == deal_id))
    deal = found.first()
    if deal is None:
        raise Missing
    return deal


async def hold(session: AsyncSession, *, deal_id: int, by: Member) -> Deal:
    """A deal this person may see, held still for this transaction."""
    held = await session.scalar(select(Deal.id).where(Deal.id == deal_id, sees_deal(by)).with_for_update())
    if held is None:
        raise Missing
    # Read only now: a row that was waited for comes with the stage it was joined to before the wait.
    found = await session.scalars(
        whole().where(Deal.workspace_id == by.workspace_id, Deal.id == held).execution_options(populate_existing=True)
    )
    return found.one()


async def lock(session: AsyncSession, *, deal_id: int, by: Member) -> Deal:
    """A deal this person may see and move, held still for this transaction."""
    deal = await hold(session, deal_id=deal_id, by=by)
    if not await is_led(session, deal=deal, by=by):
        raise NotYourDeal(deal=deal.name, owner=deal.owner)
    return deal


async def is_led(session: AsyncSession, *, deal: Deal, by: Member) -> bool:
    """Whether it is theirs to move, and not only to see or to help with: its owner's, and whoever decides over them."""
    if deal.owner_id is None:
        return by.manages
    return decides_over(by, await session.get_one(Member, (deal.workspace_id, deal.owner_id)))


async def lock_open(session: AsyncSession, *, deal_id: int, by: Member) -> Deal:
    """An open deal this person may move, held still for this transaction; a closed one is refused."""
    deal = await lock(session, deal_id=deal_id, by=by)
    if deal.status != DealStatus.OPEN:
        raise await why_ended(session, deal=deal, by=by)
    return deal


async def why_ended(session: AsyncSession, *, deal: Deal, by: Member) -> Refusal:
    """Why nothing more is done to a deal that is closed: where another goes on in its place, which. Whose customer that
    is, whoever may not see it is not told."""
    other = deal
    while other.joined_into_id is not None:
        other = await of_all(session, deal_id=other.joined_into_id, workspace_id=deal.workspace_id)
    if other is deal:
        return DealClosed(deal=deal.name, stage=deal.stage)
    sees = await session.scalar(select(Deal.id).where(Deal.id == other.id, sees_deal(by)))
    if sees is None:
        return GoesOnElsewhere(deal=deal.name, owner=other.owner)
    return GoesOn(deal=deal.name, other=other.name, owner=other.owner, customer=other.account.name)


async def mine(session: AsyncSession, *, by: Member, page: int = 0, size: int = 10) -> tuple[Sequence[Deal], int]:
    """A page of the open deals this person holds, the soonest to close first, and how many in all."""
    held = (Deal.workspace_id == by.workspace_id, Deal.owner_id == by.id, Deal.status == DealStatus.OPEN)
    total = await session.scalar(select(func.count()).select_from(Deal).where(*held))
    order = (Deal.expected_close.asc().nulls_last(), Deal.id.desc())
    rows = await session.scalars(whole().where(*held).order_by(*order).limit(size).offset(page * size))
    return rows.all(), total or 0


async def helping(session: AsyncSession, *, by: Member, page: int = 0, size: int = 10) -> tuple[Sequence[Deal], int]:
    """A page of the open deals on whose team this person is, the soonest to close first, and how many in all."""
    held = (Deal.status == DealStatus.OPEN, helped_by(by))
    total = await session.scalar(select(func.count()).select_from(Deal).where(*held))
    order = (Deal.expected_close.asc().nulls_last(), Deal.id.desc())
    rows = await session.scalars(whole().where(*held).order_by(*order).limit(size).offset(page * size))
    return rows.all(), total or 0


async def recent(session: AsyncSession, *, by: Member, most: int = 100) -> Sequence[Deal]:
    """The open deals this person holds, the last followed up first."""
    rows = await session.scalars(
        whole()
        .where(Deal.workspace_id == by.workspace_id, Deal.owner_id == by.id, Deal.status == DealStatus.OPEN)
        .order_by(Deal.last_follow_up_at.desc().nulls_last(), Deal.id.desc())
        .limit(most)
    )
    return rows.all()


async def of_account(session: AsyncSession, *, account_id: int, by: Member) -> Sequence[Deal]:
    """The customer's deals this person may see: open ones first, newest first."""
    rows = await session.scalars(
        whole()
        .where(Deal.account_id == account_id, sees_deal(by))
        .order_by((Deal.status != DealStatus.OPEN), Deal.id.desc())
        .limit(5)
    )
    return rows.all()
