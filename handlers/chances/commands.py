"""/lead dead 死线索: those without any chance, for picking."""

from core import chances
from handlers.asking import Answer, Ask
from handlers.chances import views


async def dead(ask: Ask) -> Answer:
    """The first page of the dead leads, with why they died."""
    async with ask.db.begin() as session:
        found, total = await chances.dead(session, by=ask.me, size=views.PAGE)
    return views.dead(found, total, 0, ask.t)
