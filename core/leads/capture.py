"""A lead taken in: for the pool or for somebody, of a customer that nobody has."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from core import accounts, audit, contacts, members, owners, pools, sources, sums, taken, workspaces
from core.duplicates import Asked
from core.errors import Refusal, msgid
from core.leads.read import get
from core.models import Account, AuditRow, Contact, Lead, LeadStatus, Member, Pool
from core.names import fold
from core.pools import cooling, quotas

LONGEST = 120  # characters of a customer's name


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


def called(customer: str) -> str:
    """A customer's name as it is kept; refused where there is none, or too much of one."""
    name = customer.strip()
    if not fold(name):  # by signs alone nobody would find it again
        raise CustomerMissing
    if len(name) > LONGEST:
        raise NameTooLong(n=len(name), most=LONGEST)
    return name


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
    name = called(told.customer)
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
