"""How the forecast of a period moved since a moment, and why: out of the audit trail, deal by deal."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, Select, func, or_, select, true
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by, array
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import audit, workspaces
from core.access import holds_deal
from core.calendar import local_day
from core.forecast.figures import Sums, add, open_in, won_in
from core.models import AuditRow, Deal, DealStatus, Member
from core.periods import Period

NAMED = 3  # deals of a cause that are told by name
_WHEN = ("status", "expected_close", "closed_at")  # whoever was of a period and is not has one of these changed
_READ = ("status", "amount", "currency", "probability", "expected_close", "closed_at")


class Cause(StrEnum):
    """Why a deal is worth more or less to a period than it was."""

    NEW = "new"
    WON = "won"
    LOST = "lost"
    REOPENED = "reopened"
    MOVED_IN = "moved_in"  # it is expected to close in the period now
    MOVED_OUT = "moved_out"
    AMOUNT = "amount"
    PROBABILITY = "probability"


@dataclass(frozen=True)
class Step:
    """What one deal added to the weighted forecast (full figures of a currency), or took away."""

    deal_id: int
    cause: Cause
    currency: str
    by: Decimal


@dataclass(frozen=True)
class Moved:
    """`before` and `after` are weighted sums; all `steps` together lead from one to the other, the largest first.
    `deals` are those that weigh most, of each cause `NAMED`."""

    since: datetime
    before: Sums
    after: Sums
    steps: Sequence[Step]
    deals: Mapping[int, Deal]


@dataclass(frozen=True)
class _State:
    """What of a deal the forecast asks for, at one moment. `day`: when it counts; None: it does not."""

    status: str
    currency: str
    amount: Decimal
    probability: int
    day: date | None

    def worth(self, period: Period) -> Decimal:
        """What it adds to the weighted forecast of a period."""
        if not self.counts(period):
            return Decimal()
        return self.amount if self.status == DealStatus.WON else self.amount * self.probability / 100

    def counts(self, period: Period) -> bool:
        """Whether it is open or won, and in the period."""
        if self.day is None or period.begins is None or period.ends is None:
            return False
        return self.status in (DealStatus.OPEN, DealStatus.WON) and period.begins <= self.day < period.ends


async def moved(session: AsyncSession, *, period: Period, since: datetime, after: Sums, by: Member) -> Moved:
    """What changed among the deals that this person may see now; `after` is the weighted forecast as it stands.
    Three statements, over what changed alone."""
    zone = (await workspaces.of(session, by=by)).zone
    trail = _trail(since, by).subquery()
    columns = (Deal.id, Deal.created_at, *(getattr(Deal, name) for name in _READ), trail.c.earlier)
    here = or_(open_in(period), won_in(period, zone), trail.c.earlier.has_any(array(_WHEN)))
    deals = await session.execute(select(*columns).join(trail, trail.c.noun_id == Deal.id).where(holds_deal(by), here))
    steps = [step for deal in deals for step in _steps(deal, period, zone, since)]
    steps.sort(key=lambda step: -abs(step.by))
    before = dict(after)
    for step in steps:
        add(before, step.currency, -step.by)
    return Moved(since, before, after, steps, await _largest(session, steps, by=by))


def _trail(since: datetime, by: Member) -> Select[int, dict[str, Any] | None]:
    """Each deal that was changed, with what stood in it before the first change: of one column told several times, the
    last told here, the oldest, stays."""
    column = func.jsonb_each(AuditRow.before).table_valued("key", "value").render_derived().lateral()
    kept = func.jsonb_object_agg(column.c.key, aggregate_order_by(column.c.value, AuditRow.id.desc()))
    return (
        select(AuditRow.noun_id, kept.filter(column.c.key.in_(_READ)).cast(JSONB).label("earlier"))
        .join(column, true(), isouter=True)
        .where(AuditRow.workspace_id == by.workspace_id, AuditRow.noun == "deal", AuditRow.at >= since)
        .group_by(AuditRow.noun_id)
    )


async def _largest(session: AsyncSession, steps: Sequence[Step], *, by: Member) -> dict[int, Deal]:
    wanted: dict[Cause, list[int]] = defaultdict(list)
    for step in steps:
        if len(wanted[step.cause]) < NAMED:
            wanted[step.cause].append(step.deal_id)
    ids = {deal_id for found in wanted.values() for deal_id in found}
    found = await session.scalars(select(Deal).options(joinedload(Deal.owner)).where(holds_deal(by), Deal.id.in_(ids)))
    return {deal.id: deal for deal in found}


def _steps(deal: Row[Any], period: Period, zone: str, since: datetime) -> Iterable[Step]:
    now = {name: getattr(deal, name) for name in _READ}
    was = {**now, **{name: audit.parsed(Deal, name, value) for name, value in (deal.earlier or {}).items()}}
    new, old = _state(now, zone), None if deal.created_at >= since else _state(was, zone)
    if old is None:
        parts = [(Cause.NEW, new.currency, new.worth(period))]
    elif old.currency != new.currency:
        parts = [(Cause.AMOUNT, old.currency, -old.worth(period)), (Cause.AMOUNT, new.currency, new.worth(period))]
    elif (cause := _turned(old, new, period)) is not None:
        parts = [(cause, new.currency, new.worth(period) - old.worth(period))]
    else:
        dearer = (new.amount - old.amount) * old.probability / 100 if new.counts(period) else Decimal()
        likelier = new.worth(period) - old.worth(period) - dearer
        parts = [(Cause.AMOUNT, new.currency, dearer), (Cause.PROBABILITY, new.currency, likelier)]
    return [Step(deal.id, cause, currency, _cents(by)) for cause, currency, by in parts if _cents(by)]


def _turned(old: _State, new: _State, period: Period) -> Cause | None:
    """What became of a deal, where that says more than its figures."""
    if old.status != new.status:
        ended = {DealStatus.WON: Cause.WON, DealStatus.LOST: Cause.LOST}
        return ended.get(DealStatus(new.status), Cause.REOPENED)
    if old.counts(period) != new.counts(period):
        return Cause.MOVED_IN if new.counts(period) else Cause.MOVED_OUT
    return Cause.AMOUNT if new.status == DealStatus.WON else None


def _state(values: Mapping[str, Any], zone: str) -> _State:
    won_on = local_day(values["closed_at"], zone) if values["closed_at"] else None
    return _State(
        str(values["status"]),
        values["currency"],
        values["amount"] or Decimal(),
        values["probability"],
        won_on if values["status"] == DealStatus.WON else values["expected_close"],
    )


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"))
