"""How an absence, and much given at once, are taken back."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core import handovers
from core.models import Assignment, AuditRow, Member
from core.owners import taking_back
from core.undo.entry import locked, note, put_back


async def member(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """Until when somebody is away."""
    row = await locked(session, Member, entry)
    put_back(row, entry)
    await note(session, row, entry, by, now)


async def batch(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """Many given at once, or all that somebody held handed over: those that nobody has changed since."""
    back = await taking_back.all_of(session, entry=entry, by=by, now=now)
    if entry.verb == handovers.KIND:
        row = await session.get_one(Assignment, (entry.workspace_id, entry.noun_id))
        await handovers.returning.tell(session, row=row, back=back, by=by, now=now)
