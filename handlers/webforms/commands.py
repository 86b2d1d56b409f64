"""/genjin forms 网页表单: the pages that take in leads."""

from core import webforms
from handlers.asking import Answer, Ask
from handlers.webforms import views


async def show(ask: Ask) -> Answer:
    """Show the forms there are, for an admin."""
    async with ask.db.begin() as session:
        found, total = await webforms.all_of(session, by=ask.me, now=ask.now(), size=views.PAGE)
    return views.listing(found, total, 0, ask.t)
