"""/genjin pools 公海: every pool that the asker may see, how it stands, its rules."""

from datetime import datetime
from typing import Any

from core import pools, workspaces
from core.models import Member
from core.pools import quotas
from handlers.asking import Answer, Ask
from handlers.blocks import Message
from handlers.pools import views
from handlers.words import Translate


async def show(ask: Ask) -> Answer:
    """Show the pools."""
    return await board(ask.db, ask.me, ask.now(), ask.t)


async def board(db: Any, me: Member, now: datetime, t: Translate, *, page: int = 0) -> Message:
    """A page of the pools; past the end the last one."""
    async with db.begin() as session:
        known = await pools.all_of(session, by=me)
        page = min(page, max(len(known) - 1, 0) // views.PAGE)
        shown = known[page * views.PAGE : (page + 1) * views.PAGE]
        standings = await pools.figures(session, pools=shown, by=me)
        usage = await quotas.usage(session, member=me, now=now)
        workspace = await workspaces.of(session, by=me)
    left = {pool.id: usage.of(pool) for pool in shown}
    return views.board(standings, left, len(known), page, workspace, me, t)
