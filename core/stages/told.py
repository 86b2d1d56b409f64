"""What an admin says of a stage or a pipeline, and what is no sensible thing to say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.errors import OddNumber, Refusal, msgid
from core.models import StageKind
from core.stages.asks import Asks

MOST_STAGES = 20  # in use, of one pipeline; a native chart has no more columns
MOST_PIPELINES = 10  # in use
LONGEST_NAME = 40
LONGEST_PLAYBOOK = 2000
LONGEST_DAYS = 366  # working days
LONGEST_WAIT = 90  # calendar days


class NameMissing(Refusal):
    message = msgid("What is it called? Write its name in at least one language.")
    field = "name_zh"


class LongName(Refusal):
    message = msgid("A name holds at most {most} characters; this one has {n}.")


class OddStageProbability(Refusal):
    message = msgid("A probability is a whole number from 0 to 100. A won stage has 100, a lost one 0.")
    field = "probability"


class OddDays(Refusal):
    message = msgid("Write a whole number of working days from 1 to {most}, or leave it empty.")
    field = "expected_days"


class LongPlaybook(Refusal):
    message = msgid("A playbook holds at most {most} characters; this one has {n}.")
    field = "playbook"


class NameTaken(Refusal):
    message = msgid("There is a {name} already. Give it another name.")
    field = "name_zh"


@dataclass(frozen=True, kw_only=True)
class Names:
    """A name in both languages; where only one was given it stands for both."""

    name_zh: str
    name_en: str

    def __post_init__(self) -> None:
        zh, en = self.name_zh.strip(), self.name_en.strip()
        object.__setattr__(self, "name_zh", zh or en)
        object.__setattr__(self, "name_en", en or zh)
        if not self.name_zh:
            raise NameMissing
        for name in ("name_zh", "name_en"):
            if len(getattr(self, name)) > LONGEST_NAME:
                raise LongName(field=name, n=len(getattr(self, name)), most=LONGEST_NAME)


@dataclass(frozen=True)
class Days:
    """Calendar days before the expected close when owners are warned (None: as the workspace does), and after it until
    a deal is closed by itself (None: never)."""

    warning: int | None = None
    grace: int | None = None

    def __post_init__(self) -> None:
        for field_name, value, least in (("warning_days", self.warning, 0), ("grace_days", self.grace, 1)):
            if value is not None and not least <= value <= LONGEST_WAIT:
                raise OddNumber(field=field_name, least=least, most=LONGEST_WAIT)


@dataclass(frozen=True, kw_only=True)
class Told(Names):
    """All of a stage. `probability` in per cent (that of the ways to end is given), `expected_days` working days."""

    probability: int | None = None
    kind: StageKind = StageKind.OPEN
    expected_days: int | None = None
    asks: Asks = field(default_factory=Asks)
    playbook: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        ends = {StageKind.WON: 100, StageKind.LOST: 0}
        if self.kind in ends:
            object.__setattr__(self, "probability", ends[self.kind])
        if self.probability is None or not 0 <= self.probability <= 100:
            raise OddStageProbability
        if self.expected_days is not None and not 1 <= self.expected_days <= LONGEST_DAYS:
            raise OddDays(most=LONGEST_DAYS)
        if len(self.playbook or "") > LONGEST_PLAYBOOK:
            raise LongPlaybook(n=len(self.playbook or ""), most=LONGEST_PLAYBOOK)

    def values(self) -> Mapping[str, Any]:
        """As a row keeps them."""
        return {
            "name_zh": self.name_zh,
            "name_en": self.name_en,
            "probability": self.probability,
            "kind": self.kind,
            "expected_days": self.expected_days,
            "asks": self.asks.as_json(),
            "playbook": (self.playbook or "").strip() or None,
        }


COLUMNS = ("name_zh", "name_en", "probability", "kind", "expected_days", "asks", "playbook")
