"""Modals and Home tabs."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.clock import secret
from sandbox.elements import Values, start_values


@dataclass
class View:
    """A modal or a Home of one person. `values` are its inputs as state.values, `errors` block_id → sentence."""

    id: str
    team: str
    app_id: str
    bot_id: str
    user: str
    body: dict[str, Any]
    hash: str = ""
    root: str = ""
    previous: str | None = None
    errors: dict[str, str] = field(default_factory=dict)
    values: Values = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.root = self.root or self.id
        self.draw(self.body, now=0)

    def draw(self, body: dict[str, Any], *, now: float) -> None:
        """Show this content from now on; what was entered under the same ids stays, errors go."""
        self.body, self.errors = body, {}
        self.values = start_values(self.blocks, kept=self.values)
        self.hash = f"{int(now)}.{secret(8)}"

    @property
    def type(self) -> str:
        """ "modal" or "home"."""
        return str(self.body.get("type"))

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """What is drawn."""
        return list(self.body.get("blocks", ()))

    @property
    def title(self) -> str:
        """The modal's heading."""
        return _text(self.body.get("title"))

    @property
    def submit(self) -> str:
        """The words on the submit button; empty when there is none."""
        return _text(self.body.get("submit"))

    @property
    def close(self) -> str:
        """The words on the close button."""
        return _text(self.body.get("close"))

    @property
    def callback_id(self) -> str:
        """The bot's name for it."""
        return str(self.body.get("callback_id") or "")

    @property
    def private_metadata(self) -> str:
        """What the bot keeps with it."""
        return str(self.body.get("private_metadata") or "")

    @property
    def external_id(self) -> str:
        """The bot's own id for it."""
        return str(self.body.get("external_id") or "")

    def as_json(self) -> dict[str, Any]:
        """As payloads and views.* answers carry it."""
        return {
            "id": self.id,
            "team_id": self.team,
            "type": self.type,
            "blocks": self.blocks,
            "private_metadata": self.private_metadata,
            "callback_id": self.callback_id,
            "state": {"values": self.values},
            "hash": self.hash,
            "title": self.body.get("title"),
            "clear_on_close": bool(self.body.get("clear_on_close")),
            "notify_on_close": bool(self.body.get("notify_on_close")),
            "close": self.body.get("close"),
            "submit": self.body.get("submit"),
            "previous_view_id": self.previous,
            "root_view_id": self.root,
            "app_id": self.app_id,
            "external_id": self.external_id,
            "app_installed_team_id": self.team,
            "bot_id": self.bot_id,
        }


def _text(obj: dict[str, Any] | None) -> str:
    return str(obj.get("text", "")) if obj else ""
