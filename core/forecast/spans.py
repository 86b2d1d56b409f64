"""The forecast over time: a row a month, quarter or year, from the present one on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Date, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import periods, workspaces
from core.calendar import local_day
from core.forecast.figures import COLUMNS, KEYS, Figures, closes, counted
from core.models import DealStatus, Member
from core.periods import Kind, Period

AHEAD: dict[Kind, int] = {"month": 12, "quarter": 6, "year": 3}  # rows, the present one among them


@dataclass(frozen=True)
class Span:
    period: Period
    figures: Figures


@dataclass(frozen=True)
class Forecast:
    """`late`: open deals whose date lies before the first span; `later`: after the last one; `undated`: without one."""

    spans: Sequence[Span]
    late: Figures = field(default_factory=Figures)
    later: Figures = field(default_factory=Figures)
    undated: Figures = field(default_factory=Figures)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell, of what is open and of what was won."""
        return all(each.empty for each in (self.late, self.later, self.undated, *(span.figures for span in self.spans)))


async def by_span(session: AsyncSession, *, kind: Kind, by: Member, now: datetime) -> Forecast:
    """What this person may see, period by period, with the wins of a year ago beside each. Two statements."""
    zone = (await workspaces.of(session, by=by)).zone
    first = periods.current(kind, local_day(now, zone))
    spans = [Span(first.shifted(n), Figures()) for n in range(AHEAD[kind])]
    told = Period(kind, first.a_year_before().begins, spans[-1].period.ends)
    begins = cast(func.date_trunc(kind, closes(zone)), Date).label("begins")
    rows = await session.execute(
        select(begins, *COLUMNS).where(counted(by, won=told, zone=zone)).group_by(begins, *KEYS)
    )
    found = Forecast(spans)
    for row in rows.mappings():
        for figures in _places(found, row["begins"], is_open=row["status"] == DealStatus.OPEN):
            figures.add(row)
        for span in spans:
            if row["status"] == DealStatus.WON and span.period.a_year_before().begins == row["begins"]:
                span.figures.add_before(row)
    return found


def _places(found: Forecast, begins: date | None, *, is_open: bool) -> list[Figures]:
    """Where a row counts. What was won before the first span counts beside the same part of this year alone."""
    if here := [span.figures for span in found.spans if span.period.begins == begins]:
        return here
    if not is_open:
        return []
    if begins is None:
        return [found.undated]
    first = found.spans[0].period.begins
    return [found.late if first is not None and begins < first else found.later]
