"""Is this customer taken? Answered over accounts, leads and deals without telling what the asker may not see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from core import dead_leads, duplicates, members, questions
from core.access import sees_deal, sees_lead
from core.duplicates import Asked, Match
from core.errors import Refusal, msgid
from core.merges import pairs
from core.models import Account, Deal, DealStatus, Lead, LeadStatus, Member
from core.names import Why


class Held(StrEnum):
    POOL = "pool"  # in the pool: claim it
    MINE = "mine"
    OTHER = "other"  # held by somebody whose work the asker may see
    HIDDEN = "hidden"  # held; ask the manager
    FREE = "free"  # known, and nobody holds anything open


@dataclass(frozen=True)
class Holding:
    """How one customer stands. A hidden one carries no more than that somebody has it, and whom to `ask`; a free one
    the dead lead that may be picked up, if there is one."""

    match: Match
    held: Held
    owner: Member | None = None
    ask: Member | None = None
    lead_id: int | None = None
    deal_id: int | None = None
    locked: bool = False  # in the pool, where a manager keeps it

    @property
    def certain(self) -> bool:
        """Whether it is the customer asked for, beyond doubt."""
        return self.match.verdict == "certain"

    @property
    def told(self) -> bool:
        """Whether its name is for the asker's eyes."""
        return self.match.visible and self.held != Held.HIDDEN


@dataclass(frozen=True)
class Free:
    """That a customer may be entered. `account_id`: it is on record for certain, and nobody's. `anyway`: those that
    look like it, and were entered past."""

    account_id: int | None = None
    anyway: tuple[int, ...] = ()


class OnRecord(Refusal):
    """The customer is one we have, or looks like one. `holdings`: those in the way, surest first."""

    field = "customer"
    may_be_another = False  # whether it may be entered anyway

    def __init__(self, *, asked: Asked, holdings: Sequence[Holding], **holes: Any) -> None:
        super().__init__(**holes)
        self.asked = asked
        self.holdings = holdings


class CustomerTaken(OnRecord):
    message = msgid("{customer} is already being followed up. /taken {customer} says how it stands.")


class CustomerInPool(CustomerTaken):
    message = msgid("{customer} is in the pool already, so it is not entered twice.")


class CustomerYours(CustomerTaken):
    message = msgid("{customer} is yours already, so it is not entered twice.")


class CustomerHidden(OnRecord):
    message = msgid("{customer} is already being followed up by a colleague. Ask {who} before you go on.")


class CustomerLikelyTaken(OnRecord):
    message = msgid(
        "There is {known} already, which looks like the same customer. If {customer} is another company, enter it "
        "anyway; that is kept on record."
    )
    may_be_another = True


class CustomerLikelyHidden(OnRecord):
    message = msgid(
        "A colleague follows up a customer that looks like {customer}. Ask {who}; if it is another company, enter it "
        "anyway; that is kept on record."
    )
    may_be_another = True


async def ask(
    session: AsyncSession, *, line: str, by: Member, now: datetime, source: str | None = None
) -> list[Holding]:
    """Answer one question, and keep on record who asked it."""
    await members.lock(session, by=by)
    await questions.must_have_room(session, by=by, now=now)
    holdings = await of_matches(session, matches=await _described(session, line=line, by=by), by=by)
    found = [each.match.account_id for each in holdings]
    await questions.remember(session, asked=line, found=found, by=by, now=now, source=source)
    return holdings


async def _described(session: AsyncSession, *, line: str, by: Member) -> list[Match]:
    """What a line finds, each customer once, whichever way the line may be meant."""
    found: dict[int, Match] = {}
    for matches in await duplicates.check_each(session, asked=questions.described(line), by=by):
        for match in matches:
            if match.account_id not in found or match.verdict == "certain":
                found[match.account_id] = match
    return sorted(found.values(), key=duplicates.surest)[: duplicates.MOST]


async def collided(session: AsyncSession, *, error: OnRecord, by: Member, now: datetime, source: str) -> None:
    """Being refused a customer that is a colleague's tells as much as asking about it, so it is on record too."""
    hidden = [each.match.account_id for each in error.holdings if each.held == Held.HIDDEN]
    if hidden:
        name, way = error.asked.name, questions.COLLIDED
        await questions.remember(session, asked=name, found=hidden, by=by, now=now, way=way, source=source)


async def check(session: AsyncSession, *, asked: Asked, by: Member) -> list[Holding]:
    """The customers that are or may be this one, surest first, at most five; none: it is free. Those that are known to
    be others than the one it certainly is don't come."""
    found = [await duplicates.check(session, asked=asked, by=by)]
    (matches,) = await _without_others(session, found, by)
    return await of_matches(session, matches=matches, by=by)


async def check_many(session: AsyncSession, *, asked: Sequence[Asked], by: Member) -> list[list[Holding]]:
    """`check` for a whole list, in its order; whom to ask about those that are hidden is not looked up."""
    found = await _without_others(session, await duplicates.check_many(session, asked=asked, by=by), by)
    account_ids = sorted({match.account_id for matches in found for match in matches})
    stands = await _stands(session, account_ids=account_ids, by=by) if account_ids else {}
    return [[_held(match, stands.get(match.account_id, []), by) for match in matches] for matches in found]


async def _without_others(session: AsyncSession, found: Sequence[Sequence[Match]], by: Member) -> list[Sequence[Match]]:
    """The matches of each question without those that are known to be others than the one it certainly is."""
    certain = [next((each.account_id for each in matches if each.verdict == "certain"), None) for matches in found]
    asked = {
        _pair(one, each.account_id)
        for one, matches in zip(certain, found, strict=True)
        for each in matches
        if one is not None and one != each.account_id
    }
    apart = await pairs.apart_of(session, pairs=asked, by=by)
    return [
        [each for each in matches if one is None or _pair(one, each.account_id) not in apart]
        for one, matches in zip(certain, found, strict=True)
    ]


def _pair(one: int, other: int) -> tuple[int, int]:
    return min(one, other), max(one, other)


async def of_matches(session: AsyncSession, *, matches: Sequence[Match], by: Member) -> list[Holding]:
    """How the customers found stand, in their order."""
    if not matches:
        return []
    stands = await _stands(session, account_ids=[match.account_id for match in matches], by=by)
    free = [match.account_id for match in matches if match.account_id not in stands]
    dead = await dead_leads.of_customers(session, account_ids=free, by=by)
    found = [await _holding(session, match, stands.get(match.account_id, []), by) for match in matches]
    return [replace(each, lead_id=dead.get(each.match.account_id, each.lead_id)) for each in found]


async def must_be_free(session: AsyncSession, *, asked: Asked, by: Member, now: datetime, anyway: bool) -> Free:
    """Refuse a new lead or deal for a customer somebody works on, or (unless `anyway`) for one that looks like it."""
    await questions.must_have_room(session, by=by, now=now, ways=[questions.COLLIDED])
    holdings = await check(session, asked=asked, by=by)
    must_not_be_held(holdings, asked=asked, anyway=anyway)
    return settled(holdings)


async def must_be_nobodys(session: AsyncSession, *, account: Account, by: Member) -> None:
    """Refuse to begin with a customer on record anew while somebody, or the pool, has it."""
    itself = Match(account.id, account.name, "certain", (Why.SAME,), 1.0, visible=True)
    holdings = await of_matches(session, matches=[itself], by=by)
    must_not_be_held(holdings, asked=Asked(account.name), anyway=False)


async def must_be_alone(
    session: AsyncSession, *, account_id: int, asked: Asked, past: Collection[int], by: Member, anyway: bool
) -> tuple[int, ...]:
    """Refuse to go on with a customer on record that looks like another one somebody works on, unless `anyway` or
    somebody has said before that they are two (`past`: who entered it). Returns those gone past."""
    holdings = [each for each in await check(session, asked=asked, by=by) if each.held != Held.FREE]
    ids = [each.match.account_id for each in holdings]
    others = {account_id, *past, *await pairs.apart(session, account_ids=ids, of=account_id, by=by)}
    left = [each for each in holdings if each.match.account_id not in others]
    if left and not anyway:
        raise _looks_like(left, asked)
    return tuple(each.match.account_id for each in left)


def must_not_be_held(holdings: Sequence[Holding], *, asked: Asked, anyway: bool) -> None:
    """The refusals of `must_be_free`, over what `check` found. A customer nobody works on is no quarrel."""
    name = asked.name
    certain = [each for each in holdings if each.certain and each.held != Held.FREE]
    likely = [each for each in holdings if not each.certain and (each.held != Held.FREE or each.told)]
    if certain and certain[0].held == Held.HIDDEN:
        raise CustomerHidden(asked=asked, holdings=certain, customer=name, who=certain[0].ask)
    if certain:
        taken = {Held.POOL: CustomerInPool, Held.MINE: CustomerYours}.get(certain[0].held, CustomerTaken)
        raise taken(asked=asked, holdings=certain, customer=certain[0].match.name)
    if likely and not anyway:
        raise _looks_like(likely, asked)


def _looks_like(holdings: Sequence[Holding], asked: Asked) -> OnRecord:
    first = holdings[0]
    if first.told:
        return CustomerLikelyTaken(asked=asked, holdings=holdings, customer=asked.name, known=first.match.name)
    return CustomerLikelyHidden(asked=asked, holdings=holdings, customer=asked.name, who=first.ask)


def settled(holdings: Sequence[Holding]) -> Free:
    """The account to go on with, once nothing stands in the way."""
    known = next((each.match.account_id for each in holdings if each.certain), None)
    past = () if known else tuple(each.match.account_id for each in holdings if each.held != Held.FREE or each.told)
    return Free(known, past)


async def is_held(session: AsyncSession, *, account_id: int, by: Member) -> bool:
    """Whether anybody has something open with this customer, or has won them."""
    return bool(await _stands(session, account_ids=[account_id], by=by))


@dataclass(frozen=True)
class _Stand:
    noun: str
    id: int
    owner: Member | None
    visible: bool
    locked: bool


async def _holding(session: AsyncSession, match: Match, stands: Sequence[_Stand], by: Member) -> Holding:
    """How a customer stands; of one that is hidden, whom to ask too."""
    holding = _held(match, stands, by)
    if holding.held != Held.HIDDEN:
        return holding
    owner = _first(stands).owner
    ask = await members.manager_of(session, member=owner) if owner else None
    return replace(holding, ask=ask or await members.admin_of(session, member=by))


def _held(match: Match, stands: Sequence[_Stand], by: Member) -> Holding:
    if not stands:
        return Holding(match, Held.FREE)
    first = _first(stands)
    if not first.visible:
        return Holding(match, Held.HIDDEN)
    held = Held.POOL if first.owner is None else Held.MINE if first.owner.id == by.id else Held.OTHER
    ids = {noun: first.id if first.noun == noun else None for noun in ("lead", "deal")}
    return Holding(match, held, first.owner, lead_id=ids["lead"], deal_id=ids["deal"], locked=first.locked)


def _first(stands: Sequence[_Stand]) -> _Stand:
    """The one to tell of: what the asker may see, somebody's before the pool's."""
    return min(stands, key=lambda stand: (not stand.visible, stand.owner is None, stand.noun))


async def _stands(session: AsyncSession, *, account_ids: list[int], by: Member) -> dict[int, list[_Stand]]:
    """Their open leads and deals, and the won deals: whoever won a customer keeps them. One statement."""
    here = by.workspace_id
    lead = select(
        literal("lead").label("noun"),
        Lead.id,
        Lead.account_id,
        Lead.owner_id,
        func.coalesce(sees_lead(by), False).label("visible"),
        Lead.locked_at.is_not(None).label("locked"),
    ).where(Lead.workspace_id == here, Lead.account_id.in_(account_ids), Lead.status == LeadStatus.OPEN)
    visible = func.coalesce(sees_deal(by), False)
    deal = select(literal("deal"), Deal.id, Deal.account_id, Deal.owner_id, visible, literal(False)).where(
        Deal.workspace_id == here, Deal.account_id.in_(account_ids), Deal.status.in_((DealStatus.OPEN, DealStatus.WON))
    )
    both = union_all(lead, deal).subquery()
    rows = await session.execute(
        select(both.c.noun, both.c.id, both.c.account_id, both.c.visible, both.c.locked, Member).outerjoin(
            Member, (Member.workspace_id == here) & (Member.id == both.c.owner_id)
        )
    )
    stands: dict[int, list[_Stand]] = {}
    for noun, thing_id, account_id, visible, locked, owner in rows:
        stands.setdefault(account_id, []).append(_Stand(noun, thing_id, owner, visible, locked))
    return stands
