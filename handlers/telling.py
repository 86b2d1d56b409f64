"""A notice about to be drawn: what the rooms that draw them are given."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from core.errors import Missing
from core.models import Member, Workspace
from handlers.words import Translate


@dataclass(frozen=True)
class Telling:
    """Its facts, its reader (None: a channel), and the language to draw it in."""

    facts: dict[str, Any]
    workspace: Workspace
    reader: Member | None
    t: Translate
    day: date  # the reader's, when it was due
    now: datetime  # when it is drawn
    lane_id: int

    @property
    def member(self) -> Member:
        """Its reader, where it is for one person alone."""
        if self.reader is None:
            raise Missing
        return self.reader
