"""A deal's card put into somebody's direct messages, where files can be dropped into its thread."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core import notices
from core.models import Deal, Member


async def post(session: AsyncSession, *, deal: Deal, to: Member, now: datetime) -> None:
    """Put the card there; one that stands there already is brought up to date instead. For a deal they may see."""
    await notices.tell(
        session,
        workspace_id=deal.workspace_id,
        kind="deal_card",
        key=f"card:{deal.id}:{to.id}:{now.timestamp():.0f}",
        facts={"deal": deal.id},
        to=to,
        topic=f"deal:{deal.id}",
        due_at=now,
        now=now,
    )
