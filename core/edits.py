"""What is told of a lead, changed by hand on its card: by two at once without either losing a word, and undoable."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import accounts, audit, contacts, leads, members, owners, questions, sources, sums, taken, ways, workspaces
from core.access import decides_over
from core.duplicates import Asked
from core.errors import Refusal, msgid
from core.leads import Capture, CustomerMissing, NameTooLong
from core.models import AuditRow, Contact, Lead, LeadStatus, Member, OwnerChange

FACTS = (
    *("customer", "contact", "phone", "wechat", "email", "interest", "region", "source", "campaign", "referrer"),
    *("quoted", "budget", "tags"),
)
WAYS = ("phone", "wechat", "email")
COLUMNS = (
    *("contact_id", "interest", "region", "source_id", "campaign_id", "referrer", "tags"),
    *("quoted_amount", "quoted_currency", "quoted_at", "budget", "budget_currency"),
)


class NotYoursToChange(Refusal):
    message = msgid("{lead} belongs to {owner}. Only they, their manager or an admin may change it.")


class PoolsToChange(Refusal):
    message = msgid("{lead} lies in the pool. Claim it first, then change it; or ask {who}.")


class OtherCustomer(Refusal):
    message = msgid("{customer} is another customer on record. If the two are one, ask a manager to merge them.")
    field = "customer"


@dataclass(frozen=True)
class Meanwhile:
    """What somebody else changed since the form was opened. `who` is None where the trail does not tell."""

    who: Member | None
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Edited:
    """The lead as it is now; no audit row where nothing was changed."""

    lead: Lead
    entry: AuditRow | None
    meanwhile: Meanwhile | None = None


@dataclass(frozen=True)
class Clash:
    """Nothing was changed: `facts` were changed by both, to different values. `mine` are all that the editor did."""

    lead: Lead
    meanwhile: Meanwhile
    mine: tuple[str, ...]
    facts: tuple[str, ...]


def facts(lead: Lead) -> dict[str, Any]:
    """What is told of a lead, as plain values to compare."""
    contact = lead.contact
    return {
        "customer": lead.account.name,
        "contact": (contact.name if contact else None) or None,
        **{way: getattr(contact, way) if contact else None for way in WAYS},
        **{name: getattr(lead, name) for name in ("interest", "region", "referrer")},
        "source": lead.source.name if lead.source else None,
        "campaign": lead.campaign.name if lead.campaign else None,
        "quoted": _sum(lead.quoted_amount, lead.quoted_currency),
        "budget": _sum(lead.budget, lead.budget_currency),
        "tags": list(lead.tags),
    }


def marks(lead: Lead) -> dict[str, str]:
    """What a form keeps of the facts it shows: enough to tell, when it is sent, which have been changed since."""
    return {name: _mark(value) for name, value in facts(lead).items()}


def _mark(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:12]


def _sum(amount: Decimal | None, currency: str | None) -> str | None:
    return f"{amount.quantize(audit.CENT)} {currency}" if amount is not None else None


async def open_for(session: AsyncSession, *, lead_id: int, by: Member) -> Lead:
    """The lead whose facts this person may change, for the form."""
    lead = await leads.get(session, lead_id=lead_id, by=by)
    await _must_be_theirs(session, lead=lead, by=by)
    return lead


async def _must_be_theirs(session: AsyncSession, *, lead: Lead, by: Member) -> None:
    """The owner's, and that of whoever manages them. In the pool: a manager's, and theirs who entered it until held."""
    if lead.owner is not None:
        if not decides_over(by, lead.owner):
            raise NotYoursToChange(lead=lead.account.name, owner=lead.owner)
        return
    held = select(func.count()).where(
        OwnerChange.workspace_id == lead.workspace_id, OwnerChange.lead_id == lead.id, OwnerChange.to_id.is_not(None)
    )
    if not by.manages and (lead.created_by_id != by.id or await session.scalar(held)):
        raise PoolsToChange(lead=lead.account.name, who=await members.manager_of(session, member=by) or "–")


async def edit(
    session: AsyncSession,
    *,
    lead_id: int,
    told: Capture,
    seen: Mapping[str, Any],
    by: Member,
    now: datetime,
    source: str | None = None,
) -> Edited | Clash:
    """Change what is told of a lead to `told`. `seen`: the `marks` of what the editor saw.

    Only what the editor changed is changed; what somebody else changed meanwhile stands, and is said. Where both
    changed the same, nothing is done before the editor has seen it.
    """
    await leads.lock(session, lead_id=lead_id, by=by)
    lead = await leads.get(session, lead_id=lead_id, by=by)
    await _must_be_theirs(session, lead=lead, by=by)
    sums.must_be_sensible(quoted=told.quoted, budget=told.budget)
    here = facts(lead)
    wanted = await _wanted(session, told=told, lead=lead, by=by)
    mine = tuple(name for name in FACTS if _mark(wanted[name]) != seen.get(name))
    theirs = tuple(name for name in FACTS if _mark(here[name]) != seen.get(name) and wanted[name] != here[name])
    meanwhile = Meanwhile(await _who_else(session, lead=lead, by=by), theirs) if theirs else None
    clashing = tuple(name for name in mine if name in theirs)
    if meanwhile and clashing:
        return Clash(lead, meanwhile, mine, clashing)
    changed = [name for name in mine if wanted[name] != here[name]]
    if not changed:
        return Edited(lead, None, meanwhile)
    entry = await _apply(session, lead=lead, told=told, wanted=wanted, changed=changed, by=by, now=now, source=source)
    session.expire(lead)  # its source, campaign and contact may be others now
    return Edited(await leads.get(session, lead_id=lead_id, by=by), entry, meanwhile)


async def _wanted(session: AsyncSession, *, told: Capture, lead: Lead, by: Member) -> dict[str, Any]:
    """What was entered, as `facts` has it. A sum without a currency is in the one that stood there."""
    name = told.customer.strip()
    if not name:
        raise CustomerMissing
    if len(name) > 120:
        raise NameTooLong(n=len(name), most=120)
    ours = (await workspaces.of(session, by=by)).currency
    plain = ("contact", *WAYS, "interest", "region", "source", "campaign", "referrer")
    given = {each: (getattr(told, each) or "").strip() or None for each in plain}
    if not given["source"] and lead.campaign and lead.source and given["campaign"] == lead.campaign.name:
        given["source"] = lead.source.name  # a campaign is its source's
    if lead.contact and lead.contact.phone and given["phone"] and _same_phone(given["phone"], lead.contact.phone):
        given["phone"] = lead.contact.phone
    return {
        "customer": name,
        **given,
        "quoted": _sum(told.quoted, told.quoted_currency or lead.quoted_currency or ours),
        "budget": _sum(told.budget, told.currency or lead.budget_currency or ours),
        "tags": list(told.tags),
    }


def _same_phone(one: str, other: str) -> bool:
    return ways.stored((one,)) == ways.stored((other,)) != frozenset()


async def _who_else(session: AsyncSession, *, lead: Lead, by: Member) -> Member | None:
    """Who changed a lead of this customer last."""
    found = await session.scalars(
        select(Member)
        .join(AuditRow, (AuditRow.workspace_id == Member.workspace_id) & (AuditRow.actor_id == Member.id))
        .join(Lead, (Lead.workspace_id == AuditRow.workspace_id) & (Lead.id == AuditRow.noun_id))
        .where(
            AuditRow.workspace_id == by.workspace_id,
            AuditRow.noun == "lead",
            AuditRow.verb.in_(("edit", "undo")),
            Lead.account_id == lead.account_id,
        )
        .order_by(AuditRow.id.desc())
        .limit(1)
    )
    return found.first()


async def _apply(
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
    was = facts(lead)
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
