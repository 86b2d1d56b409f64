"""The messages of a workspace."""

from typing import Any

from sandbox.drawing import drawn
from sandbox.messages import Message
from sandbox.state import State
from sandbox.users import User


class Board(State):
    """Messages by channel and time."""

    def __init__(self, *about: Any, **more: Any) -> None:
        super().__init__(*about, **more)
        self._messages: dict[str, dict[str, Message]] = {}

    def post(
        self, channel: str, user: User, text: str, *, blocks: list[dict[str, Any]] | None = None, **more: Any
    ) -> Message:
        """A new message, ephemeral with `only_for`; `more` are fields of Message."""
        by_bot: dict[str, Any] = {"bot_id": user.bot_id, "app_id": self.app.id} if user.bot_id else {}
        message = Message(channel, self.clock.ts(), user.id, self.id, text, drawn(blocks or []), **by_bot, **more)
        self._messages.setdefault(channel, {})[message.ts] = message
        self.told(message, "message.posted")
        return message

    def told(self, message: Message, kind: str) -> None:
        """Say that a message was posted, changed or deleted."""
        self.changes.tell(kind, channel=message.channel, ts=message.ts, user=message.only_for)

    def message(self, channel: str, ts: str) -> Message | None:
        """The message with that time, if it still stands."""
        return self._messages.get(channel, {}).get(ts)

    def messages(self, channel: str, *, viewer: str | None = None) -> list[Message]:
        """All messages in order; with a viewer also those that only that person sees."""
        return [m for m in self._messages.get(channel, {}).values() if m.only_for in (None, viewer)]

    def redraw(
        self,
        message: Message,
        *,
        text: str,
        blocks: list[dict[str, Any]],
        attachments: list[dict[str, Any]] | None = None,
    ) -> None:
        """Show other content in its place."""
        message.replace(text=text, blocks=drawn(blocks), attachments=attachments or [])
        if message.only_for is None:
            message.edited = {"user": message.user, "ts": self.clock.ts()}
        self.told(message, "message.changed")

    def delete(self, message: Message) -> None:
        """Take it away."""
        del self._messages[message.channel][message.ts]
        self.told(message, "message.deleted")
