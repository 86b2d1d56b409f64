"""/genjin notices 通知."""

from core import choices, mutes
from core.models import Member
from handlers.asking import Answer, Ask
from handlers.choices import views


async def show(ask: Ask) -> Answer:
    """Open the form with what the person chose."""
    async with ask.db.begin() as session:
        member = await session.get_one(Member, (ask.me.workspace_id, ask.me.id))
        teams = await choices.channels_of(session, by=member)
        muted = await mutes.listed(session, by=member, now=ask.now())
    return views.notices_form(member, teams, muted, ask.t)
