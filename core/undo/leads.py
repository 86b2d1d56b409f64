"""How changes of leads and contacts are taken back."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core import audit, clocks, contacts, deciders, leads, members, owners, taken, workspaces
from core.deals import ends
from core.errors import Missing
from core.leads import changes
from core.models import Account, AuditRow, Contact, Deal, DealStatus, Lead, LeadStatus, Member, Visit
from core.pools import locks, quotas, rehoming
from core.silence import keeps, pauses
from core.undo import deals as of_deals
from core.undo.entry import ChangedSince, locked, must_be_as_left, note, put_back


async def owner(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """A claim, release or assignment: the lead goes back to whom it was with."""
    former = entry.before["owner_id"]
    await members.lock(session, by=by)
    await locked(session, Lead, entry)
    # One's own change: also where it put the lead into a pool that one does not belong to.
    (lead,) = await leads.these(session, workspace_id=entry.workspace_id, lead_ids=[entry.noun_id])
    must_be_as_left(lead, entry)
    if lead.status != LeadStatus.OPEN:
        raise ChangedSince
    await locks.must_be_theirs(session, lead=lead, by=by)
    if former == by.id:
        await quotas.must_have_room(session, lead=lead, by=by, now=now)
    to = await session.get(Member, (entry.workspace_id, former)) if former else None
    cause = "unclaim" if entry.verb == "claim" else "undo"
    since = audit.moment(entry.before["owned_since"])
    await owners.change(session, thing=lead, to=to, cause=cause, by=by, now=now, undoes=entry, since=since)


async def reopen(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """A lead called dead: it is open again, with whom it was."""
    former = entry.before["owner_id"]
    await members.lock(session, by=by)
    lead: Lead = await locked(session, Lead, entry)
    must_be_as_left(lead, entry)
    account = await session.get_one(Account, (lead.workspace_id, lead.account_id))
    await taken.must_be_nobodys(session, account=account, by=by)
    put_back(lead, entry)
    lead.owner_id, lead.owned_since = None, None
    if former == by.id:
        await quotas.must_have_room(session, lead=lead, by=by, now=now)
    to = await session.get(Member, (entry.workspace_id, former)) if former else None
    since = audit.moment(entry.before["owned_since"])
    await owners.change(
        session,
        thing=lead,
        to=to,
        cause="undo",
        by=by,
        now=now,
        undoes=entry,
        since=since,
        before=entry.after,
        after=entry.before,
    )
    await locks.stand_again(session, leads=[lead], by=by, now=now)


async def edit(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """A lead's facts, its customer's name and its contact as they were before they were changed."""
    lead = await leads.lock(session, lead_id=entry.noun_id, by=by)
    columns = lead.__table__.columns.keys()
    must_be_as_left(lead, entry)
    for name, value in entry.before.items():
        if name in columns:
            setattr(lead, name, audit.parsed(lead, name, value))
    lead.version += 1
    await session.flush()
    if not await changes.put_back(session, lead=lead, entry=entry):
        raise ChangedSince
    await note(session, lead, entry, by, now)
    await owners.redraw_cards(session, thing=lead, now=now)
    session.expire(lead)


async def contact(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """A contact entered by mistake."""
    contact = await session.get(Contact, (entry.workspace_id, entry.noun_id))
    if contact is None:
        raise ChangedSince
    must_be_as_left(contact, entry)
    if not await contacts.forget(session, contact=contact):
        raise ChangedSince
    await note(session, contact, entry, by, now)


async def relock(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """A lead unlocked is locked again, if there is a lock left for it."""
    await locked(session, Lead, entry)
    await locks.must_be_lockable_again(session, by_id=entry.before["locked_by_id"], workspace_id=entry.workspace_id)
    await of_deals.columns(session, entry, by, now)


async def contact_changed(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """What is known of a contact as it was."""
    contact, _ = await deciders.get(session, contact_id=entry.noun_id, by=by)
    put_back(contact, entry)
    await note(session, contact, entry, by, now)


async def pool(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """A lead moved to another pool goes back to the one it came from, if that is there still."""
    lead = await leads.lock(session, lead_id=entry.noun_id, by=by)
    must_be_as_left(lead, entry)
    await locks.must_be_theirs(session, lead=lead, by=by)
    try:
        await rehoming.put(session, lead=lead, pool_id=entry.before["pool_id"], by=by, now=now)
    except Missing:
        raise ChangedSince from None


async def clock(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """A lead's rhythm, its pause, a question whether it may be kept or the answer: its clock is set as it was."""
    lead = await leads.lock(session, lead_id=entry.noun_id, by=by)
    if lead.status != LeadStatus.OPEN:
        raise ChangedSince
    was = lead.silent_on
    put_back(lead, entry)
    await clocks.wind(session, thing=lead, workspace=await workspaces.of(session, by=by))
    await owners.show_clock(session, lead=lead, was=was, now=now)
    if "keep" in entry.after and not await keeps.take_back(session, lead=lead, entry=entry, by=by, now=now):
        raise ChangedSince
    if "paused_until" in entry.after:
        await pauses.show_again(session, lead=lead, cause=entry, now=now)
    await note(session, lead, entry, by, now)


async def withdraw(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """A lead or deal entered by mistake leaves every list; a converted lead is open again."""
    thing = await locked(session, Lead if entry.noun == "lead" else Deal, entry)
    must_be_as_left(thing, entry)
    await _must_be_untouched(session, thing=thing, entry=entry)
    thing.status = LeadStatus.WITHDRAWN if isinstance(thing, Lead) else DealStatus.WITHDRAWN
    thing.version += 1
    workspace = await workspaces.of(session, by=by)
    await clocks.wind(session, thing=thing, workspace=workspace)
    if isinstance(thing, Deal):
        await ends.follow(session, workspace_id=thing.workspace_id, deal_ids=[thing.id], now=now)
    if isinstance(thing, Deal) and thing.lead_id is not None:
        lead = await locked(session, Lead, entry, thing.lead_id)
        lead.status = LeadStatus.OPEN
        lead.version += 1
        await clocks.wind(session, thing=lead, workspace=workspace)
        await note(session, lead, await _converted(session, lead=lead), by, now)
        await owners.show_again(session, thing=lead, now=now)
        await locks.stand_again(session, leads=[lead], by=by, now=now)
    await note(session, thing, entry, by, now)
    await owners.show_again(session, thing=thing, now=now)


async def _converted(session: AsyncSession, *, lead: Lead) -> AuditRow:
    """What is on record of its conversion, the last one."""
    found = await session.scalars(
        select(AuditRow)
        .where(
            AuditRow.workspace_id == lead.workspace_id,
            AuditRow.noun == "lead",
            AuditRow.noun_id == lead.id,
            AuditRow.verb == "convert",
        )
        .order_by(AuditRow.id.desc())
        .limit(1)
    )
    return found.one()


async def _must_be_untouched(session: AsyncSession, *, thing: Lead | Deal, entry: AuditRow) -> None:
    """What was followed up, moved or edited since stays, with its history; what of that was undone does not count."""
    undoing = aliased(AuditRow)
    here = thing.workspace_id
    column = Visit.lead_id if isinstance(thing, Lead) else Visit.deal_id
    visited = exists().where(Visit.workspace_id == here, column == thing.id, Visit.undone_at.is_(None))
    changed = exists().where(
        AuditRow.workspace_id == here,
        AuditRow.noun == entry.noun,
        AuditRow.noun_id == entry.noun_id,
        AuditRow.id > entry.id,
        AuditRow.undoes_id.is_(None),
        AuditRow.verb != "reveal",
        ~exists().where(undoing.workspace_id == here, undoing.undoes_id == AuditRow.id),
    )
    if await session.scalar(select(visited | changed)):
        raise ChangedSince
