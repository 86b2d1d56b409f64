"""Somebody at the customer has moved on, as a follow-up told: on record at once, and the manager hears it that day.
Whatever a follow-up told of people goes with it when it is undone."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, contacts, members, notices
from core.hearing import heard
from core.models import Account, AuditRow, Contact, Deal, Member
from core.notices import Telling
from core.reading.turnover import Turnover

LEFT = ("left_at",)
FOLLOWS = ("role", "reports_to")


async def keep(
    session: AsyncSession,
    *,
    told: Turnover,
    account_id: int,
    deal_id: int | None,
    visit_id: int,
    by: Member,
    now: datetime,
) -> None:
    """Mark whoever has gone, enter whoever follows in their place, and tell whoever leads the writer."""
    account = await session.get_one(Account, (by.workspace_id, account_id))
    gone = await contacts.of_name(session, account=account, name=told.gone)
    if gone is None:
        gone = await contacts.keep(session, account=account, name=told.gone, now=now)
    before = audit.snapshot(gone, LEFT)
    gone.left_at = now
    after = {**audit.snapshot(gone, LEFT), "visit": visit_id, "follows": told.follows}
    await audit.record(session, row=gone, verb="leave", by=by, now=now, before=before, after=after)
    follows = await _follow(session, account, gone, told.follows, visit_id, by, now) if told.follows else None
    if deal_id is not None:
        deal = await session.get_one(Deal, (by.workspace_id, deal_id))
        deal.people_on = None if deal.people_on is None else now.date()
    await _tell(session, gone, follows, visit_id, by=by, now=now)


async def _follow(
    session: AsyncSession, account: Account, gone: Contact, name: str, visit_id: int, by: Member, now: datetime
) -> Contact:
    """Whoever follows has their place in the map; where they stand is not known yet."""
    contact = await contacts.keep(session, account=account, name=name, now=now)
    before = audit.snapshot(contact, FOLLOWS)
    contact.role = contact.role or gone.role
    contact.reports_to = contact.reports_to or (gone.reports_to if gone.reports_to != name else None)
    after = {**audit.snapshot(contact, FOLLOWS), "visit": visit_id}
    await audit.record(session, row=contact, verb="follow", by=by, now=now, before=before, after=after)
    return contact


async def _tell(
    session: AsyncSession, gone: Contact, follows: Contact | None, visit_id: int, *, by: Member, now: datetime
) -> None:
    manager = await members.manager_of(session, member=by)
    if by.manages or manager is None:
        return
    facts = {"contact": gone.id, "follows": follows.id if follows else None, "by": by.id, "account": gone.account_id}
    told = Telling(kind="contact_left", key=f"left:{gone.id}:{visit_id}", facts=facts, to=manager, due_at=now)
    tellings = await heard(session, workspace_id=by.workspace_id, tellings=[told], now=now)
    await notices.tell_many(session, workspace_id=by.workspace_id, tellings=tellings, now=now)


async def take_back(session: AsyncSession, *, visit_id: int, by: Member, now: datetime) -> None:
    """The follow-up that told of it was undone."""
    rows = await session.scalars(
        select(AuditRow)
        .where(
            AuditRow.workspace_id == by.workspace_id,
            AuditRow.noun == "contact",
            AuditRow.verb.in_(("leave", "follow", "stand")),
            AuditRow.after["visit"].as_integer() == visit_id,
        )
        .order_by(AuditRow.id.desc())
    )
    for entry in rows.all():
        contact = await session.get(Contact, (by.workspace_id, entry.noun_id))
        if contact is None:
            continue
        left = {name: entry.after[name] for name in entry.before}
        audit.put_back(contact, before=entry.before, after=left)
        await audit.record(
            session, row=contact, verb="undo", by=by, now=now, before=left, after=entry.before, undoes=entry
        )
