"""A new date that was asked for is asked for no longer: the deal has another one, or has ended."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from core import notices
from core.models import Extension


async def overtake(session: AsyncSession, *, workspace_id: str, deal_ids: Sequence[int], now: datetime) -> None:
    """Settle the open questions about these deals as answered by events."""
    rows = await session.scalars(
        update(Extension)
        .where(Extension.workspace_id == workspace_id, Extension.deal_id.in_(deal_ids), Extension.decided_at.is_(None))
        .values(granted=False, decided_at=now)
        .returning(Extension)
    )
    for extension in rows.all():
        await close(session, extension, now=now)


async def close(session: AsyncSession, extension: Extension, *, now: datetime) -> None:
    """Its message in the manager's hands is drawn for the last time."""
    await notices.close(
        session,
        workspace_id=extension.workspace_id,
        topic=f"extension:{extension.id}",
        kind="extension",
        facts={"extension": extension.id, "deal": extension.deal_id},
        key=f"extension:{extension.id}:closed",
        now=now,
    )
