"""/genjin sources 来源: where leads come from, how many, and what it cost."""

from core.sources import listing
from handlers.asking import Answer, Ask
from handlers.sources import views


async def show(ask: Ask) -> Answer:
    """Show the first page of the list."""
    async with ask.db.begin() as session:
        found = await listing.listing(session, by=ask.me, size=views.PAGE)
    return views.listing(found, 0, ask.me, ask.t)
