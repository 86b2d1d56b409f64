"""/genjin team 小组, /genjin settings 设置."""

from core import days, members, settings, workspaces
from core.calendar import local_day
from handlers.asking import Answer, Ask
from handlers.workspace import views


async def team(ask: Ask) -> Answer:
    """Show who is in which team."""
    async with ask.db.begin() as session:
        people = await members.roster(session, by=ask.me)
    return views.team(people, ask.me, ask.t, today=local_day(ask.now(), ask.t.zone))


async def show_settings(ask: Ask) -> Answer:
    """Open the workspace's rules, for an admin."""
    async with ask.db.begin() as session:
        await settings.must_be_admin(session, by=ask.me)
        workspace = await workspaces.of(session, by=ask.me)
    return views.settings_form(workspace, ask.t, year=days.year_not_known(workspace, now=ask.now()))
