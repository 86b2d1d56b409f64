"""What one browser tab looks at: as whom, which channel, thread or tab."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from sandbox.browser.draw.viewer import Viewer
from sandbox.channels import Channel
from sandbox.client import Client
from sandbox.messages import Message
from sandbox.slack import Slack
from sandbox.users import User
from sandbox.workspace import Workspace

HOME = "home"


@dataclass(frozen=True)
class Window:
    """One person before one page. `tab` is "home" on the app's Home, otherwise "messages"."""

    slack: Slack
    me: User
    channel: Channel
    thread: str = ""
    tab: str = "messages"

    @property
    def workspace(self) -> Workspace:
        """The workspace shown."""
        return self.slack.workspace

    @property
    def client(self) -> Client:
        """The person's hands in the stand-in."""
        return self.slack.client(self.me.id)

    @property
    def now(self) -> datetime:
        """The workspace's clock."""
        return datetime.fromtimestamp(self.slack.clock.now(), UTC)

    @property
    def with_bot(self) -> bool:
        """Is this the direct message with the app?"""
        return self.channel.kind == "im" and self.workspace.bot.id in self.channel.members

    @property
    def on_home(self) -> bool:
        """Is the app's Home open?"""
        return self.with_bot and self.tab == HOME

    def messages(self) -> list[Message]:
        """Everything in the open channel in order, the replies in threads too, as this person sees it."""
        return self.messages_in(self.channel)

    def messages_in(self, channel: Channel) -> list[Message]:
        """The same of any channel; nothing of one that is not this person's to see."""
        return self.workspace.messages(channel.id, viewer=self.me.id) if self.client.sees(channel.id) else []

    def viewer(self) -> Viewer:
        """Language, zone and names for drawing; a channel's name is known to those who see it."""
        return Viewer(
            user_id=self.me.id,
            locale=self.me.locale,
            tz=self.me.tz,
            now=self.now,
            people={user.id: user.shown() for user in self.workspace.users.values()},
            channels={one.id: one.name for one in self.client.channels() if one.name},
            files={file.id: f"/file/{file.id}?as={self.me.id}" for file in self.workspace.files.values()},
        )

    def name_of(self, channel: Channel) -> str:
        """A channel's name, or the other person's in a direct message."""
        return channel.name or self.workspace.user(channel.other(self.me.id)).shown()

    def url(self, **to: str) -> str:
        """The address of another view; what is not named stays as it is, an open thread closes."""
        where = {"as": self.me.id, "channel": self.channel.id, "tab": self.tab} | to
        return "/?" + urlencode({key: value for key, value in where.items() if value and value != "messages"})


def window(slack: Slack, asked: Mapping[str, str]) -> Window:
    """The window an address asks for; what it does not name, or may not see, falls back to what is there."""
    workspace = slack.workspace
    people = everybody(slack)
    me = next((user for user in people if user.id == asked.get("as")), people[0])
    workspace.dm(me.id)
    seen = {channel.id: channel for channel in slack.client(me.id).channels()}
    channel = seen.get(asked.get("channel", ""))
    if asked.get("person") in workspace.users:
        channel = workspace.dm(me.id, asked["person"])
    channel = channel or next((one for one in seen.values() if one.kind != "im"), workspace.dm(me.id))
    thread = asked.get("thread", "")
    is_there = bool(thread) and workspace.message(channel.id, thread) is not None
    return Window(slack, me, channel, thread if is_there else "", asked.get("tab", "messages"))


def everybody(slack: Slack) -> list[User]:
    """The people one can be."""
    return [user for user in slack.workspace.users.values() if not user.is_bot and not user.deleted]
