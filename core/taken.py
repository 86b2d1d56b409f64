"""Is this customer taken? Answered over accounts, leads and deals without telling what the asker may not see."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from core import accounts
from core.access import sees_deal, sees_lead
from core.errors import Refusal, msgid
from core.models import Deal, DealStatus, Lead, LeadStatus, Member
from core.names import Candidate, Likeness

MOST = 5


class Held(StrEnum):
    POOL = "pool"  # in the pool: claim it
    MINE = "mine"
    OTHER = "other"  # held by somebody whose work the asker may see
    HIDDEN = "hidden"  # held; ask the manager
    FREE = "free"  # known, and nobody holds anything open


@dataclass(frozen=True)
class Holding:
    """How one customer stands. A hidden one carries no more than that somebody has it."""

    account_id: int
    name: str
    likeness: Likeness
    held: Held
    owner: Member | None = None
    lead_id: int | None = None
    deal_id: int | None = None


class CustomerTaken(Refusal):
    message = msgid("{customer} is already being followed up. /taken {customer} says how it stands.")
    field = "customer"


class CustomerHidden(Refusal):
    message = msgid("{customer} is already being followed up by a colleague. Ask your manager before you go on.")
    field = "customer"


class CustomerLikelyTaken(Refusal):
    message = msgid(
        "There is {known} already, which looks like the same customer. /taken {customer} says how it stands; "
        "if it is another company, write its full name."
    )
    field = "customer"


async def check(session: AsyncSession, *, name: str, by: Member) -> list[Holding]:
    """The customers that are or may be this one, surest first, at most five; none: it is free."""
    alike = (await accounts.same(session, name=name, by=by))[:MOST]
    stands = await _stands(session, account_ids=[known.candidate.id for known, _ in alike], by=by)
    return [_holding(known.candidate, likeness, stands.get(known.candidate.id, []), by) for known, likeness in alike]


async def must_be_free(session: AsyncSession, *, name: str, by: Member, anyway: bool) -> None:
    """Refuse a new lead or deal for a customer somebody works on, or (unless `anyway`) for one that looks like it."""
    for holding in await check(session, name=name, by=by):
        if holding.held == Held.FREE:
            continue
        certain = holding.likeness.verdict == "same"
        if certain and holding.held == Held.HIDDEN:
            raise CustomerHidden(customer=name)
        if certain:
            raise CustomerTaken(customer=holding.name)
        if not anyway and holding.held != Held.HIDDEN:
            raise CustomerLikelyTaken(customer=name, known=holding.name)


async def is_held(session: AsyncSession, *, account_id: int, by: Member) -> bool:
    """Whether anybody has something open with this customer, or has won them."""
    return bool(await _stands(session, account_ids=[account_id], by=by))


@dataclass(frozen=True)
class _Stand:
    noun: str
    id: int
    owner: Member | None
    visible: bool


def _holding(candidate: Candidate, likeness: Likeness, stands: Sequence[_Stand], by: Member) -> Holding:
    first = min(stands, key=lambda stand: (not stand.visible, stand.owner is None, stand.noun), default=None)
    if first is None:
        return Holding(candidate.id, candidate.name, likeness, Held.FREE)
    if not first.visible:
        return Holding(candidate.id, candidate.name, likeness, Held.HIDDEN)
    held = Held.POOL if first.owner is None else Held.MINE if first.owner.id == by.id else Held.OTHER
    ids = {f"{first.noun}_id": first.id}
    return Holding(candidate.id, candidate.name, likeness, held, first.owner, **ids)


async def _stands(session: AsyncSession, *, account_ids: list[int], by: Member) -> dict[int, list[_Stand]]:
    """Their open leads and deals, and the won deals: whoever won a customer keeps them. One statement."""
    here = by.workspace_id
    lead = select(
        literal("lead").label("noun"),
        Lead.id,
        Lead.account_id,
        Lead.owner_id,
        func.coalesce(sees_lead(by), False).label("visible"),
    ).where(Lead.workspace_id == here, Lead.account_id.in_(account_ids), Lead.status == LeadStatus.OPEN)
    deal = select(literal("deal"), Deal.id, Deal.account_id, Deal.owner_id, func.coalesce(sees_deal(by), False)).where(
        Deal.workspace_id == here, Deal.account_id.in_(account_ids), Deal.status.in_((DealStatus.OPEN, DealStatus.WON))
    )
    both = union_all(lead, deal).subquery()
    rows = await session.execute(
        select(both.c.noun, both.c.id, both.c.account_id, both.c.visible, Member).outerjoin(
            Member, (Member.workspace_id == here) & (Member.id == both.c.owner_id)
        )
    )
    stands: dict[int, list[_Stand]] = {}
    for noun, thing_id, account_id, visible, owner in rows:
        stands.setdefault(account_id, []).append(_Stand(noun, thing_id, owner, visible))
    return stands
