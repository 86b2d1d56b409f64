"""More of a customer's people, entered on the card of its lead."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, contacts, leads
from core.errors import Refusal, msgid
from core.leads import edits
from core.models import AuditRow, Lead, Member

KEPT = ("name", "title", "phone", "wechat", "email")


class NobodyNamed(Refusal):
    message = msgid("Who is it? Write a name, or a way to reach them.")
    field = "name"


class KnownAlready(Refusal):
    message = msgid("{customer} has a contact called {name} already. The card shows how to reach them.")
    field = "name"


@dataclass(frozen=True)
class Person:
    """Somebody at a customer, as told."""

    name: str | None = None
    title: str | None = None
    phone: str | None = None
    wechat: str | None = None
    email: str | None = None


async def add(
    session: AsyncSession, *, lead_id: int, told: Person, by: Member, now: datetime, source: str | None = None
) -> tuple[Lead, AuditRow]:
    """Enter one more contact of a lead's customer; who may change the lead may."""
    await leads.lock(session, lead_id=lead_id, by=by)
    lead = await edits.open_for(session, lead_id=lead_id, by=by)
    if not any(asdict(told).values()):
        raise NobodyNamed
    name = told.name or ""
    if await contacts.of_name(session, account=lead.account, name=name) is not None:
        raise KnownAlready(customer=lead.account.name, name=name or "–")
    ways = {"phone": told.phone, "wechat": told.wechat, "email": told.email}
    contact = await contacts.keep(session, account=lead.account, name=name, now=now, **ways)
    contact.title = told.title
    entry = await audit.record(
        session, row=contact, verb="add", by=by, now=now, after=audit.snapshot(contact, KEPT), source=source
    )
    return lead, entry
