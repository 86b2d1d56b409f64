"""How a view kept, changed or taken off the list is taken back."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core import workspaces
from core.models import AuditRow, Member, SavedView
from core.undo.entry import locked, note, put_back
from core.views import saved


async def view(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """One kept leaves the list, one deleted is back on it, one changed is as it was, unless its name is taken."""
    await workspaces.one_at_a_time(session, by=by)
    row: SavedView = await locked(session, SavedView, entry)
    if entry.verb != "keep":
        await saved.must_be_free(session, row=row, before=entry.before, by=by)
    put_back(row, entry)
    if entry.verb == "keep":
        row.removed_at = now
    await note(session, row, entry, by, now)
