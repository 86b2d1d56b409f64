"""Buttons of reports: the same over another period."""

from core import periods, report_sources
from core.calendar import local_day
from handlers.pressing import Press
from handlers.reports import sources


async def of_sources(press: Press) -> None:
    """Compare sources over the period the button names."""
    period = periods.period(str(press.values.get("period") or ""), today=local_day(press.now(), press.me.zone))
    async with press.db.begin() as session:
        found = await report_sources.report(session, period=period, by=press.me)
    await press.show(sources.picture(found, press.t))
