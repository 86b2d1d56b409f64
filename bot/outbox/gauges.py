"""How the notices stand, for whoever watches."""

from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.metrics import ACTED_SHARE, NOTICE_LAG, NOTICES, NOTICES_WEEK


async def measure(session: AsyncSession, *, now: datetime) -> None:
    """Set the gauges from what stands in the database, all workspaces together."""
    counted = {row.status: row.n for row in await session.execute(_COUNT)}
    for status in ("pending", "sending", "dead"):
        NOTICES.labels(status).set(counted.get(status, 0))
    oldest: datetime | None = await session.scalar(_OLDEST, {"now": now})
    NOTICE_LAG.set((now - oldest).total_seconds() if oldest else 0)


async def measure_week(session: AsyncSession, *, now: datetime) -> None:
    """Set the gauges of the last seven days, by kind. Reads all that was told in them: not for every few seconds."""
    for gauge in (NOTICES_WEEK, ACTED_SHARE):
        gauge.clear()
    for row in await session.execute(_WEEK, {"since": now - timedelta(days=7)}):
        for outcome in ("sent", "retried", "expired", "dead"):
            NOTICES_WEEK.labels(row.kind, outcome).set(getattr(row, outcome))
        if row.sent:
            ACTED_SHARE.labels(row.kind).set(row.acted / row.sent)


_WEEK = text("""
    select kind, count(*) filter (where told) as sent, count(*) filter (where told and attempts > 1) as retried,
           count(*) filter (where status = 'expired') as expired, count(*) filter (where status = 'dead') as dead,
           count(*) filter (where told and acted_at is not null) as acted
    from (select *, status in ('sent', 'folded') as told from notices
          where mode = 'post' and created_at > :since) as week
    group by kind
""")

_COUNT = text("""
    select status, count(*) as n from notices where status in ('pending', 'sending') group by status
    union all select 'dead', count(*) from notices where status = 'dead'
""")
_OLDEST = text("select min(due_at) from notices where status in ('pending', 'sending') and due_at <= :now")
