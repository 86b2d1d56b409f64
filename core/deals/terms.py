"""What is told of a deal: its name, amount, expected close; and the day its owner is warned of that."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from core.models import Workspace


@dataclass(frozen=True)
class Terms:
    """What is told of a deal. `amount` in full figures of `currency` (ISO); `close` a local day."""

    name: str = ""
    amount: Decimal | None = None
    currency: str | None = None
    close: date | None = None
    pipeline_id: int | None = None
    said: str = ""  # the line it was entered with, without the customer


def warn_close_on(close: date | None, *, workspace: Workspace) -> date | None:
    """The day its owner is warned that the expected close comes near."""
    return close - timedelta(days=workspace.close_warning_days) if close else None
