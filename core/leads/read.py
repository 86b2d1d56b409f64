"""Leads read: those one may see, one that is pressed on and held still, pages of a pool and of one's own."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core.access import Someone, anyone_like, holes, in_their_pool, sees_lead
from core.errors import Missing, Refusal, msgid
from core.models import Account, Lead, LeadStatus, Member, OwnerChange
from core.pools import Only


class LeadNotOpen(Refusal):
    message = msgid(
        "{lead} is no longer an open lead: it was converted or closed. /deal {lead} shows what became of it."
    )


class LeadDead(LeadNotOpen):
    message = msgid("{lead} was given up and is a dead lead. Who wants another try picks it up from /lead dead")


class LeadJoined(LeadNotOpen):
    message = msgid("That lead was joined with the customer's other one. /lead {lead} shows it.")


_ENDED = {LeadStatus.DEAD: LeadDead, LeadStatus.MERGED: LeadJoined}


def _whole() -> Select[Lead]:
    known = (Lead.account, Lead.owner, Lead.contact, Lead.source, Lead.campaign, Lead.pool)
    return select(Lead).options(*(joinedload(each) for each in known))


async def get(session: AsyncSession, *, lead_id: int, by: Member) -> Lead:
    """A lead this person may see; one they may not is missing."""
    found = await session.scalars(_whole().where(Lead.id == lead_id, sees_lead(by)))
    lead = found.first()
    if lead is None:
        raise Missing
    return lead


async def is_seen(session: AsyncSession, *, lead: Lead, by: Member) -> bool:
    """Whether `by` may see a lead at hand: what they entered or let go may lie in a pool that they do not belong to."""
    if lead.owner_id is None and lead.pool.open_to_all:
        return True
    return await session.scalar(select(Lead.id).where(Lead.id == lead.id, sees_lead(by))) is not None


async def shown_to_all(session: AsyncSession, *, workspace_id: str, lead_id: int) -> Lead | None:
    """A lead for what is posted in a channel: its view shows no more than every reader may know."""
    found = await session.scalars(_for_all(), {"workspace": workspace_id, "lead": lead_id})
    return found.first()


@lru_cache(maxsize=1)
def _for_all() -> Select[Lead]:
    """Built once: it is asked for each card that is posted."""
    return _whole().where(Lead.workspace_id == bindparam("workspace"), Lead.id == bindparam("lead"))


def _within_reach(by: Someone) -> ColumnElement[bool]:
    """A lead that `by` may see, or that has lain in the pool, where everybody saw it: who presses Claim too late
    still learns whose it is."""
    was_free = exists().where(
        OwnerChange.workspace_id == Lead.workspace_id, OwnerChange.lead_id == Lead.id, OwnerChange.to_id.is_(None)
    )
    here = and_(Lead.workspace_id == by.workspace_id, Lead.id == bindparam("lead"), Lead.status != LeadStatus.WITHDRAWN)
    return and_(here, or_(sees_lead(by), and_(was_free, in_their_pool(by))))


@lru_cache(maxsize=16)
def _reached(by: Someone) -> Select[Lead]:
    """Built once for all who see by the same rules: however many press at once, this is what most of them ask."""
    return _whole().where(_within_reach(by)).execution_options(populate_existing=True)


async def reach(session: AsyncSession, *, lead_id: int, by: Member) -> Lead:
    """The lead a person presses on, as it is at this moment; not for showing more of it than whose it is."""
    found = await session.scalars(_reached(anyone_like(by)), {**holes(by), "lead": lead_id})
    lead = found.first()
    if lead is None:
        raise Missing
    return lead


async def lock(session: AsyncSession, *, lead_id: int, by: Member) -> Lead:
    """The lead a person presses on, held still for this transaction."""
    # In two statements: a row that was waited for would come with the owner it was joined to before the wait.
    found = select(Lead.id).where(_within_reach(anyone_like(by)))
    await session.execute(found.with_for_update(), {**holes(by), "lead": lead_id})
    return await reach(session, lead_id=lead_id, by=by)


async def lock_many(session: AsyncSession, *, lead_ids: Sequence[int], by: Member) -> Sequence[Lead]:
    """Those of the leads that are open and that `by` may see, held still for this transaction, oldest first."""
    theirs = (Lead.id.in_(lead_ids), sees_lead(by), Lead.status == LeadStatus.OPEN)
    held = await session.scalars(select(Lead.id).where(*theirs).order_by(Lead.id).with_for_update())
    return await these(session, workspace_id=by.workspace_id, lead_ids=held.all())


async def these(session: AsyncSession, *, workspace_id: str, lead_ids: Sequence[int]) -> Sequence[Lead]:
    """These leads as they are at this moment, whoever holds them, oldest first; for what is not shown to anybody."""
    found = await session.scalars(
        _whole()
        .where(Lead.workspace_id == workspace_id, Lead.id.in_(lead_ids))
        .order_by(Lead.id)
        .execution_options(populate_existing=True)
    )
    return found.all()


async def lock_if_free(session: AsyncSession, *, lead_id: int, by: Member) -> Lead:
    """The lead, held still if nobody has it. Those whom somebody forestalls don't queue up to look at it."""
    free = select(Lead.id).where(_within_reach(anyone_like(by)), Lead.owner_id.is_(None))
    await session.execute(free.with_for_update(), {**holes(by), "lead": lead_id})
    return await reach(session, lead_id=lead_id, by=by)


def must_be_open(lead: Lead) -> None:
    """Refuse when the lead was converted or closed, and say where to look."""
    if lead.status != LeadStatus.OPEN:
        raise _ENDED.get(lead.status, LeadNotOpen)(lead=lead.account.name)


async def kept_as(session: AsyncSession, *, lead_id: int, by: Member) -> int | None:
    """The lead into which this one was folded when its customer was merged; None: it was not. Old buttons name it."""
    folded = select(Lead.merged_into_id).where(Lead.workspace_id == by.workspace_id, Lead.id == lead_id)
    return await session.scalar(folded)


async def pool(
    session: AsyncSession,
    *,
    by: Member,
    pool_id: int | None = None,
    only: Only | None = None,
    page: int = 0,
    size: int = 10,
) -> tuple[Sequence[Lead], int]:
    """A page of a pool (None: of all they may see), newest first, and how many leads it holds in all; `only`: those
    of one region, tag or source."""
    free = [sees_lead(by), Lead.owner_id.is_(None), Lead.status == LeadStatus.OPEN]
    if pool_id is not None:
        free.append(Lead.pool_id == pool_id)
    if only is not None:
        free.append(only.where)
    return await _page(session, free, Lead.id.desc(), page, size)


async def mine(session: AsyncSession, *, by: Member, page: int = 0, size: int = 10) -> tuple[Sequence[Lead], int]:
    """A page of the open leads this person holds, the soonest to go silent first, and how many in all."""
    held = [Lead.workspace_id == by.workspace_id, Lead.owner_id == by.id, Lead.status == LeadStatus.OPEN]
    return await _page(session, held, Lead.silent_on, page, size)


async def _page(
    session: AsyncSession, where: list[Any], order: Any, page: int, size: int
) -> tuple[Sequence[Lead], int]:
    total = await session.scalar(select(func.count()).select_from(Lead).where(*where))
    rows = await session.scalars(_whole().where(*where).order_by(order, Lead.id.desc()).limit(size).offset(page * size))
    return rows.all(), total or 0


async def of_account(session: AsyncSession, *, account_id: int, by: Member) -> Sequence[Lead]:
    """The customer's leads this person may see: open ones first, newest first."""
    rows = await session.scalars(
        _whole()
        .where(Lead.account_id == account_id, sees_lead(by))
        .order_by((Lead.status != LeadStatus.OPEN), Lead.id.desc())
        .limit(5)
    )
    return rows.all()


async def names(session: AsyncSession, *, workspace_id: str, lead_ids: Sequence[int]) -> Sequence[str]:
    """The customers of these leads, in the order given."""
    rows = await session.execute(
        select(Lead.id, Account.name)
        .join(Account, (Account.workspace_id == Lead.workspace_id) & (Account.id == Lead.account_id))
        .where(Lead.workspace_id == workspace_id, Lead.id.in_(lead_ids))
    )
    named = {row.id: row.name for row in rows}
    return [named[lead_id] for lead_id in lead_ids if lead_id in named]


async def held_by(session: AsyncSession, *, people: Sequence[Member]) -> list[tuple[Member, int]]:
    """How many open leads each of these members holds."""
    rows = await session.execute(
        select(Lead.owner_id, func.count().label("held"))
        .where(
            Lead.workspace_id.in_({member.workspace_id for member in people}),
            Lead.owner_id.in_([member.id for member in people]),
            Lead.status == LeadStatus.OPEN,
        )
        .group_by(Lead.owner_id)
    )
    counts = {row.owner_id: row.held for row in rows}
    return [(member, counts.get(member.id, 0)) for member in people]
