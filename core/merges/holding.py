"""Holding everything still that a merge moves, without ever waiting while holding: so it never waits in a circle.

Whoever writes to one of the customers meanwhile waits for the merge; where they were first, the merge gives way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core.access import decides_over, sees_account
from core.accounts import keep_out, kept_as
from core.errors import Missing, Refusal, msgid
from core.members import admin_of, must_manage
from core.models import Account, Deal, DealStatus, Lead, LeadStatus, Member
from core.pools import locks


class Busy(Refusal):
    message = msgid("Somebody is working on one of these customers at this very moment. Try again in a few seconds.")


class Itself(Refusal):
    message = msgid("That is one and the same customer: {customer}. Name the other one.")


class NotYourTeams(Refusal):
    message = msgid("{customer} is held by somebody outside your team, so only an admin may merge it. Ask {who}.")


class WonStays(Refusal):
    message = msgid("{gone} has been won, so its record is the one that stays. Merge {kept} into it instead.")


class BothWon(Refusal):
    message = msgid("{gone} and {kept} have both been won. Their records stay as they are.")


@dataclass(frozen=True)
class Book:
    """A customer with what is open, and what was won, of it."""

    account: Account
    leads: Sequence[Lead]
    deals: Sequence[Deal]

    @property
    def owners(self) -> list[Member]:
        """Who holds something of it, or has won it."""
        held = [*(lead.owner for lead in self.leads), *(deal.owner for deal in self.deals)]
        return [owner for owner in held if owner is not None]

    @property
    def won(self) -> bool:
        """Whether they have bought."""
        return any(deal.status == DealStatus.WON for deal in self.deals)


async def books(
    session: AsyncSession, *, keep_id: int, gone_id: int, by: Member, lock: bool = False
) -> tuple[Book, Book]:
    """Both customers, if `by` may merge them; a merged one as what it turned out to be. `lock`: held still for this
    transaction."""
    await must_manage(session, by=by)
    keep_id = await kept_as(session, account_id=keep_id, by=by) or keep_id
    gone_id = await kept_as(session, account_id=gone_id, by=by) or gone_id
    if lock and not await keep_out(session, account_ids=[keep_id, gone_id], by=by):
        raise Busy
    kept = await _book(session, account_id=keep_id, by=by, lock=lock)
    if keep_id == gone_id:
        raise Itself(customer=kept.account.name)
    gone = await _book(session, account_id=gone_id, by=by, lock=lock)
    for book in (kept, gone):
        if not all(decides_over(by, owner) for owner in book.owners):
            raise NotYourTeams(customer=book.account.name, who=await admin_of(session, member=by) or "–")
    for lead in (*kept.leads, *gone.leads) if kept.leads and gone.leads else ():  # one of the two goes into the other
        await locks.must_be_theirs(session, lead=lead, by=by)
    return kept, gone


def must_not_be_won(kept: Book, gone: Book) -> None:
    """Refuse when a customer who has bought would be the one to go."""
    names = {"gone": gone.account.name, "kept": kept.account.name}
    if gone.won:
        raise BothWon(**names) if kept.won else WonStays(**names)


async def _book(session: AsyncSession, *, account_id: int, by: Member, lock: bool) -> Book:
    here = by.workspace_id
    is_it = (Account.id == account_id, sees_account(by))
    if lock:
        await held(session, Account, Account.workspace_id == here, Account.id == account_id)
    account = (await session.scalars(_fresh(select(Account).where(*is_it)))).first()
    if account is None:
        raise Missing
    of_lead = (Lead.workspace_id == here, Lead.account_id == account_id, Lead.status == LeadStatus.OPEN)
    of_deal = (
        Deal.workspace_id == here,
        Deal.account_id == account_id,
        Deal.status.in_((DealStatus.OPEN, DealStatus.WON)),
    )
    if lock:
        await held(session, Lead, *of_lead)
        await held(session, Deal, *of_deal)
    whole = (joinedload(Lead.owner), joinedload(Lead.account), joinedload(Lead.contact))
    leads = await session.scalars(_fresh(select(Lead).options(*whole).where(*of_lead).order_by(Lead.id)))
    deals = await session.scalars(
        _fresh(select(Deal).options(joinedload(Deal.owner)).where(*of_deal).order_by(Deal.id))
    )
    return Book(account, leads.all(), deals.all())


def _fresh(asked: Any) -> Any:
    return asked.execution_options(populate_existing=True)


async def held(session: AsyncSession, model: type[Any], *where: ColumnElement[bool]) -> list[int]:
    """The ids of these rows, held still; `Busy` where somebody else holds one."""
    free = await session.scalars(select(model.id).where(*where).order_by(model.id).with_for_update(skip_locked=True))
    ids = list(free)
    if len(ids) != await session.scalar(select(func.count()).select_from(model).where(*where)):
        raise Busy
    return ids
