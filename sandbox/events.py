"""Which events the bot hears of, and with what in them."""

from typing import TYPE_CHECKING, Any

from sandbox import payloads
from sandbox.channels import Channel
from sandbox.files import File
from sandbox.messages import Message
from sandbox.users import User
from sandbox.views import View
from sandbox.workspace import Workspace

if TYPE_CHECKING:
    from sandbox.slack import Slack

HEARD_IN = {"channel": "message.channels", "group": "message.groups", "im": "message.im", "mpim": "message.mpim"}


class Events:
    """Sends events behind what people and the bot do, when the app is subscribed and may hear them."""

    def __init__(self, slack: "Slack") -> None:
        self._slack = slack

    def send(self, ws: Workspace, subscription: str, event: dict[str, Any]) -> None:
        """Deliver in the background, as Slack does, with its retries."""
        if ws.installed and ws.app.hears(subscription):
            body = {"event_ts": ws.clock.ts()} | event
            self._slack.spawn(self._slack.wire.event(payloads.event(ws, body)))

    def _message(self, ws: Workspace, message: Message, event: dict[str, Any]) -> None:
        channel = ws.channels[message.channel]
        if ws.bot.id in channel.members and message.only_for is None:
            place = {"channel": channel.id, "channel_type": channel.type_word()}
            self.send(ws, HEARD_IN[channel.type_word()], {"type": "message", **event, **place})

    def posted(self, ws: Workspace, message: Message) -> None:
        """A message was posted; said to the bot by name, it is an app_mention too."""
        found = message.as_json() | {"event_ts": message.ts}
        if message.files and not message.bot_id:
            found["subtype"] = "file_share"
        self._message(ws, message, found)
        channel = ws.channels[message.channel]
        mentioned = f"<@{ws.bot.id}>" in message.text and message.user != ws.bot.id
        if mentioned and channel.kind != "im" and ws.bot.id in channel.members and message.only_for is None:
            self.send(ws, "app_mention", found | {"type": "app_mention", "channel": channel.id})

    def edited(self, ws: Workspace, message: Message, before: dict[str, Any]) -> None:
        """A message was edited."""
        changed = {"subtype": "message_changed", "message": message.as_json(), "previous_message": before}
        self._message(ws, message, {**changed, "hidden": True, "ts": ws.clock.ts()})

    def deleted(self, ws: Workspace, message: Message) -> None:
        """A message was deleted."""
        gone = {"subtype": "message_deleted", "deleted_ts": message.ts, "previous_message": message.as_json()}
        self._message(ws, message, {**gone, "hidden": True, "ts": ws.clock.ts()})

    def joined(self, ws: Workspace, channel: Channel, user: str, *, inviter: str | None = None) -> None:
        """Someone, perhaps the bot, entered a channel."""
        event = {"type": "member_joined_channel", "user": user, "channel": channel.id, "team": ws.id}
        kind = {"channel_type": "C" if channel.kind == "public" else "G"}
        if ws.bot.id in channel.members:
            self.send(ws, "member_joined_channel", event | kind | ({"inviter": inviter} if inviter else {}))

    def left(self, ws: Workspace, channel: Channel, user: str) -> None:
        """Someone, perhaps the bot, left a channel."""
        kind = {"channel_type": "C" if channel.kind == "public" else "G"}
        event = {"type": "member_left_channel", "user": user, "channel": channel.id, "team": ws.id}
        if ws.bot.id in channel.members or user == ws.bot.id:
            self.send(ws, "member_left_channel", event | kind)

    def user_changed(self, ws: Workspace, user: User) -> None:
        """Someone's profile, language, zone or standing changed."""
        event = {"type": "user_change", "user": user.as_json(include_locale=True), "cache_ts": user.updated}
        self.send(ws, "user_change", event)

    def user_joined(self, ws: Workspace, user: User) -> None:
        """Someone is new in the workspace."""
        self.send(ws, "team_join", {"type": "team_join", "user": user.as_json(include_locale=True)})

    def file_shared(self, ws: Workspace, file: File, channel: str) -> None:
        """A file was shown in a channel the bot is in."""
        if ws.bot.id in ws.channels[channel].members:
            about = {"file_id": file.id, "file": {"id": file.id}, "user_id": file.user, "channel_id": channel}
            self.send(ws, "file_shared", {"type": "file_shared", **about})

    def home_opened(self, ws: Workspace, user: User, *, tab: str, view: View | None) -> None:
        """Someone looks at the app's Home or Messages tab."""
        event = {"type": "app_home_opened", "user": user.id, "channel": ws.dm(user.id).id, "tab": tab}
        self.send(ws, "app_home_opened", event | ({"view": view.as_json()} if view and tab == "home" else {}))

    def uninstalled(self, ws: Workspace) -> None:
        """The app was removed; its token is dead already."""
        self.send(ws, "tokens_revoked", {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [ws.bot.id]}})
        self.send(ws, "app_uninstalled", {"type": "app_uninstalled"})
