"""The figures of a forecast, and the one expression for each of them."""

from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Date, RowMapping, and_, case, cast, func, or_

from core.access import holds_deal
from core.calendar import instant
from core.models import Deal, DealStatus, Member
from core.periods import Period

COMMITTED_AT = 80  # per cent: an open deal as likely as this is counted on

SUMS = ("won", "committed", "weighted", "best", "won_before")
Sums = dict[str, Decimal]  # by currency (ISO code), full figures


@dataclass
class Figures:
    """Of some deals: how many are open, and what they come to. `won_before`: won in the same period a year earlier."""

    count: int = 0
    won: Sums = field(default_factory=dict)
    committed: Sums = field(default_factory=dict)
    weighted: Sums = field(default_factory=dict)
    best: Sums = field(default_factory=dict)
    won_before: Sums = field(default_factory=dict)

    def add(self, row: RowMapping) -> None:
        """Add a row of `COLUMNS`."""
        currency, amount = row["currency"], row["amount"]
        add(self.best, currency, amount)
        if row["status"] == DealStatus.WON:
            for sums in (self.won, self.committed, self.weighted):
                add(sums, currency, amount)
        else:
            self.count += row["count"]
            add(self.committed, currency, row["sure"])
            add(self.weighted, currency, row["likely"])

    def add_before(self, row: RowMapping) -> None:
        """Add what such a row says was won, a year earlier."""
        add(self.won_before, row["currency"], row["amount"])

    @property
    def empty(self) -> bool:
        """Whether no deal stands behind them."""
        return not (self.count or self.won or self.won_before)


def add(sums: Sums, currency: str, amount: Decimal | None) -> None:
    """Add to the sum of a currency; sums of different currencies are never added."""
    if amount:
        sums[currency] = sums.get(currency, Decimal()) + Decimal(amount).quantize(Decimal("0.01"))


_amount = func.coalesce(Deal.amount, 0)
KEYS = (Deal.currency.label("currency"), Deal.status.label("status"))  # what every forecast is grouped by
COLUMNS = (
    *KEYS,
    func.count().label("count"),
    func.sum(_amount).label("amount"),
    func.sum(_amount).filter(Deal.probability >= COMMITTED_AT).label("sure"),
    func.sum(_amount * Deal.probability / 100).label("likely"),
)


def closes(zone: str) -> ColumnElement[Any]:
    """The day a deal belongs to: when it was won, in the workspace's zone; when it is expected to close."""
    return case(
        (Deal.status == DealStatus.WON, cast(func.timezone(zone, Deal.closed_at), Date)), else_=Deal.expected_close
    )


def counted(by: Member, *, won: Period, zone: str) -> ColumnElement[bool]:
    """The deals this person may see that are open, or were won in a period."""
    return and_(holds_deal(by), or_(Deal.status == DealStatus.OPEN, won_in(won, zone)))


def won_in(period: Period, zone: str) -> ColumnElement[bool]:
    """Deals won in a period."""
    won = Deal.status == DealStatus.WON
    if period.begins is None or period.ends is None:
        return won
    begins, ends = (instant(day, time(), zone) for day in (period.begins, period.ends))
    return and_(won, Deal.closed_at >= begins, Deal.closed_at < ends)


def open_in(period: Period) -> ColumnElement[bool]:
    """Open deals expected to close in a period."""
    return and_(Deal.status == DealStatus.OPEN, Deal.expected_close >= period.begins, Deal.expected_close < period.ends)
