"""One thing to be told, and what is shown already to be drawn once more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from core.models import Member
from core.notices.kinds import LASTS, MANNERS, ONCE, Manner


@dataclass(frozen=True, kw_only=True)
class Telling:
    """One thing to be told to one member, or in one channel. `due_at` and `expires_at` go by the bot's clock.

    In a channel, which has nobody's hours, all but what is `asked` waits for the workspace's.
    """

    kind: str
    key: str
    facts: Mapping[str, Any]
    due_at: datetime
    to: Member | None = None
    channel: str | None = None
    topic: str | None = None
    expires_at: datetime | None = None  # None: as its kind is
    manner: Manner | None = None  # None: as its kind is

    def __post_init__(self) -> None:
        if (self.to is None) == (self.channel is None):
            raise ValueError(f"{self.key}: a notice goes to a member or into a channel")
        usual = MANNERS.get(self.kind, self.manner)
        if usual is None:
            raise ValueError(f"{self.kind}: say in MANNERS how it is told")
        if self.to and self.manner and (self.manner in ONCE) != (usual in ONCE):
            raise ValueError(f"{self.kind}: told {usual}, it cannot be told {self.manner}")

    def row(self) -> dict[str, Any]:
        """As JSON, for the statement that writes it. A member's Slack id stands for the DM with them."""
        return {
            "channel": self.to.slack_id if self.to else self.channel,
            "member_id": self.to.id if self.to else None,
            "kind": self.kind,
            "key": self.key,
            "facts": dict(self.facts),
            "topic": self.topic,
            "manner": self._manner,
            "due_at": self.due_at.isoformat(),
            "expires_at": expires_at.isoformat() if (expires_at := self._expires_at) else None,
        }

    @property
    def _manner(self) -> Manner:
        manner = self.manner or MANNERS[self.kind]
        return "asked" if manner == "daily" and self.channel else manner  # of a channel that asked for it

    @property
    def _expires_at(self) -> datetime | None:
        lasts = LASTS.get(self.kind)
        return self.expires_at or (self.due_at + lasts if lasts else None)


@dataclass(frozen=True, kw_only=True)
class Again:
    """What is shown of a topic, to be drawn once more: see `redraw` and `close`."""

    mode: Literal["redraw", "close"]
    topic: str
    kind: str
    facts: Mapping[str, Any]
    key: str
