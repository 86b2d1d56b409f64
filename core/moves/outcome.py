"""What comes of asking for a move: it is made, more is asked for, or the deal is no longer where it was seen."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.models import AuditRow, Deal, Plea, Stage, StageMove
from core.stages.gates import Lack


@dataclass(frozen=True)
class Ending:
    """Why a deal ends: a reason of the workspace's list, its own words, against whom."""

    reason_id: int | None = None
    words: str | None = None
    competitor: str | None = None


NO_ENDING = Ending()


@dataclass(frozen=True)
class Moved:
    """It stands in its new stage; `entry` is what an Undo button carries."""

    deal: Deal
    entry: AuditRow


@dataclass(frozen=True)
class Stopped:
    """It has not moved: on the way to `to`, stages ask for what is not there; and a win asks why it was won.

    `asked`: the plea to let it through, which waits for its manager.
    """

    deal: Deal
    to: Stage
    lacks: Sequence[Lack] = field(default_factory=list)
    asked: Plea | None = None


@dataclass(frozen=True)
class Stale:
    """It has not moved: the presser saw it in another stage. `last` says who moved it since."""

    deal: Deal
    last: StageMove


Outcome = Moved | Stopped | Stale
