"""What Slack says of a person, and the member made of it."""

import asyncio
from typing import Any

import aiohttp
import structlog
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.database import Databases
from bot.payloads import Payload
from core import members, tasks
from core.members import Profile
from core.models import Member

_PATIENCE = 1.5  # seconds for Slack to say who somebody is; the answer is due at 3

# Said before it is known which language they read.
STRANGER = "Genjin works for the members of this workspace only.\nGenjin 只为本工作区的成员服务。"

log = structlog.get_logger("genjin.profiles")


class Stranger(Exception):  # noqa: N818  # an answer, not an error
    """Somebody Genjin does not work for; the text says why."""


async def take_in(databases: Databases, clock: Clock, workspace: AuthorizeResult, profile: Profile) -> Member:
    """Make the member, or bring what Slack says of them up to date."""
    workspace_id = workspace.team_id or ""
    async with databases.of(workspace_id).begin() as session:
        member = await members.welcome(
            session, workspace_id=workspace_id, workspace_name=workspace.team or "", profile=profile, now=clock.now()
        )
        await tasks.rezone(session, owner=member)
        return member


async def look_up(client: AsyncWebClient, slack_id: str, *, workspace_id: str) -> Profile:
    """What Slack says of the user; without an answer in time, a profile with the id for a name.

    Raises `Stranger` for bots, guests and people of other workspaces.
    """
    try:
        async with asyncio.timeout(_PATIENCE):
            told = await client.users_info(user=slack_id, include_locale=True)
    except (SlackApiError, SlackRequestError, aiohttp.ClientError, TimeoutError) as failed:
        log.warning("Slack did not say who this is", user=slack_id, reason=str(failed))
        return Profile(slack_id=slack_id, name=slack_id, locale="en-US", zone="UTC")
    return profile_of(told["user"], workspace_id=workspace_id)


def profile_of(user: Payload, *, workspace_id: str) -> Profile:
    """The profile in Slack's user object; raises `Stranger` when it is not one of the workspace's own people."""
    of_others = user.get("is_stranger") or user.get("team_id", workspace_id) != workspace_id
    if user.get("is_bot") or of_others or user.get("is_restricted") or user.get("is_ultra_restricted"):
        raise Stranger(STRANGER)
    shown: dict[str, Any] = user.get("profile") or {}
    return Profile(
        slack_id=user["id"],
        name=shown.get("display_name") or shown.get("real_name") or user.get("real_name") or user.get("name") or "",
        locale=user.get("locale") or "en-US",
        zone=user.get("tz") or "UTC",
        admin=bool(user.get("is_admin") or user.get("is_owner")),
        active=not user.get("deleted"),
    )
