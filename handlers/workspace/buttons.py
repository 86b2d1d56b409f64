"""Buttons of the workspace: its settings, its people."""

from core import days, members, settings, workspaces
from handlers.pressing import Press
from handlers.workspace import views


async def show_settings(press: Press) -> None:
    """Open the workspace's rules."""
    async with press.db.begin() as session:
        await settings.must_be_admin(session, by=press.me)
        workspace = await workspaces.of(session, by=press.me)
    await press.open(views.settings_form(workspace, press.t, year=days.year_not_known(workspace, now=press.now())))


async def edit_team(press: Press) -> None:
    """Open the form for roles and teams."""
    async with press.db.begin() as session:
        await settings.must_be_admin(session, by=press.me)
        teams = await members.teams(session, by=press.me)
    await press.open(views.team_form(teams, press.t))
