"""What was closed by itself, its date passed: who let what lapse."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import deals
from core.access import holds_deal
from core.calendar import instant
from core.models import Deal, DealStatus, Listed, Member
from core.presets import LAPSED


@dataclass(frozen=True)
class Lapses:
    """The deals that were closed by themselves since a day, newest first (at most a few), how many by whom, and how
    often the date of each was put off."""

    since: date
    first: Sequence[Deal]
    by_owner: Sequence[tuple[Member, int]]
    shifts: Mapping[int, int]


async def lapses(session: AsyncSession, *, by: Member, since: date, zone: str, most: int) -> Lapses:
    """What owners whom this person may see let lapse. Three statements."""
    lapsed = (
        holds_deal(by),
        Deal.status == DealStatus.LOST,
        Deal.closed_at >= instant(since, time(), zone),
        select(Listed.id)
        .where(Listed.workspace_id == Deal.workspace_id, Listed.id == Deal.reason_id, Listed.code == LAPSED)
        .exists(),
    )
    rows = await session.scalars(
        select(Deal)
        .options(joinedload(Deal.account), joinedload(Deal.owner), joinedload(Deal.stage))
        .where(*lapsed)
        .order_by(Deal.closed_at.desc(), Deal.id.desc())
        .limit(most)
    )
    first = rows.all()
    people = await session.execute(
        select(Member, func.count())
        .join(Deal, (Deal.workspace_id == Member.workspace_id) & (Deal.owner_id == Member.id))
        .where(*lapsed)
        .group_by(Member.workspace_id, Member.id)
        .order_by(func.count().desc(), Member.id)
    )
    by_owner = [(member, count) for member, count in people]
    return Lapses(since, first, by_owner, await deals.shifts(session, deals=first))
