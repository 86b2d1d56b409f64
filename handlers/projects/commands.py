"""/deal same 同项目: the pairs of deals that may be one project, for whoever decides."""

from core import projects
from handlers.asking import Answer, Ask
from handlers.projects import views


async def waiting(ask: Ask) -> Answer:
    """Show the pairs that wait for an answer."""
    async with ask.db.begin() as session:
        found, total = await projects.waiting(session, by=ask.me, size=views.PAGE)
    return views.listed(found, total, 0, ask.t)
