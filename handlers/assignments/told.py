"""Notices about leads given and taken, drawn as they are sent."""

from sqlalchemy.ext.asyncio import AsyncSession

from core import leads
from core.models import Member
from handlers.assignments import views
from handlers.blocks import Message
from handlers.telling import Telling


async def leads_taken(session: AsyncSession, telling: Telling) -> Message:
    """Several leads that their reader has lost at once, by another's hand."""
    here, lost = telling.workspace.id, telling.facts["leads"]
    names = await leads.names(session, workspace_id=here, lead_ids=lost[: views.LISTED])
    by = await session.get(Member, (here, telling.facts["by"]))
    return views.lost(names, len(lost), by, telling.t)
