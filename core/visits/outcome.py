"""What comes of a line: logged, kept until its customer is known, or kept because the customer is a colleague's."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.models import VisitKind
from core.names import Candidate
from core.reading import Money, Reading, Worth
from core.visits.thread import Thread
from core.visits.write import Written


@dataclass(frozen=True)
class Logged:
    """A follow-up on record, with what was understood; `thread` says how things stood before it."""

    customer: Candidate
    reading: Reading
    worth: Worth
    thread: Thread
    kind: VisitKind
    written: Written | None  # None: the same line was logged within ten minutes
    quoted: Money | None = None


@dataclass(frozen=True)
class Unclear:
    """Not logged yet: the line is kept as a draft until its writer says which customer is meant. `instead_of`: the
    audit row of the follow-up that it will replace."""

    draft_id: int
    line: str
    choices: Sequence[Candidate] = field(default_factory=list)
    customer: str | None = None  # as written, when none is known for certain
    instead_of: int | None = None


@dataclass(frozen=True)
class CustomerHeld:
    """The customer is somebody else's, and not for this person's eyes: it goes by the words they used themselves."""

    draft_id: int
    line: str
    customer: str
    instead_of: int | None = None


Outcome = Logged | Unclear | CustomerHeld
