"""/today 今日: what is planned, due, overdue and silent."""

from core import today
from handlers.asking import Answer, Ask
from handlers.today import views


async def show(ask: Ask) -> Answer:
    """Show the asker's day."""
    async with ask.db.begin() as session:
        day = await today.of(session, member=ask.me, now=ask.now())
    return views.picture(day, ask.t)
