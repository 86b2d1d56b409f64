"""How changes of the list of sources, their costs and web forms are taken back."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core.models import AuditRow, Member, Source, SourceCost, WebForm
from core.sources import changes
from core.undo.entry import ChangedSince, locked, note, put_back


async def source(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """An entry of the list of sources as it was; one entered by mistake leaves it, unless something came from it."""
    source: Source = await locked(session, Source, entry)
    put_back(source, entry)
    if entry.verb != "enter":
        await changes.put_back(session, entry=source, of=entry)
    elif await changes.is_used(session, entry=source):
        raise ChangedSince
    else:
        await session.delete(source)
    await note(session, source, entry, by, now)


async def form(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """A web form changed, closed or opened again."""
    form = await locked(session, WebForm, entry)
    put_back(form, entry)
    await note(session, form, entry, by, now)


async def cost(session: AsyncSession, entry: AuditRow, by: Member, now: datetime) -> None:
    """A cost entered by mistake is taken out, one taken out by mistake counts again."""
    cost: SourceCost = await locked(session, SourceCost, entry)
    put_back(cost, entry)
    if entry.verb == "add":
        cost.removed_at = now
    await note(session, cost, entry, by, now)
