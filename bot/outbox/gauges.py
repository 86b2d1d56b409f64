"""How the notices stand, for whoever watches."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.metrics import NOTICE_LAG, NOTICES


async def measure(session: AsyncSession, *, now: datetime) -> None:
    """Set the gauges from what stands in the database, all workspaces together."""
    counted = {row.status: row.n for row in await session.execute(_COUNT)}
    for status in ("pending", "sending", "dead"):
        NOTICES.labels(status).set(counted.get(status, 0))
    oldest: datetime | None = await session.scalar(_OLDEST, {"now": now})
    NOTICE_LAG.set((now - oldest).total_seconds() if oldest else 0)


_COUNT = text("""
    select status, count(*) as n from notices where status in ('pending', 'sending') group by status
    union all select 'dead', count(*) from notices where status = 'dead'
""")
_OLDEST = text("select min(due_at) from notices where status in ('pending', 'sending') and due_at <= :now")
