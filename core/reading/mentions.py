"""A day as it stands in a line: what the readers of dates answer with."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum

Found = re.Match[str]


class Kind(Enum):
    """A day to come, a step without one (年后), or something over and done (上周三)."""

    DAY = "day"
    VAGUE = "vague"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class Mention:
    """What `start`..`end` of the line says about when."""

    start: int
    end: int
    kind: Kind
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Today:
    """The writer's today, and whether their locale writes the day before the month."""

    on: date
    day_first: bool


Reader = Callable[[Found, Today], date | Kind | None]
