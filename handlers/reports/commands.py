"""/genjin report sources 报表 来源: where leads come from, what became of them, what it cost."""

from core import periods, report_sources
from core.calendar import local_day
from handlers.asking import Answer, Ask
from handlers.reports import sources


async def of_sources(ask: Ask) -> Answer:
    """Compare sources over the period that is typed; over this month where none is."""
    period = periods.period(ask.text, today=local_day(ask.now(), ask.me.zone))
    async with ask.db.begin() as session:
        found = await report_sources.report(session, period=period, by=ask.me)
    return sources.picture(found, ask.t)
