"""A follow-up that tells of somebody who has moved on: 小王调走了,换刘兵负责."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core.deciders import turnover
from core.models import Member
from core.reading import Reading
from core.reading.turnover import turnover as told_in
from core.visits.thread import Thread
from core.visits.write import Written


def unmet(reading: Reading, line: str) -> Reading:
    """Whoever has gone, and whoever is only named as following them, was not met."""
    told = told_in(line)
    if told is None:
        return reading
    return replace(reading, people=tuple(each for each in reading.people if each.name not in (told.gone, told.follows)))


async def read(
    session: AsyncSession,
    *,
    line: str,
    thread: Thread,
    account_id: int,
    written: Written,
    by: Member,
    now: datetime,
) -> None:
    """Put the map of who decides right, if the line says that it has changed. No statement where it does not."""
    told = told_in(line)
    if told is None:
        return
    deal_id = thread.deal.id if thread.deal else None
    await turnover.keep(
        session, told=told, account_id=account_id, deal_id=deal_id, visit_id=written.visit_id, by=by, now=now
    )
