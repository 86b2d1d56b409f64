"""A change of what is told of a lead, written down and put back: its columns, its customer's name, its contact."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import accounts, audit, contacts, owners, questions, sources, taken
from core.duplicates import Asked
from core.errors import Refusal, msgid
from core.leads import facts
from core.leads.capture import Capture
from core.leads.facts import WAYS
from core.models import AuditRow, Contact, Lead, LeadStatus, Member

COLUMNS = (
    *("contact_id", "interest", "region", "source_id", "campaign_id", "referrer", "tags"),
    *("quoted_amount", "quoted_currency", "quoted_at", "budget", "budget_currency"),
)


class OtherCustomer(Refusal):
    message = msgid("{customer} is another customer on record. If the two are one, ask a manager to merge them.")
    field = "customer"


async def apply(
    session: AsyncSession,
    *,
    lead: Lead,
    told: Capture,
    wanted: Mapping[str, Any],
    changed: list[str],
    by: Member,
    now: datetime,
    source: str | None,
) -> AuditRow:
    """Write the facts that changed. The audit row holds the lead's columns, the customer's name and the contact."""
    was = facts.of(lead)
    before = {**audit.snapshot(lead, COLUMNS), **_named(was), "who": _who(lead.contact)}
    contact = lead.contact
    if "customer" in changed:
        await _rename(session, lead=lead, name=wanted["customer"], by=by, now=now)
    if {"contact", *WAYS}.intersection(changed):
        contact, before["who"] = await _reach(session, lead=lead, wanted=wanted, changed=changed, now=now)
        lead.contact_id = contact.id if contact else None
    for name in {"interest", "region", "referrer", "tags"}.intersection(changed):
        setattr(lead, name, wanted[name])
    if {"source", "campaign"}.intersection(changed):
        came = {"source": wanted["source"], "campaign": wanted["campaign"]}
        entries = await sources.of_lead(session, **came, by=by, now=now)
        lead.source_id, lead.campaign_id = (entry.id if entry else None for entry in entries)
    if "quoted" in changed:
        lead.quoted_amount, lead.quoted_at = told.quoted, now if told.quoted is not None else None
        lead.quoted_currency = _currency(wanted["quoted"])
    if "budget" in changed:
        lead.budget, lead.budget_currency = told.budget, _currency(wanted["budget"])
    lead.version += 1
    after = {
        **audit.snapshot(lead, COLUMNS),
        **_named({**was, **{n: wanted[n] for n in changed}}),
        "who": _who(contact),
    }
    told_apart = {name for name in after if after[name] != before[name]}
    entry = await audit.record(
        session,
        row=lead,
        verb="edit",
        by=by,
        now=now,
        before={name: before[name] for name in before if name in told_apart},
        after={name: after[name] for name in after if name in told_apart},
        source=source,
    )
    await owners.redraw_cards(session, thing=lead, now=now)
    return entry


def _named(told: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that no column of the lead says in words: for whoever reads the trail."""
    return {name: told[name] for name in ("customer", "contact", *WAYS, "source", "campaign")}


def _currency(sum_: str | None) -> str | None:
    return sum_.rpartition(" ")[2] if sum_ else None


def _who(contact: Contact | None) -> dict[str, Any] | None:
    return {"id": contact.id, "name": contact.name, **{way: getattr(contact, way) for way in WAYS}} if contact else None


async def _reach(
    session: AsyncSession, *, lead: Lead, wanted: Mapping[str, Any], changed: list[str], now: datetime
) -> tuple[Contact | None, dict[str, Any] | None]:
    """The lead's contact as entered, and that person as they were: the same one under a new name, or another of the
    customer's people who goes by that name."""
    given = {way: wanted[way] for way in WAYS if way in changed}
    if lead.contact is None:
        return await contacts.keep(session, account=lead.account, name=wanted["contact"] or "", now=now, **given), None
    name = (wanted["contact"] or "") if "contact" in changed else lead.contact.name
    left = {way: given.get(way, getattr(lead.contact, way)) for way in WAYS}
    if not name and not any(left.values()):
        return None, _who(lead.contact)
    contact = await contacts.of_name(session, account=lead.account, name=name) or lead.contact
    before = _who(contact)
    await contacts.change(session, contact=contact, name=name, **given)
    return contact, before


async def _rename(session: AsyncSession, *, lead: Lead, name: str, by: Member, now: datetime) -> None:
    """Give the customer another name, unless somebody else goes by it; every card that shows the old one follows."""
    asked = Asked(name)
    await accounts.one_at_a_time(session, asked=asked, by=by)
    await questions.must_have_room(session, by=by, now=now, ways=[questions.COLLIDED])
    holdings = await taken.check(session, asked=asked, by=by)
    if held := [each for each in holdings if each.certain and each.match.account_id != lead.account_id]:
        if held[0].told:
            raise OtherCustomer(customer=held[0].match.name)
        raise taken.CustomerHidden(asked=asked, holdings=held, customer=name, who=held[0].ask)
    await accounts.rename(session, account=lead.account, name=name)
    others = await session.scalars(
        select(Lead).where(
            Lead.workspace_id == lead.workspace_id,
            Lead.account_id == lead.account_id,
            Lead.id != lead.id,
            Lead.status == LeadStatus.OPEN,
        )
    )
    for other in others:
        other.version += 1
        await owners.redraw_cards(session, thing=other, now=now)


async def put_back(session: AsyncSession, *, lead: Lead, entry: AuditRow) -> bool:
    """Make the customer's name and the contact what they were before a change; False where they were changed again."""
    account, was, left = lead.account, entry.before, entry.after
    if "customer" in left and account.name != left["customer"]:
        return False
    if "customer" in was:
        await accounts.rename(session, account=account, name=was["customer"])
    if "who" not in left:
        return True
    changed = await session.get(Contact, (lead.workspace_id, left["who"]["id"])) if left["who"] else None
    if _who(changed) != left["who"]:
        return False
    if was["who"] and changed is not None and changed.id == was["who"]["id"]:
        await contacts.change(session, contact=changed, **{name: was["who"][name] for name in ("name", *WAYS)})
    elif changed is not None and not was["who"]:
        await contacts.forget(session, contact=changed, but=lead.id)
    return True
