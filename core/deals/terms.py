"""What is told of a deal: its name, amount, expected close; what else it is scored by."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Terms:
    """What is told of a deal. `amount` in full figures of `currency` (ISO); `close` a local day."""

    name: str = ""
    amount: Decimal | None = None
    currency: str | None = None
    close: date | None = None
    pipeline_id: int | None = None
    said: str = ""  # the line it was entered with, without the customer


@dataclass(frozen=True)
class About:
    """What else is told of a deal. `type_id` of the workspace's list; `importance` high, medium or low; `approved` by
    the customer, as a project; `budget` that they have, in full figures. None: it is not known."""

    type_id: int | None = None
    importance: str | None = None
    approved: bool | None = None
    budget: Decimal | None = None
    budget_currency: str | None = None
