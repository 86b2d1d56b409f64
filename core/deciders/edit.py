"""What is known of one person at a customer, changed by whoever follows the customer up."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import accounts, audit, contacts
from core.access import holds_deal, sees_lead
from core.deciders.chart import named
from core.errors import Missing, Refusal, msgid
from core.models import Account, AuditRow, Contact, Deal, Lead, Member
from core.reading import Standing

KEPT = ("title", "role", "stance", "influence", "cares_about", "interests", "reports_to", "left_at")
ROLES = ("decision_maker", "technical_lead", "insider", "user")
STANCES = ("for", "neutral", "against", "unknown")
INFLUENCE = ("high", "medium", "low")
STANDING = ("role", "stance")
LONGEST = 300


class InACircle(Refusal):
    message = msgid("{above} reports to {name} already, so {name} cannot report to {above}.")
    field = "reports_to"


class TooMuchSaid(Refusal):
    message = msgid("That is {n} characters; it holds {most}.")
    field = "cares_about"


@dataclass(frozen=True)
class Role:
    """What is known of a person. `reports_to`: the name of another contact of the customer."""

    title: str | None = None
    role: str | None = None
    stance: str = "unknown"
    influence: str | None = None
    cares_about: str | None = None
    interests: str | None = None
    reports_to: str | None = None
    gone: bool = False


class NobodysYet(Refusal):
    message = msgid("{customer} is not yours to change. In the pool? Claim it first, then say who decides there.")


async def get(session: AsyncSession, *, contact_id: int, by: Member) -> tuple[Contact, Account]:
    """A contact of a customer whose lead or deal somebody holds whose work `by` may see."""
    contact = await session.get(Contact, (by.workspace_id, contact_id), populate_existing=True)
    if contact is None:
        raise Missing
    account = await accounts.get(session, account_id=contact.account_id, by=by)
    if account is None or not await _is_held(session, account_id=account.id, by=by):
        raise Missing
    return contact, account


async def _is_held(session: AsyncSession, *, account_id: int, by: Member) -> bool:
    """Whether somebody whose work `by` may see holds a lead or a deal of the customer."""
    held = exists().where(Deal.account_id == account_id, holds_deal(by))
    lead = exists().where(Lead.account_id == account_id, Lead.owner_id.is_not(None), sees_lead(by))
    return bool(await session.scalar(select(held | lead)))


async def change(
    session: AsyncSession, *, contact_id: int, told: Role, by: Member, now: datetime, source: str | None = None
) -> tuple[Contact, AuditRow]:
    """Set what is known of a person to what is told."""
    contact, account = await get(session, contact_id=contact_id, by=by)
    if told.role not in (None, *ROLES) or told.stance not in STANCES or told.influence not in (None, *INFLUENCE):
        raise Missing
    for words in (told.cares_about, told.interests):
        if words and len(words) > LONGEST:
            raise TooMuchSaid(n=len(words), most=LONGEST)
    if told.reports_to is not None:
        await _must_be_above(session, contact, told.reports_to, account=account)
    before = audit.snapshot(contact, KEPT)
    for name, value in asdict(told).items():
        if name != "gone":
            setattr(contact, name, value or (None if name != "stance" else "unknown"))
    contact.left_at = (contact.left_at or now) if told.gone else None
    after = audit.snapshot(contact, KEPT)
    entry = await audit.record(
        session, row=contact, verb="change", by=by, now=now, before=before, after=after, source=source
    )
    return contact, entry


async def say(
    session: AsyncSession, *, account_id: int, told: Standing, by: Member, now: datetime, source: str | None = None
) -> tuple[Contact, AuditRow]:
    """Set what a line says of a person, and leave the rest; whoever is not known yet is entered."""
    account = await accounts.get(session, account_id=account_id, by=by)
    if account is None:
        raise Missing
    if not await _is_held(session, account_id=account.id, by=by):
        raise NobodysYet(customer=account.name)
    return await stand(session, account=account, told=told, by=by, now=now, source=source)


async def stand(
    session: AsyncSession,
    *,
    account: Account,
    told: Standing,
    by: Member,
    now: datetime,
    visit_id: int | None = None,
    source: str | None = None,
) -> tuple[Contact, AuditRow]:
    """The same of a customer that `by` has logged a follow-up for (`visit_id`), with which it is taken back."""
    known = await contacts.of_name(session, account=account, name=told.name)
    contact = known or await contacts.keep(session, account=account, name=told.name, now=now)
    before = audit.snapshot(contact, STANDING)
    contact.role, contact.stance = told.role or contact.role, told.stance or contact.stance
    after = audit.snapshot(contact, STANDING)
    if visit_id is not None:
        verb, after = "stand", {**after, "visit": visit_id}
    elif known is None:
        verb, before, after = "add", {}, {"name": contact.name, **after}
    else:
        verb = "change"
    entry = await audit.record(
        session, row=contact, verb=verb, by=by, now=now, before=before, after=after, source=source
    )
    return contact, entry


async def _must_be_above(session: AsyncSession, contact: Contact, above: str, *, account: Account) -> None:
    people = {
        each.name: each for each in await named(session, workspace_id=account.workspace_id, account_id=account.id)
    }
    if above not in people or above == contact.name:
        raise Missing
    at, seen = people[above], set[str]()
    while at.reports_to in people and at.name not in seen:
        seen.add(at.name)
        if at.reports_to == contact.name:
            raise InACircle(above=above, name=contact.name)
        at = people[at.reports_to]
