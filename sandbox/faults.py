"""Slack's bad days on demand, and a record of what was asked of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal[
    "rate_limited",
    "error_before",
    "error_after",
    "timeout_before",
    "timeout_after",
    "drop_before",
    "drop_after",
    "bad_json",
    "refused",
]


@dataclass(frozen=True)
class Fault:
    """What goes wrong. "before" means that nothing was done, "after" that all was done and only the answer is lost."""

    kind: Kind
    retry_after: int = 1
    word: str = "internal_error"

    def accepts(self) -> bool:
        """Is the call carried out although it looks failed?"""
        return self.kind in ("error_after", "timeout_after", "drop_after", "bad_json")


@dataclass
class Record:
    """One call the bot made. `at` is the workspace's time; `error` is Slack's word or the fault's kind."""

    method: str
    args: dict[str, Any]
    team: str | None
    at: float
    ok: bool | None = None
    error: str | None = None


@dataclass
class _Planned:
    method: str
    fault: Fault
    left: int


@dataclass
class Faults:
    """Faults waiting for their calls. `plan`, when set, is asked first and may answer None."""

    plan: Callable[[Record], Fault | None] | None = None
    _waiting: list[_Planned] = field(default_factory=list)

    def add(
        self, method: str, kind: Kind, *, times: int = 1, retry_after: int = 1, word: str = "internal_error"
    ) -> None:
        """The next `times` calls of the method ("*" is any, "response_url" the answers there) go wrong like that."""
        self._waiting.append(_Planned(method, Fault(kind, retry_after, word), times))

    def clear(self) -> None:
        """All is well again."""
        self._waiting.clear()
        self.plan = None

    def next(self, record: Record) -> Fault | None:
        """The fault for this call, if any; it is spent."""
        if self.plan and (fault := self.plan(record)):
            return fault
        for planned in self._waiting:
            if planned.method in ("*", record.method):
                planned.left -= 1
                if not planned.left:
                    self._waiting.remove(planned)
                return planned.fault
        return None
