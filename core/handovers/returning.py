"""A handover that comes back: on its day, or taken back by whoever asked for it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import notices
from core.handovers import finishing
from core.handovers.asking import KIND, topic
from core.models import Assignment, AuditRow, Member
from core.notices import Telling
from core.owners import taking_back
from core.owners.taking_back import AllChangedSince, Undone


async def give_back(session: AsyncSession, *, row: Assignment, now: datetime) -> None:
    """Its day has come: what nobody has changed since goes back, its clocks begin anew; all concerned are told."""
    here = row.workspace_id
    found = await session.scalars(
        select(AuditRow).where(
            AuditRow.workspace_id == here,
            AuditRow.noun == "assignment",
            AuditRow.noun_id == row.id,
            AuditRow.verb == KIND,
        )
    )
    try:
        async with session.begin_nested():
            back = await taking_back.all_of(session, entry=found.one(), by=None, now=now, cause="return")
    except AllChangedSince:
        row.returned_at = now
        back = Undone(0, 0)
    await tell(session, row=row, back=back, by=None, now=now)


async def tell(session: AsyncSession, *, row: Assignment, back: Undone, by: Member | None, now: datetime) -> None:
    """Tell whose it is again; where its day has come (`by=None`) also who had it meanwhile, and who had asked."""
    result = await finishing.of(session, workspace_id=row.workspace_id, handover_id=row.id, now=now)
    had = [each.to for each in result.shares if each.to] if by is None else []
    concerned = {each.id: each for each in (result.handover.of, result.handover.by, *had)}
    if by is not None:
        concerned.pop(by.id, None)
        concerned = {result.handover.of.id: result.handover.of} if result.handover.of.id in concerned else {}
    facts = {"handover": row.id, "back": back.undone, "stay": back.stay, "by": by.id if by else None}
    tellings = [
        Telling(kind="handover_back", key=f"{topic(row)}:back:{each.id}", facts=facts, to=each, due_at=now)
        for each in concerned.values()
        if each.active
    ]
    await notices.tell_many(session, workspace_id=row.workspace_id, tellings=tellings, now=now)
