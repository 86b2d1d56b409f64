"""What a stage asks for before it lets a deal in: facts of the deal, evidence, lines of a checklist."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.errors import Missing, Refusal, msgid
from core.models import Stage

FIELDS = ("amount", "close", "next_step", "quote", "contact", "decision_maker", "competitor")
MOST_KINDS = 10  # kinds of evidence a stage
MOST_CHECKS = 10  # lines of a checklist; Slack draws ten boxes
LONGEST_CHECK = 75  # characters; Slack cuts a box's words there


class TooManyKinds(Refusal):
    message = msgid("A stage asks for at most {most} kinds of evidence. Leave some out.")
    field = "evidence"


class TooManyChecks(Refusal):
    message = msgid("A checklist holds at most {most} lines; these are {n}. Leave some out.")
    field = "checks"


class LongCheck(Refusal):
    message = msgid("“{line}” is longer than {most} characters. Shorten it, so that the form can show it.")
    field = "checks"


@dataclass(frozen=True)
class Asks:
    """What one stage asks for; `evidence` are ids of listed kinds."""

    fields: tuple[str, ...] = ()
    evidence: tuple[int, ...] = ()
    checks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if set(self.fields) - set(FIELDS):
            raise Missing  # no form of ours says so
        if len(self.evidence) > MOST_KINDS:
            raise TooManyKinds(most=MOST_KINDS)
        if len(self.checks) > MOST_CHECKS:
            raise TooManyChecks(most=MOST_CHECKS, n=len(self.checks))
        if long := next((line for line in self.checks if len(line) > LONGEST_CHECK), None):
            raise LongCheck(line=long, most=LONGEST_CHECK)

    def __bool__(self) -> bool:
        return bool(self.fields or self.evidence or self.checks)

    def as_json(self) -> dict[str, Any]:
        """As a row keeps it: only what is asked for."""
        kept = {"fields": list(self.fields), "evidence": list(self.evidence), "checks": list(self.checks)}
        return {name: value for name, value in kept.items() if value}


def kept(asks: Mapping[str, Any]) -> Asks:
    """What a row keeps."""
    return Asks(tuple(asks.get("fields", ())), tuple(asks.get("evidence", ())), tuple(asks.get("checks", ())))


def of(stage: Stage) -> Asks:
    """What a stage asks for."""
    return kept(stage.asks)
