"""/genjin score 评分: how deals are scored; an admin sets it."""

from core import scores
from handlers.asking import Answer, Ask
from handlers.scores import views


async def show(ask: Ask) -> Answer:
    """Show the model."""
    async with ask.db.begin() as session:
        row = await scores.row_of(session, by=ask.me)
        sources, types = await scores.choices(session, by=ask.me)
    return views.model(row, sources, types, ask.t, me=ask.me)
