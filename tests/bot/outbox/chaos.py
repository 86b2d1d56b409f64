"""How large the trials are, what goes wrong in them, and what came of it.

Small enough for every run; `make chaos` plays them at nightly size and prints the figures. `GENJIN_SEED` plays one
again.
"""

import os
import random
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError

from bot.outbox import Limits
from sandbox.faults import Fault, Record
from tests.bot.outbox.stage import Stage

T = TypeVar("T")

NIGHTLY = int(os.environ.get("GENJIN_CHAOS", "1")) >= 10
SEED = int(os.environ.get("GENJIN_SEED", "20261121"))
KINDS = (
    *("rate_limited", "refused", "bad_json"),
    *("error_before", "error_after", "timeout_before", "timeout_after", "drop_before", "drop_after"),
)


def size(every_run: T, nightly: T) -> T:
    """One of the two."""
    return nightly if NIGHTLY else every_run


PATIENCE = size(60, 1800)  # seconds


@dataclass(frozen=True)
class Outcome:
    """What became of the notices of a trial: nothing but their number should be above zero."""

    trial: str
    notices: int
    lost: Sequence[str]
    twice: Sequence[str]
    out_of_order: Sequence[str]
    too_soon: Sequence[tuple[str, float]]
    seconds: float
    meant_to_fail: bool = False

    @property
    def wrong(self) -> dict[str, Sequence[object]]:
        """What went wrong, by its name."""
        every = {
            "lost": self.lost,
            "twice": self.twice,
            "out of order": self.out_of_order,
            "too soon": self.too_soon,
        }
        return {name: found for name, found in every.items() if found}


@dataclass
class Trial:
    """A trial under way, from the first notice to the verdict."""

    name: str
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))
    begun: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        print(f"GENJIN_SEED={SEED}")  # noqa: T201  # so that a failure can be played again

    def verdict(self, stage: Stage, keys: Sequence[str], limits: Limits, *, meant_to_fail: bool = False) -> Outcome:
        """Look at what stands in Slack; kept for the table."""
        posted = stage.keys_posted()
        outcome = Outcome(
            self.name,
            len(keys),
            [key for key in keys if not posted[key]],
            [key for key, times in posted.items() if times > 1],
            stage.out_of_order(),
            too_soon(stage, limits.closest),
            time.monotonic() - self.begun,
            meant_to_fail,
        )
        OUTCOMES.append(outcome)
        return outcome


OUTCOMES: list[Outcome] = []


def table() -> list[str]:
    """The figures of all trials so far, a line each."""
    columns = ("notices", "lost", "twice", "out of order", "too soon", "seconds")
    lines = [f"{'':58}" + "".join(f"{column:>14}" for column in columns)]
    for each in OUTCOMES:
        counts = (len(found) for found in (each.lost, each.twice, each.out_of_order, each.too_soon))
        name = f"{each.trial}{' (must fail)' if each.meant_to_fail else ''}"
        figures = (each.notices, *counts, round(each.seconds))
        lines.append(f"{name:58}" + "".join(f"{figure:>14,}" for figure in figures))
    return lines


def faulty(chance: random.Random, share: float):
    """A plan: that share of the posts goes wrong, in every way there is."""

    def plan(call: Record) -> Fault | None:
        if call.method != "chat.postMessage" or chance.random() >= share:
            return None
        return Fault(chance.choice(KINDS))

    return plan


def forbid_looking(stage: Stage) -> None:
    """As for an app without the scope to read what stands in a channel; the plan there is goes on for all else."""
    before = stage.slack.faults.plan

    def plan(call: Record) -> Fault | None:
        if call.method == "conversations.history":
            return Fault("refused", word="missing_scope")
        return before(call) if before else None

    stage.slack.faults.plan = plan


def too_soon(stage: Stage, distance: float) -> list[tuple[str, float]]:
    """Posts nearer to the one before in their channel than they may be, or than a Retry-After allows."""
    last: dict[str, tuple[float, str | None]] = defaultdict(lambda: (0.0, None))
    found = []
    for call in stage.slack.calls:
        if call.method == "chat.postMessage":
            before, error = last[call.args["channel"]]
            gap = call.at - before
            if gap < (1 if error == "rate_limited" else distance):
                found.append((call.args["channel"], gap))
            last[call.args["channel"]] = (call.at, call.error)
    return found


def hanging(stage: Stage) -> int:
    """How many posts were taken, and never answered."""
    return Counter(call.error for call in stage.slack.calls)["timeout_after"]


async def settled(stage: Stage) -> bool:
    """Whether nothing waits any more; not as long as the database is away."""
    try:
        return await stage.settled()
    except SQLAlchemyError:
        return False
