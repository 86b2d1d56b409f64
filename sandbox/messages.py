"""Messages: posted, threaded, edited, deleted, or shown to one person alone."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.elements import Values, start_values

Block = dict[str, Any]


@dataclass
class Message:
    """One message. `only_for`: the one person who sees an ephemeral one; `entered`: what people chose in its inputs."""

    channel: str
    ts: str
    user: str
    team: str
    text: str
    blocks: list[Block] = field(default_factory=list)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    thread_ts: str | None = None
    broadcast: bool = False
    edited: dict[str, str] | None = None
    metadata: dict[str, Any] | None = None
    bot_id: str | None = None
    app_id: str | None = None
    only_for: str | None = None
    files: list[dict[str, Any]] = field(default_factory=list)
    subtype: str | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    entered: dict[str, Values] = field(default_factory=dict)

    def is_reply(self) -> bool:
        """Is it inside a thread, below its first message?"""
        return self.thread_ts is not None and self.thread_ts != self.ts

    def values(self, user: str) -> Values:
        """The inputs of the message as this person left them, as state.values."""
        return self.entered.setdefault(user, start_values(self.blocks))

    def replace(self, *, text: str, blocks: list[Block], attachments: list[dict[str, Any]]) -> None:
        """Draw it anew; what people chose in inputs that stay is kept."""
        self.text, self.blocks, self.attachments = text, blocks, attachments
        self.entered = {user: start_values(blocks, kept=values) for user, values in self.entered.items()}

    def as_json(self, *, with_metadata: bool = False) -> dict[str, Any]:
        """As conversations.history answers it."""
        found: dict[str, Any] = {"type": "message", "user": self.user, "ts": self.ts, "text": self.text}
        if self.bot_id:
            found |= {"bot_id": self.bot_id, "app_id": self.app_id}
        found["team"] = self.team
        extra = {
            "blocks": self.blocks,
            "attachments": self.attachments,
            "thread_ts": self.thread_ts,
            "edited": self.edited,
            "files": self.files,
            "subtype": self.subtype,
            "reactions": [{"name": n, "users": u, "count": len(u)} for n, u in self.reactions.items()],
        }
        if with_metadata:
            extra["metadata"] = self.metadata
        return found | {key: value for key, value in extra.items() if value}
