"""Buttons of reports: the same over another period, or told apart in another way."""

from core import periods, reports
from core.calendar import local_day
from core.errors import Missing
from core.reports.ends import By
from handlers.pressing import Press
from handlers.reports import ends, sources


async def of_sources(press: Press) -> None:
    """Compare sources over the period the button names."""
    period = periods.period(str(press.values.get("period") or ""), today=local_day(press.now(), press.me.zone))
    async with press.db.begin() as session:
        found = await reports.sources.report(session, period=period, by=press.me)
    await press.show(sources.picture(found, press.t))


async def of_ends(press: Press) -> None:
    """Compare won and lost over the period, told apart as the button says."""
    said, apart = str(press.values.get("period") or ""), press.values.get("by")
    if apart not in set(By):
        raise Missing
    period = periods.period(said, today=local_day(press.now(), press.me.zone))
    async with press.db.begin() as session:
        found = await reports.ends.report(session, period=period, by=press.me, apart=By(apart))
    await press.show(ends.picture(found, said, press.t))
