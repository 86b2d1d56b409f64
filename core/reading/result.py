"""What a line was understood to say."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum

from core.names import Match

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Goods:
    """A thing with a count: 200 台 扫描枪. `name` is empty where the line counts without naming."""

    name: str
    quantity: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Money:
    """A sum in full figures; the currency is an ISO code, or None where nothing tells."""

    amount: Decimal
    currency: str | None


class Use(StrEnum):
    """What a sum is told as."""

    BUDGET = "budget"
    RAISED = "raised"  # a budget that takes the place of one told before it
    QUOTED = "quoted"  # the price given
    OTHER = "other"  # another's price, a firm's turnover, a part of a payment
    UNSAID = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the customer's side, as written with title."""

    name: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody there is: `role` and `stance` as core.deciders keeps them, None where nothing is said."""

    name: str
    role: str | None = None
    stance: str | None = None


@dataclass(frozen=True, slots=True)
class NextStep:
    """What happens next. `on` is None for a step without a date; `at` only where a clock time was told."""

    text: str
    on: date | None
    at: datetime | None = None
    window: tuple[time, time] | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read out of one line. `customers` holds more than one only where they fit equally."""

    customers: tuple[Match, ...]
    customer_text: str | None
    people: tuple[Person, ...]
    colleagues: tuple[str, ...]
    goods: tuple[Goods, ...]
    amounts: tuple[Money, ...]
    amounts_are: tuple[Use, ...]  # what each of them is
    next_step: NextStep | None
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    wechat: tuple[str, ...]
    place: str | None
    named: tuple[str, ...]  # everybody on the customer's side whom the line names, met or not
    need: str  # the line without the customer, people, sums and ways to reach them
    note: str
    standings: tuple[Standing, ...] = ()  # what is said plainly of people's part in the decision


@dataclass(frozen=True, slots=True)
class Worth:
    """Whether a note counts as a follow-up; `why` is the sentence (a msgid) for one that does not."""

    counts: bool
    why: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """A person as named in the line, and whether they were met, spoken or written to."""

    start: int
    end: int
    met: bool
