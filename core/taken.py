"""Is this customer taken? Answered over accounts, leads and deals without telling what the asker may not see."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from core import duplicates
from core.access import sees_deal, sees_lead
from core.duplicates import Asked, Match
from core.errors import Refusal, msgid
from core.models import Deal, DealStatus, Lead, LeadStatus, Member


class Held(StrEnum):
    POOL = "pool"  # in the pool: claim it
    MINE = "mine"
    OTHER = "other"  # held by somebody whose work the asker may see
    HIDDEN = "hidden"  # held; ask the manager
    FREE = "free"  # known, and nobody holds anything open


@dataclass(frozen=True)
class Holding:
    """How one customer stands. A hidden one carries no more than that somebody has it."""

    match: Match
    held: Held
    owner: Member | None = None
    lead_id: int | None = None
    deal_id: int | None = None

    @property
    def certain(self) -> bool:
        """Whether it is the customer asked for, beyond doubt."""
        return self.match.verdict == "certain"


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


async def check(session: AsyncSession, *, asked: Asked, by: Member) -> list[Holding]:
    """The customers that are or may be this one, surest first, at most five; none: it is free."""
    matches = await duplicates.check(session, asked=asked, by=by)
    stands = await _stands(session, account_ids=[match.account_id for match in matches], by=by) if matches else {}
    return [_holding(match, stands.get(match.account_id, []), by) for match in matches]


async def must_be_free(session: AsyncSession, *, asked: Asked, by: Member, anyway: bool) -> int | None:
    """Refuse a new lead or deal for a customer somebody works on, or (unless `anyway`) for one that looks like it.

    Returns the customer that is on record already, for certain, and nobody's: the one to go on with.
    """
    holdings = await check(session, asked=asked, by=by)
    must_not_be_held(holdings, name=asked.name, anyway=anyway)
    return certain(holdings)


def must_not_be_held(holdings: Sequence[Holding], *, name: str, anyway: bool) -> None:
    """The refusals of `must_be_free`, over what `check` found."""
    for holding in holdings:
        if holding.held == Held.FREE:
            continue
        if holding.certain and holding.held == Held.HIDDEN:
            raise CustomerHidden(customer=name)
        if holding.certain:
            raise CustomerTaken(customer=holding.match.name)
        if not anyway and holding.held != Held.HIDDEN:
            raise CustomerLikelyTaken(customer=name, known=holding.match.name)


def certain(holdings: Sequence[Holding]) -> int | None:
    """The account that is the one asked for, beyond doubt."""
    return next((holding.match.account_id for holding in holdings if holding.certain), None)


async def is_held(session: AsyncSession, *, account_id: int, by: Member) -> bool:
    """Whether anybody has something open with this customer, or has won them."""
    return bool(await _stands(session, account_ids=[account_id], by=by))


@dataclass(frozen=True)
class _Stand:
    noun: str
    id: int
    owner: Member | None
    visible: bool


def _holding(match: Match, stands: Sequence[_Stand], by: Member) -> Holding:
    first = min(stands, key=lambda stand: (not stand.visible, stand.owner is None, stand.noun), default=None)
    if first is None:
        return Holding(match, Held.FREE)
    if not first.visible:
        return Holding(match, Held.HIDDEN)
    held = Held.POOL if first.owner is None else Held.MINE if first.owner.id == by.id else Held.OTHER
    ids = {f"{first.noun}_id": first.id}
    return Holding(match, held, first.owner, **ids)


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
