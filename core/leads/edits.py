"""What is told of a lead, changed by hand on its card: by two at once without either losing a word, and undoable."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import leads, members, sums, ways, workspaces
from core.access import decides_over
from core.errors import Refusal, msgid
from core.leads import changes, facts
from core.leads.capture import Capture, called
from core.leads.facts import FACTS, WAYS, mark, sum_of
from core.models import AuditRow, Lead, Member, OwnerChange


class NotYoursToChange(Refusal):
    message = msgid("{lead} belongs to {owner}. Only they, their manager or an admin may change it.")


class PoolsToChange(Refusal):
    message = msgid("{lead} lies in the pool. Claim it first, then change it; or ask {who}.")


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
    if not by.manages:
        leads.must_be_open(lead)
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
    here = facts.of(lead)
    wanted = await _wanted(session, told=told, lead=lead, by=by)
    mine = tuple(name for name in FACTS if mark(wanted[name]) != seen.get(name))
    theirs = tuple(name for name in FACTS if mark(here[name]) != seen.get(name) and wanted[name] != here[name])
    meanwhile = Meanwhile(await _who_else(session, lead=lead, by=by), theirs) if theirs else None
    clashing = tuple(name for name in mine if name in theirs)
    if meanwhile and clashing:
        return Clash(lead, meanwhile, mine, clashing)
    changed = [name for name in mine if wanted[name] != here[name]]
    if not changed:
        return Edited(lead, None, meanwhile)
    entry = await changes.apply(
        session, lead=lead, told=told, wanted=wanted, changed=changed, by=by, now=now, source=source
    )
    session.expire(lead)  # its source, campaign and contact may be others now
    return Edited(await leads.get(session, lead_id=lead_id, by=by), entry, meanwhile)


async def _wanted(session: AsyncSession, *, told: Capture, lead: Lead, by: Member) -> dict[str, Any]:
    """What was entered, as `facts` has it. A sum without a currency is in the one that stood there."""
    ours = (await workspaces.of(session, by=by)).currency
    plain = ("contact", *WAYS, "interest", "region", "source", "campaign", "referrer")
    given = {each: (getattr(told, each) or "").strip() or None for each in plain}
    if not given["source"] and lead.campaign and lead.source and given["campaign"] == lead.campaign.name:
        given["source"] = lead.source.name  # a campaign is its source's
    if lead.contact and lead.contact.phone and given["phone"] and _same_phone(given["phone"], lead.contact.phone):
        given["phone"] = lead.contact.phone
    return {
        "customer": called(told.customer),
        **given,
        "quoted": sum_of(told.quoted, told.quoted_currency or lead.quoted_currency or ours),
        "budget": sum_of(told.budget, told.currency or lead.budget_currency or ours),
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
