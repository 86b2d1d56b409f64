"""/genjin pipelines 流程设置: the workspace's own stages."""

from core.pipelines import settings
from handlers.asking import Answer, Ask
from handlers.pipelines import views


async def show(ask: Ask) -> Answer:
    """All pipelines, for an admin."""
    async with ask.db.begin() as session:
        rows, retired = await settings.overview(session, by=ask.me)
    return views.overview(rows, retired, ask.t)
