"""The stand-in's own time: the system's plus an offset, so that a rehearsal can move it."""

import secrets
import time


class Clock:
    """`offset` is in seconds; message times, triggers and response_urls all follow `now()`."""

    def __init__(self) -> None:
        self.offset = 0.0
        self._last = 0

    def now(self) -> float:
        """Seconds since 1970 as this workspace sees them."""
        return time.time() + self.offset

    def ts(self) -> str:
        """A message time such as "1764230400.000100"; strictly increasing even if the clock is moved back."""
        self._last = max(int(self.now() * 1_000_000), self._last + 100)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"


class Ids:
    """Ids that look like Slack's and come in the same order in every run."""

    def __init__(self) -> None:
        self._count = 0

    def new(self, prefix: str) -> str:
        """The next id with that prefix: "U0100000003"."""
        self._count += 1
        return f"{prefix}01{self._count:08d}"


def secret(length: int = 24) -> str:
    """Something nobody can guess."""
    return secrets.token_hex(length // 2)
