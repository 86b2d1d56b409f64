"""What is told of a deal: its name, amount, expected close."""

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
