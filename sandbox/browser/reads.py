"""How far each person has read, kept while the page runs: it decides the dots in the sidebar."""

from collections.abc import Iterable

from sandbox.messages import Message


class Reads:
    """The newest message seen, by person and channel."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], str] = {}

    def mark(self, user: str, channel: str, ts: str) -> None:
        """Everything up to `ts` has been read."""
        self._seen[user, channel] = max(ts, self._seen.get((user, channel), ""))

    def unread(self, user: str, channel: str, messages: Iterable[Message]) -> int:
        """How many messages others wrote there since; replies inside threads do not count."""
        seen = self._seen.get((user, channel), "")
        return sum(1 for one in messages if one.ts > seen and one.user != user and not one.is_reply())
