"""A plea that waits for an answer waits no longer: the deal has moved, or is asked for anew."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from core import notices
from core.models import Plea


async def overtake(session: AsyncSession, *, workspace_id: str, deal_ids: Sequence[int], now: datetime) -> None:
    """Settle the open pleas of these deals as answered by events."""
    rows = await session.scalars(
        update(Plea)
        .where(Plea.workspace_id == workspace_id, Plea.deal_id.in_(deal_ids), Plea.decided_at.is_(None))
        .values(granted=False, decided_at=now)
        .returning(Plea)
    )
    for plea in rows.all():
        await close(session, plea, now=now)


async def close(session: AsyncSession, plea: Plea, *, now: datetime) -> None:
    """Its message in the manager's hands is drawn for the last time."""
    await notices.close(
        session,
        workspace_id=plea.workspace_id,
        topic=f"plea:{plea.id}",
        kind="plea",
        facts={"plea": plea.id, "deal": plea.deal_id},
        key=f"plea:{plea.id}:closed",
        now=now,
    )
