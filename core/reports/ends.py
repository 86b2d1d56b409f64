"""Won and lost compared over a period: by reason, competitor, source and member, of the deals one may see."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, extract, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.access import holds_deal
from core.calendar import instant
from core.models import Deal, DealStatus, Lead, Listed, Member, Source
from core.periods import Period

MOST = 30  # rows of one table, the most ended first; what is beyond is one row


class By(StrEnum):
    """What ended deals are told apart by."""

    REASON = "reason"
    COMPETITOR = "competitor"
    SOURCE = "source"
    MEMBER = "member"


@dataclass
class Row:
    """Deals that ended alike; `thing` is their reason, competitor, source or member (None: not told). Sums by currency,
    `days` from entry to end, of all of them together."""

    thing: Listed | Member | Source | str | None
    won: int = 0
    lost: int = 0
    amount: dict[str, Decimal] = field(default_factory=dict)
    missed: dict[str, Decimal] = field(default_factory=dict)
    days: int = 0

    @property
    def ended(self) -> int:
        """How many there are."""
        return self.won + self.lost

    @property
    def rate(self) -> Decimal | None:
        """Won ÷ ended; None where none ended."""
        return Decimal(self.won) / self.ended if self.ended else None

    @property
    def lasted(self) -> int | None:
        """Days a deal took, on the average."""
        return round(self.days / self.ended) if self.ended else None


@dataclass(frozen=True)
class Report:
    """The rows, the most ended first; `rest`: what is beyond `MOST`."""

    period: Period
    by: By
    rows: Sequence[Row]
    rest: Row | None
    total: Row


async def report(session: AsyncSession, *, period: Period, by: Member, apart: By) -> Report:
    """The deals that ended in the period, by the asker's clock; two statements however many there are."""
    found = await session.execute(_counted(period, by, apart))
    rows: dict[Any, Row] = {}
    for key, competitor, currency, status, count, amount, days in found:
        row = rows.setdefault(key, Row(competitor if key is not None and apart == By.COMPETITOR else None))
        _add(row, currency, status, count, amount, days)
    for thing_id, thing in (await _things(session, [key for key in rows if key is not None], by, apart)).items():
        rows[thing_id].thing = thing
    ordered = sorted(rows.values(), key=lambda row: (row.thing is None, -row.ended))
    return Report(period, apart, ordered[:MOST], _sum(ordered[MOST:]) if ordered[MOST:] else None, _sum(ordered))


def _add(row: Row, currency: str, status: DealStatus, count: int, amount: Decimal | None, days: Any) -> None:
    won = status == DealStatus.WON
    sums = row.amount if won else row.missed
    if amount is not None:
        sums[currency] = sums.get(currency, Decimal()) + amount
    row.won += count if won else 0
    row.lost += 0 if won else count
    row.days += int(days or 0)


def _counted(period: Period, by: Member, apart: By) -> Select[Any]:
    source = aliased(Source)
    keys: dict[By, Any] = {
        By.REASON: Deal.reason_id,
        By.COMPETITOR: func.nullif(func.lower(func.trim(Deal.competitor)), ""),  # one however it is capitalised
        By.SOURCE: func.coalesce(source.merged_id, source.id),
        By.MEMBER: Deal.owner_id,
    }
    key = keys[apart]
    lasted = func.sum(func.floor(extract("epoch", Deal.closed_at - Deal.created_at) / 86_400))
    counted = (
        select(key, func.max(Deal.competitor), Deal.currency, Deal.status, func.count(), func.sum(Deal.amount), lasted)
        .select_from(Deal)
        .where(*_ended(period, by))
        .group_by(key, Deal.currency, Deal.status)
    )
    if apart != By.SOURCE:
        return counted
    return counted.outerjoin(Lead, (Lead.workspace_id == Deal.workspace_id) & (Lead.id == Deal.lead_id)).outerjoin(
        source, (source.workspace_id == Lead.workspace_id) & (source.id == Lead.source_id)
    )


def _ended(period: Period, by: Member) -> list[ColumnElement[bool]]:
    ended = [holds_deal(by), Deal.status.in_((DealStatus.WON, DealStatus.LOST))]
    if period.begins is None or period.ends is None:
        return ended
    begins, ends = (instant(day, time(), by.zone) for day in (period.begins, period.ends))
    return [*ended, Deal.closed_at >= begins, Deal.closed_at < ends]


async def _things(session: AsyncSession, ids: Sequence[Any], by: Member, apart: By) -> dict[Any, Any]:
    model: Any = {By.REASON: Listed, By.MEMBER: Member, By.SOURCE: Source}.get(apart)
    if model is None or not ids:
        return {}
    rows = await session.scalars(select(model).where(model.workspace_id == by.workspace_id, model.id.in_(ids)))
    return {row.id: row for row in rows}


def _sum(rows: Sequence[Row]) -> Row:
    total = Row(None)
    for row in rows:
        total.won, total.lost, total.days = total.won + row.won, total.lost + row.lost, total.days + row.days
        for ours, theirs in ((total.amount, row.amount), (total.missed, row.missed)):
            for currency, amount in theirs.items():
                ours[currency] = ours.get(currency, Decimal()) + amount
    return total
