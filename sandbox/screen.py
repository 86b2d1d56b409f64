"""What Slack's own program shows one person."""

from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING

from sandbox.changes import Change
from sandbox.channels import Channel
from sandbox.manifest import Command, Shortcut
from sandbox.messages import Message
from sandbox.users import User
from sandbox.views import View
from sandbox.workspace import Workspace

if TYPE_CHECKING:
    from sandbox.slack import Slack


class Screen:
    """All that one person may see, by id."""

    def __init__(self, slack: "Slack", ws: Workspace, user: str) -> None:
        self.slack, self.ws, self.user = slack, ws, user

    @property
    def me(self) -> User:
        """The person at the desk."""
        return self.ws.users[self.user]

    @property
    def stack(self) -> list[View]:
        """Open modals, bottom first."""
        return list(self.ws.stack(self.user))

    @property
    def home(self) -> View | None:
        """The app's Home as last published for this person."""
        return self.ws.homes.get(self.user)

    def channels(self) -> list[Channel]:
        """Channels and direct messages this person is in; the bot's among them."""
        self.ws.dm(self.user)
        return [c for c in self.ws.channels.values() if self.user in c.members]

    def sees(self, channel: str) -> bool:
        """May this person look into it?"""
        found = self.ws.channels[channel]
        return found.kind == "public" or self.user in found.members

    def messages(self, channel_id: str, thread_ts: str | None = None) -> list[Message]:
        """A channel's own messages, or those of one thread, with the ephemeral ones of this person."""
        found = self.ws.messages(channel_id, viewer=self.user) if self.sees(channel_id) else []
        if thread_ts:
            return [m for m in found if thread_ts in (m.ts, m.thread_ts)]
        return [m for m in found if not m.is_reply() or m.broadcast]

    def commands(self, typed: str) -> list[Command]:
        """Commands that begin like that."""
        return [c for c in self.ws.app.commands if c.command.startswith(typed.partition(" ")[0])]

    def shortcuts(self, kind: str) -> list[Shortcut]:
        """Shortcuts of kind "global" or "message"."""
        return [s for s in self.ws.app.shortcuts if s.type == kind]

    async def changes(self) -> AsyncGenerator[Change]:
        """All changes this person may see, from now on."""
        async with self.ws.subscribe() as stream:
            async for change in stream:
                if change.user in (None, self.user) and (change.channel is None or self.sees(change.channel)):
                    yield change
