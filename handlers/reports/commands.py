"""/genjin report 报表: sources 来源, where leads come from and what became of them; wins 输赢, why deals end."""

from core import periods, reports
from core.calendar import local_day
from core.reports.ends import By
from handlers.asking import Answer, Ask
from handlers.reports import ends, sources

_WAYS = {
    By.REASON: ("reason", "reasons", "原因"),
    By.COMPETITOR: ("competitor", "competitors", "对手", "竞争对手"),
    By.SOURCE: ("source", "sources", "来源"),
    By.MEMBER: ("member", "members", "成员", "人员"),
}


async def of_sources(ask: Ask) -> Answer:
    """Compare sources over the period that is typed; over this month where none is."""
    period = periods.period(ask.text, today=local_day(ask.now(), ask.me.zone))
    async with ask.db.begin() as session:
        found = await reports.sources.report(session, period=period, by=ask.me)
    return sources.picture(found, ask.t)


async def of_ends(ask: Ask) -> Answer:
    """Compare won and lost, by reason or as the first word says, over the period that is typed; else this month."""
    first, _, rest = ask.text.strip().partition(" ")
    apart = next((way for way, words in _WAYS.items() if first.casefold() in words), None)
    said = ask.text.strip() if apart is None else rest.strip()
    period = periods.period(said, today=local_day(ask.now(), ask.me.zone))
    async with ask.db.begin() as session:
        found = await reports.ends.report(session, period=period, by=ask.me, apart=apart or By.REASON)
    return ends.picture(found, said, ask.t)
