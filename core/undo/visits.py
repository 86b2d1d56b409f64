"""How a logged follow-up is taken back, with all that it set."""

from contextlib import suppress
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, clocks, owners, rooms, tasks, workspaces
from core.deciders import turnover
from core.models import AuditRow, Deal, Evidence, Lead, Member, Task, Visit
from core.undo import leads as of_leads
from core.undo.entry import ChangedSince, UndoneAlready, locked, must_stand, note


async def visit(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """A follow-up: its next step goes, what it fulfilled is open again, the clocks stand where they stood."""
    visit: Visit = await locked(session, Visit, entry)
    visit.undone_at = now
    await session.execute(
        update(Evidence)
        .where(Evidence.workspace_id == visit.workspace_id, Evidence.visit_id == visit.id)
        .values(withdrawn_at=now)
    )
    cancelled = await session.scalars(
        update(Task)
        .where(Task.workspace_id == visit.workspace_id, Task.visit_id == visit.id, Task.cancelled_at.is_(None))
        .values(cancelled_at=now, remind_at=None)
        .returning(Task.id)
    )
    await tasks.settle_reminders(session, task_ids=cancelled.all(), cause=entry.id, by=by, now=now)
    if fulfilled := entry.after.get("fulfilled"):
        await session.execute(
            update(Task)
            .where(Task.workspace_id == visit.workspace_id, Task.id.in_(fulfilled), Task.done_at == visit.logged_at)
            .values(done_at=None)
        )
    for model, thing_id in ((Lead, visit.lead_id), (Deal, visit.deal_id)):
        if thing_id is not None:
            thing = await locked(session, model, entry, thing_id)
            await _rewind(session, thing=thing, visit=visit, entry=entry, by=by)
            await owners.redraw_cards(session, thing=thing, now=now)
    if visit.deal_id is not None:
        await rooms.strike_visit(session, visit=visit, now=now)
    await turnover.take_back(session, visit_id=visit.id, by=by, now=now)
    await note(session, visit, entry, by, now)
    await _uncapture(session, visit=visit, entry=entry, by=by, now=now)


async def _uncapture(session: AsyncSession, *, visit: Visit, entry: AuditRow, by: Member, now: datetime) -> None:
    """A lead that was made for this follow-up goes with it, unless more has come to it since."""
    if entry.source is None or visit.lead_id is None:
        return
    found = await session.scalars(
        select(AuditRow).where(
            AuditRow.workspace_id == entry.workspace_id,
            AuditRow.noun == "lead",
            AuditRow.noun_id == visit.lead_id,
            AuditRow.verb == "capture",
            AuditRow.actor_id == by.id,
            AuditRow.source == entry.source,  # one press did both
            AuditRow.at == entry.at,
        )
    )
    captured = found.first()
    if captured is None:
        return
    with suppress(ChangedSince, UndoneAlready):
        async with session.begin_nested():
            await must_stand(session, entry=captured)
            await of_leads.withdraw(session, captured, by, now)


async def _rewind(session: AsyncSession, *, thing: Lead | Deal, visit: Visit, entry: AuditRow, by: Member) -> None:
    """Set a follow-up clock again from the follow-ups that stand, and the last quote as it was before this one's."""
    column = Visit.lead_id if isinstance(thing, Lead) else Visit.deal_id
    thing.last_follow_up_at = await session.scalar(
        select(func.max(Visit.at)).where(
            Visit.workspace_id == thing.workspace_id, column == thing.id, Visit.counts, Visit.undone_at.is_(None)
        )
    )
    while thing.quoted_at == visit.logged_at:
        _requote(thing, entry)
        if thing.quoted_at is None or (undone := await _undone_quote(session, thing=thing)) is None:
            break
        visit, entry = undone
    thing.version += 1
    await clocks.wind(session, thing=thing, workspace=await workspaces.of(session, by=by))


def _requote(thing: Lead | Deal, entry: AuditRow) -> None:
    noun = "lead" if isinstance(thing, Lead) else "deal"
    for name, value in entry.before.get(noun, {}).items():
        if name != "id":
            setattr(thing, name, audit.parsed(thing, name, value))


async def _undone_quote(session: AsyncSession, *, thing: Lead | Deal) -> tuple[Visit, AuditRow] | None:
    """The follow-up that gave the quote which now stands, if it was itself taken back."""
    column = Visit.lead_id if isinstance(thing, Lead) else Visit.deal_id
    rows = await session.execute(
        select(Visit, AuditRow)
        .join(
            AuditRow,
            (AuditRow.workspace_id == Visit.workspace_id)
            & (AuditRow.noun == "visit")
            & (AuditRow.noun_id == Visit.id)
            & (AuditRow.verb == "log"),
        )
        .where(
            Visit.workspace_id == thing.workspace_id,
            column == thing.id,
            Visit.logged_at == thing.quoted_at,
            Visit.undone_at.is_not(None),
        )
    )
    found = rows.first()
    return (found[0], found[1]) if found else None
