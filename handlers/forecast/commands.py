"""/pipeline forecast 预测, over time or side by side: `quarter`, `next quarter by team`, `明年 按区域`."""

from core.calendar import local_day
from handlers.asking import Answer, Ask
from handlers.forecast import asked as asking
from handlers.forecast import views


async def forecast(ask: Ask) -> Answer:
    """Show what the open deals come to, and what was won."""
    asked = asking.typed(ask.text, today=local_day(ask.now(), ask.me.zone))
    async with ask.db.begin() as session:
        found = await asking.look(session, asked=asked, by=ask.me, now=ask.now())
    return views.picture(found, ask.t)
