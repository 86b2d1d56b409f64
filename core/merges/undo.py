"""A merge taken back, within a day: each of the two customers has again what it had, and keeps what came since."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import audit, contacts, notices
from core.errors import Refusal, msgid
from core.merges import leads, people, rows
from core.merges.holding import held
from core.models import Account, AuditRow, Lead, LeadStatus, Member
from core.notices import Telling
from core.pools import locks

FOR = timedelta(days=1)


class TooLateToPart(Refusal):
    message = msgid(
        "They were merged more than a day ago, so it stays. If they are two customers, enter the other anew."
    )


class MergedOn(Refusal):
    message = msgid("{kept} was merged into another customer since. Take that back first.")


class LeadWentOn(Refusal):
    message = msgid(
        "The lead of {kept} is no longer open, so it cannot be parted from the other's. If they are two customers, "
        "enter the other anew."
    )


async def take_back(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """Part two customers that were merged. What was done with them since stays with the one that stayed."""
    if now - entry.at > FOR:
        raise TooLateToPart
    told, here = entry.after, entry.workspace_id
    keep_id, gone_id = entry.noun_id, told["gone"]
    await held(session, Account, Account.workspace_id == here, Account.id.in_((keep_id, gone_id)))
    kept, gone = await _account(session, here, keep_id), await _account(session, here, gone_id)
    if kept.merged_into_id is not None or gone.merged_into_id != keep_id:
        raise MergedOn(kept=kept.name)
    stays = await _lead(session, here, told["stays"]) if told["folded"] else None
    if stays is not None and stays.status != LeadStatus.OPEN:
        raise LeadWentOn(kept=kept.name)
    await rows.bring_back(session, workspace_id=here, to="accounts", moved=told["rows"], old=gone_id, new=keep_id)
    await people.part(session, workspace_id=here, old=gone_id, new=keep_id, told=told)
    await session.execute(
        update(Account)
        .where(Account.workspace_id == here, Account.id.in_(told["earlier"]))
        .values(merged_into_id=gone_id)
    )
    gone.merged_into_id = None
    audit.put_back(kept, before=entry.before, after={name: told[name] for name in entry.before})
    await session.flush()
    if stays is not None:
        await _part_leads(session, stays, told, by=by, now=now)
    for account in (kept, gone):
        await contacts.remember_all(session, account=account)
    back = {"gone": gone_id, "gone_name": gone.name}
    await audit.record(session, row=kept, verb="undo", by=by, now=now, before=back, after=entry.before, undoes=entry)
    await _tell(session, entry, by=by, now=now)


async def _tell(session: AsyncSession, entry: AuditRow, *, by: Member, now: datetime) -> None:
    """Everybody who heard of the merge hears that it is taken back."""
    told = []
    for member_id, account_id in entry.after.get("concerned", []):
        if member_id == by.id:
            continue
        facts = {"account": entry.noun_id, "gone": entry.after["gone"], "was": account_id, "by": by.id, "parted": True}
        to = await session.get_one(Member, (entry.workspace_id, member_id))
        key = f"parted:{entry.id}:{member_id}"
        told.append(Telling(kind="customer_merged", key=key, facts=facts, to=to, due_at=now))
    await notices.tell_many(session, workspace_id=entry.workspace_id, tellings=told, now=now)


async def _part_leads(session: AsyncSession, stays: Lead, told: dict[str, Any], *, by: Member, now: datetime) -> None:
    audit.put_back(stays, before=told["filled"]["before"], after=told["filled"]["after"])
    parted = [stays]
    for each in told["folded"]:
        lead = await _lead(session, stays.workspace_id, each["lead"])
        parted.append(lead)
        await leads.unfold(session, lead=lead, into=stays, told=each, by=by, now=now)
    given = await session.get_one(AuditRow, (stays.workspace_id, told["given"])) if told["given"] else None
    await leads.give_back(session, lead=stays, entry=given, by=by, now=now)
    await locks.stand_again(session, leads=parted, by=by, now=now)


async def _account(session: AsyncSession, here: str, account_id: int) -> Account:
    return await session.get_one(Account, (here, account_id), populate_existing=True)


async def _lead(session: AsyncSession, here: str, lead_id: int) -> Lead:
    await held(session, Lead, Lead.workspace_id == here, Lead.id == lead_id)
    whole = select(Lead).options(joinedload(Lead.account), joinedload(Lead.owner))
    found = await session.scalars(
        whole.where(Lead.workspace_id == here, Lead.id == lead_id).execution_options(populate_existing=True)
    )
    return found.one()
