"""Leads 线索: captured, looked up, listed. Who holds them is settled in core.claims."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from core import accounts, audit, contacts, members, owners, pools, sources, sums, taken, workspaces
from core.access import Someone, anyone_like, holes, in_their_pool, sees_lead
from core.duplicates import Asked
from core.errors import Missing, Refusal, msgid
from core.models import Account, AuditRow, Contact, Lead, LeadStatus, Member, OwnerChange, Pool
from core.pools import Only, cooling, quotas


class LeadNotOpen(Refusal):
    message = msgid(
        "{lead} is no longer an open lead: it was converted or closed. /deal {lead} shows what became of it."
    )


class CustomerMissing(Refusal):
    message = msgid("Which customer? Put the name first, as in: /lead new Acme, needs 20 scanners, budget 300k")
    field = "customer"


class NameTooLong(Refusal):
    message = msgid("That customer name is {n} characters long; keep it within {most}. The rest goes into the note.")
    field = "customer"


@dataclass(frozen=True)
class Capture:
    """What is told of a new lead. Sums are full figures, with their ISO currency."""

    customer: str
    contact: str | None = None
    phone: str | None = None
    wechat: str | None = None
    email: str | None = None
    interest: str | None = None
    region: str | None = None
    source: str | None = None
    campaign: str | None = None
    referrer: str | None = None
    quoted: Decimal | None = None
    quoted_currency: str | None = None
    budget: Decimal | None = None
    currency: str | None = None  # the budget's
    tags: tuple[str, ...] = ()
    pool_id: int | None = None  # None: the pool that asks for such leads


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
    """Refuse when the lead was converted or closed."""
    if lead.status != LeadStatus.OPEN:
        raise LeadNotOpen(lead=lead.account.name)


async def capture(
    session: AsyncSession,
    *,
    told: Capture,
    to: Member | None,
    by: Member,
    now: datetime,
    anyway: bool = False,
    source: str | None = None,
) -> tuple[Lead, AuditRow]:
    """Take in a lead, for the pool (`to=None`) or for somebody. A customer that is taken is refused with whose it is;
    one that is only likely the same is refused too, unless `anyway`."""
    name = told.customer.strip()
    if not name:
        raise CustomerMissing
    if len(name) > 120:
        raise NameTooLong(n=len(name), most=120)
    await members.lock(session, by=by)
    if done := await audit.done_before(session, verb="capture", source=source, by=by):
        return await get(session, lead_id=done.noun_id, by=by), done
    sums.must_be_sensible(quoted=told.quoted, budget=told.budget)
    asked = described(told)
    await accounts.one_at_a_time(session, asked=asked, by=by)
    if to is not None:
        await members.lock(session, by=to)
    free = await taken.must_be_free(session, asked=asked, by=by, now=now, anyway=anyway)
    account = await accounts.settle(session, name=name, known=free.account_id, by=by, now=now)
    lead = await _add(session, told=told, account=account, by=by, now=now)
    if to is not None:
        await quotas.must_have_room(session, lead=lead, by=to, now=now)
    past = {"anyway": list(free.anyway)} if free.anyway else {}
    entry = await owners.start(session, thing=lead, to=to, cause="capture", by=by, now=now, source=source, noted=past)
    if to is not None and to.id == by.id:
        await cooling.must_be_over(session, lead=lead, by=by, now=now)
    return lead, entry


async def _add(session: AsyncSession, *, told: Capture, account: Account, by: Member, now: datetime) -> Lead:
    contact = await _contact(session, told=told, account=account, now=now)
    workspace = await workspaces.of(session, by=by)
    source, campaign = await sources.of_lead(session, source=told.source, campaign=told.campaign, by=by, now=now)
    lead = drawn_up(told, account_id=account.id, currency=workspace.currency, by=by, now=now)
    lead.contact_id = contact.id if contact else None
    lead.source_id, lead.campaign_id = source.id if source else None, campaign.id if campaign else None
    known = {"account": account, "contact": contact, "owner": None, "source": source, "campaign": campaign}
    for name, value in known.items():
        set_committed_value(lead, name, value)
    pool = await _pool(session, lead=lead, chosen=told.pool_id)
    lead.pool_id = pool.id
    set_committed_value(lead, "pool", pool)
    return lead


async def _pool(session: AsyncSession, *, lead: Lead, chosen: int | None) -> Pool:
    pool = await session.get(Pool, (lead.workspace_id, chosen)) if chosen is not None else None
    if pool is not None and await pools.stays(session, pool=pool):
        return pool
    return await pools.settle(session, lead=lead)


def to_be_placed(told: Capture, *, by: Member) -> Lead:
    """As much of a lead as it takes to say which pool asks for it."""
    return Lead(workspace_id=by.workspace_id, region=told.region, tags=list(told.tags))


def drawn_up(told: Capture, *, account_id: int, currency: str, by: Member, now: datetime) -> Lead:
    """A lead as it was told of, not yet in the books, still without contact, source and pool. `currency`: that of sums
    told without one."""
    return Lead(
        workspace_id=by.workspace_id,
        account_id=account_id,
        status=LeadStatus.OPEN,
        interest=told.interest,
        region=told.region,
        referrer=told.referrer,
        tags=list(told.tags),
        budget=told.budget,
        budget_currency=(told.currency or currency) if told.budget is not None else None,
        quoted_amount=told.quoted,
        quoted_currency=(told.quoted_currency or currency) if told.quoted is not None else None,
        quoted_at=now if told.quoted is not None else None,
        created_by_id=by.id,
        created_at=now,
        version=1,
    )


async def _contact(session: AsyncSession, *, told: Capture, account: Account, now: datetime) -> Contact | None:
    if not (told.contact or told.phone or told.wechat or told.email):
        return None
    return await contacts.keep(
        session,
        account=account,
        name=told.contact or "",
        now=now,
        phone=told.phone,
        wechat=told.wechat,
        email=told.email,
    )


def described(told: Capture) -> Asked:
    """What is told of the customer, as the duplicate check asks for it."""
    one = {"phones": told.phone, "emails": told.email, "wechat": told.wechat}
    return Asked(told.customer.strip(), **{way: (value,) for way, value in one.items() if value})


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
