"""An import taken back, a hundred rows to a transaction. What somebody has worked on since stays, with its history."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core import audit, clocks, many, workspaces
from core.models import AuditRow, Import, ImportRow, Invoice, Lead, LeadStatus, Member, RowState, Visit

AT_ONCE = 100


async def undo_some(session: AsyncSession, *, batch: Import, by: Member, now: datetime) -> int:
    """Take back the next hundred leads; how many were looked at, 0 once none is left."""
    waiting = await session.scalars(
        select(ImportRow)
        .where(
            ImportRow.workspace_id == batch.workspace_id,
            ImportRow.import_id == batch.id,
            ImportRow.state == RowState.ENTERED,
            ImportRow.audit_id.is_not(None),
        )
        .order_by(ImportRow.number)
        .limit(AT_ONCE)
    )
    rows = waiting.all()
    if not rows:
        return await _undo_invoices(session, batch=batch, now=now)
    touched = await _touched(session, rows=rows)
    free = [row for row in rows if row.lead_id not in touched]
    await _withdraw(session, rows=free, by=by, now=now)
    for row in rows:
        row.state = RowState.ENTERED if row.lead_id in touched else RowState.UNDONE
        row.audit_id = None
    await session.flush()
    return len(rows)


async def _touched(session: AsyncSession, *, rows: Sequence[ImportRow]) -> set[int]:
    """The leads that were followed up, changed hands, moved or edited since; what of that was undone does not count."""
    undoing, here = aliased(AuditRow), rows[0].workspace_id
    visited = exists().where(Visit.workspace_id == here, Visit.lead_id == Lead.id, Visit.undone_at.is_(None))
    changed = exists().where(
        AuditRow.workspace_id == here,
        AuditRow.noun == "lead",
        AuditRow.noun_id == Lead.id,
        AuditRow.verb != "import",
        AuditRow.undoes_id.is_(None),
        ~exists().where(undoing.workspace_id == here, undoing.undoes_id == AuditRow.id),
    )
    found = await session.scalars(
        select(Lead.id)
        .where(
            Lead.workspace_id == here,
            Lead.id.in_([row.lead_id for row in rows]),
            visited | changed | (Lead.status != LeadStatus.OPEN),
        )
        .order_by(Lead.id)
    )
    return set(found)


async def _withdraw(session: AsyncSession, *, rows: Sequence[ImportRow], by: Member, now: datetime) -> None:
    """They leave every list, as a capture that is undone does."""
    workspace = await workspaces.of(session, by=by)
    here = by.workspace_id
    leads = await session.scalars(
        select(Lead)
        .where(Lead.workspace_id == here, Lead.id.in_([row.lead_id for row in rows]))
        .order_by(Lead.id)
        .with_for_update()
    )
    entries = await session.scalars(
        select(AuditRow).where(AuditRow.workspace_id == here, AuditRow.id.in_([row.audit_id for row in rows]))
    )
    entered = {entry.noun_id: entry for entry in entries}
    taken_back = []
    for lead in leads:
        lead.status, lead.version = LeadStatus.WITHDRAWN, lead.version + 1
        await clocks.wind(session, thing=lead, workspace=workspace)
        entry = entered[lead.id]
        after = {"status": LeadStatus.WITHDRAWN.value}
        undone = audit.entry(row=lead, verb="undo", by=by, now=now, before=entry.after, after=after, undoes=entry)
        taken_back.append(undone)
    await many.add(session, rows=taken_back)


async def _undo_invoices(session: AsyncSession, *, batch: Import, now: datetime) -> int:
    """The invoices go with them; those of customers whose lead stays, stay."""
    its = (ImportRow.workspace_id == batch.workspace_id, ImportRow.import_id == batch.id)
    stays = select(ImportRow.account_id).where(*its, ImportRow.state == RowState.ENTERED)
    await session.execute(
        update(Invoice)
        .where(
            Invoice.workspace_id == batch.workspace_id,
            Invoice.import_id == batch.id,
            Invoice.undone_at.is_(None),
            Invoice.account_id.not_in(stays),
        )
        .values(undone_at=now)
    )
    await session.execute(
        update(ImportRow)
        .where(*its, ImportRow.state == RowState.ENRICHED, ImportRow.account_id.not_in(stays))
        .values(state=RowState.UNDONE)
    )
    return 0
