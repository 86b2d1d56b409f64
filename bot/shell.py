"""What is set from the shell: people's roles and teams, teams' channels, the pool's channel."""

import logging
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import database, logs, slack
from bot.clock import Clock
from bot.database import Databases
from bot.profiles import Stranger, look_up, take_in
from bot.settings import Settings, SettingsWrong
from core import members, workspaces
from core.models import Member, Role, Team, Workspace

_CHANNEL = re.compile(r"[CG][A-Z0-9]{2,}")
_CHANNEL_ID = "a Slack channel id such as C012AB (in Slack: at the end of the channel's details)"
_USER_ID = "a Slack user id such as U012AB (in Slack: profile, ⋮, Copy member ID)"
_USER = re.compile(r"[UW][A-Z0-9]{2,}")


@dataclass(frozen=True)
class _Shell:
    """What every command here works with."""

    databases: Databases
    client: AsyncWebClient | None
    workspace: AuthorizeResult
    clock: Clock


async def set_members(settings: Settings, slack_ids: Sequence[str], *, role: str | None, team: str | None) -> list[str]:
    """Give people a role, a team, or both; returns a line for each. Raises `SettingsWrong` for what cannot be."""
    wanted = _role(role)
    if wanted is None and team is None:
        raise SettingsWrong("Say what to change: --role rep|manager|admin|supporter, --team NAME, or both.")
    for slack_id in slack_ids:
        _must_match(_USER, slack_id, "USERID", _USER_ID)
    async with _opened(settings) as shell:
        return [await _set_member(shell, slack_id, wanted, team) for slack_id in slack_ids]


async def set_team(settings: Settings, name: str, *, channel: str | None) -> str:
    """Make the team, or give it its channel; returns a line that says so."""
    if channel is not None:
        _must_match(_CHANNEL, channel, "--channel", _CHANNEL_ID)
    async with _opened(settings) as shell, _begun(shell) as session:
        found = await members.team_named(session, workspace_id=shell.workspace.team_id or "", name=name)
        if channel:
            found.channel, found.channel_by = channel, None
        return f"{name}: {found.channel or 'no channel yet'}"


async def set_pool(settings: Settings, channel: str) -> str:
    """Say in which channel new leads of the pool are shown; returns a line that says so."""
    _must_match(_CHANNEL, channel, "CHANNEL", _CHANNEL_ID)
    async with _opened(settings) as shell, _begun(shell) as session:
        workspace = await session.get_one(Workspace, shell.workspace.team_id)
        workspace.pool_channel, workspace.pool_channel_by = channel, None
        return f"New leads of the pool are shown in {channel}."


async def _set_member(shell: _Shell, slack_id: str, role: Role | None, team: str | None) -> str:
    await _known(shell, slack_id)
    async with _begun(shell) as session:
        member = (await session.scalars(select(Member).where(Member.slack_id == slack_id))).one()
        await members.set_role(session, member=member, role=role, team=team, by=None, now=shell.clock.now())
        named = await session.get(Team, (member.workspace_id, member.team_id)) if member.team_id else None
        return f"{slack_id} {member.name}: {member.role}" + (f", {named.name}" if named else "")


async def _known(shell: _Shell, slack_id: str) -> None:
    """Have a row for the person, from Slack if it answers, a plain one otherwise."""
    workspace_id = shell.workspace.team_id or ""
    async with shell.databases.reading() as session:
        if await members.meet(session, workspace_id=workspace_id, slack_id=slack_id):
            return
    profile = members.Profile(slack_id=slack_id, name=slack_id, locale="en-US", zone="UTC")
    if shell.client:
        try:
            profile = await look_up(shell.client, slack_id, workspace_id=workspace_id)
        except Stranger:
            raise SettingsWrong(f"{slack_id} is a bot, a guest or of another workspace: choose a member.") from None
    await take_in(shell.databases, shell.clock, shell.workspace, profile)


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[_Shell]:
    logs.configure(level=logging.WARNING)
    clock = Clock(settings.genjin_clock)
    async with database.opened(settings, size=1) as databases:
        if settings.slack_bot_token is None:
            yield _Shell(databases, None, await _only_workspace(databases), clock)
            return
        async with slack.connected(settings) as client:
            yield _Shell(databases, client, await _workspace_of(client), clock)


@asynccontextmanager
async def _begun(shell: _Shell) -> AsyncIterator[AsyncSession]:
    """A transaction in the workspace, which is made when nobody has spoken there yet."""
    workspace_id, name = shell.workspace.team_id or "", shell.workspace.team or ""
    async with shell.databases.of(workspace_id).begin() as session:
        await workspaces.found(
            session, workspace_id=workspace_id, name=name, zone="Asia/Shanghai", locale="zh-CN", now=shell.clock.now()
        )
        yield session


async def _workspace_of(client: AsyncWebClient) -> AuthorizeResult:
    try:
        return await slack.OneWorkspace(client)()
    except SlackApiError as refused:
        raise SettingsWrong(
            f"SLACK_BOT_TOKEN is refused by Slack ({refused.response['error']}): copy it again."
        ) from None


async def _only_workspace(databases: Databases) -> AuthorizeResult:
    async with databases.everywhere().begin() as session:
        known = (await session.execute(select(Workspace.id, Workspace.name).limit(2))).all()
    if len(known) != 1:
        raise SettingsWrong("SLACK_BOT_TOKEN is not set: it says which workspace is meant.")
    return AuthorizeResult(enterprise_id=None, team_id=known[0].id, team=known[0].name)


def _role(named: str | None) -> Role | None:
    if named is None:
        return None
    try:
        return Role(named.lower())
    except ValueError:
        raise SettingsWrong(f"There is no role {named}: choose rep, manager, admin or supporter.") from None


def _must_match(pattern: re.Pattern[str], given: str, name: str, wanted: str) -> None:
    if not pattern.fullmatch(given):
        raise SettingsWrong(f"{name} {given} cannot be used: give {wanted}.")
