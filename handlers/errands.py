"""What a worker has at hand while it does an errand: work somebody asked for that outlasts Slack's three seconds."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncSession

from core import errands
from core.errands import Taken
from core.models import Member
from handlers.blocks import Message, sent

_BLOCKS = ("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long")


@dataclass(frozen=True)
class Desk:
    """One errand, and what it is done with."""

    errand: Taken
    db: Any  # bot.database.Database, the workspace's own
    client: AsyncWebClient
    now: Callable[[], datetime]

    async def hold(self, session: AsyncSession) -> None:
        """Keep the errand for this transaction. Raises `core.errands.Lost`."""
        await errands.hold(session, errand=self.errand)

    async def post(self, channel: str, message: Message) -> tuple[str, str]:
        """Post a message; where it stands (channel and ts)."""
        said = await self._said(lambda drawn: self.client.chat_postMessage(channel=channel, **drawn), message)
        return str(said["channel"]), str(said["ts"])

    async def edit(self, channel: str, ts: str, message: Message) -> None:
        """Draw a message anew."""
        await self._said(lambda drawn: self.client.chat_update(channel=channel, ts=ts, **drawn), message)

    async def _said(self, say: Callable[[Message], Awaitable[Any]], message: Message) -> Any:
        try:
            return await say(sent(message))
        except SlackApiError as refused:
            if refused.response.get("error") not in _BLOCKS or not message.get("fallback"):
                raise
        return await say({"text": message["text"], "blocks": message["fallback"]})

    async def send(self, member: Member, *, filename: str, data: bytes, said: str) -> None:
        """Send a file into somebody's direct messages with Genjin."""
        await send(self.client, member, filename=filename, data=data, said=said)


async def send(client: AsyncWebClient, member: Member, *, filename: str, data: bytes, said: str) -> None:
    """Upload a file into somebody's direct messages with Genjin, with a sentence beside it."""
    opened = await client.conversations_open(users=member.slack_id)
    await client.files_upload_v2(
        channel=opened["channel"]["id"], filename=filename, title=filename, content=data, initial_comment=said
    )


@dataclass(frozen=True)
class Deed:
    """How one kind of errand is done, and what is done once it has failed too often."""

    do: Callable[[Desk], Awaitable[None]]
    give_up: Callable[[Desk], Awaitable[None]]
