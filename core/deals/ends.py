"""What goes along with a deal that ends: its open milestones, and what is asked on it. Open again, it has them back."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from core import notices, tasks
from core.requests import end as requests


async def follow(session: AsyncSession, *, workspace_id: str, deal_ids: Sequence[int], now: datetime) -> None:
    """Make the open milestones of these locked deals, and the requests on them, stand as the deals do. Harmless when
    done twice."""
    await session.flush()
    rows = await session.execute(_FOLLOW, {"workspace": workspace_id, "deals": list(deal_ids), "now": now})
    struck = [tasks.closed(task_id, cause=f"ended:{now.timestamp():.0f}") for task_id, ended in rows if ended]
    await notices.again(session, workspace_id=workspace_id, agains=struck, now=now)
    await requests.follow(session, workspace_id=workspace_id, deal_ids=deal_ids, now=now)


_FOLLOW = text("""
    update tasks set ended = deals.status <> 'open',
        cancelled_at = case when deals.status <> 'open' then cast(:now as timestamptz) end
    from deals
    where tasks.workspace_id = :workspace and tasks.deal_id = any(:deals)
      and tasks.place is not null and tasks.done_at is null
      and deals.workspace_id = tasks.workspace_id and deals.id = tasks.deal_id
      and (tasks.ended and deals.status = 'open' or tasks.cancelled_at is null and deals.status <> 'open')
    returning tasks.id, tasks.ended
""")
