"""What came of something a person did."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.messages import Message
from sandbox.views import View


@dataclass
class Ack:
    """The bot's answer to one delivery. `status` 0: none came. `error` is Slack's word for what went wrong."""

    status: int
    body: Any = None
    error: str | None = None

    @property
    def ok(self) -> bool:
        """Did the bot take it?"""
        return self.error is None


@dataclass
class Outcome:
    """What the person is left with: `shown` is the sentence Slack shows when something failed."""

    ok: bool
    status: int = 0
    error: str | None = None
    shown: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    message: Message | None = None
    view: View | None = None
    problems: list[str] = field(default_factory=list)
    spoke: bool = False  # the ack itself said something, so nothing more need be waited for
