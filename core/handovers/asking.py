"""A handover asked for 交接: by whoever leads them, of all that somebody holds; a worker does it then."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, errands, members, notices
from core.assignments.giving import must_be_of_team, must_be_short
from core.calendar import local_day
from core.errors import Refusal, msgid
from core.handovers import holdings
from core.handovers.holdings import Holdings
from core.models import Assignment, Member

KIND = "handover"
LONGEST = 365  # days until it comes back


class NothingHeld(Refusal):
    message = msgid("{who} holds no open lead or deal and has nothing planned, so there is nothing to hand over.")
    field = "from"


class ToThemselves(Refusal):
    message = msgid("{who} has it already. Choose somebody else, or share it out by rank.")
    field = "to"


class UnderWay(Refusal):
    message = msgid("What {who} holds is being handed over already. Wait until that is through.")
    field = "from"


class BackInThePast(Refusal):
    message = msgid("{day} is not ahead of us. Choose a later day, or none: then it is for good.")
    field = "back_on"


class BackTooLate(Refusal):
    message = msgid("That is more than a year away. Choose none: then it is for good.")
    field = "back_on"


async def begin(
    session: AsyncSession,
    *,
    of: Member,
    to: Member | None,
    by: Member,
    now: datetime,
    back_on: date | None = None,
    note: str | None = None,
    source: str | None = None,
) -> tuple[Assignment, Holdings]:
    """Have a worker give all that `of` holds to `to`, or (None) share it out among the team by rank. `back_on`: the
    day on which it comes back. Sent twice it is one."""
    await members.must_manage(session, by=by)
    await members.lock_many(session, people=sorted({of.id: of, by.id: by}.values(), key=lambda each: each.id))
    held = await holdings.of(session, member=of, now=now)
    if done := await audit.done_before(session, verb="begin", source=source, by=by):
        return await session.get_one(Assignment, (by.workspace_id, done.noun_id)), held
    must_be_short(note)
    _must_be_ahead(back_on, by=by, now=now)
    if to is not None:
        must_be_of_team(to, by=by)
        if to.id == of.id:
            raise ToThemselves(who=of)
    if await _under_way(session, of):
        raise UnderWay(who=of)
    if not held.total:
        raise NothingHeld(who=of)
    here, to_id = by.workspace_id, to.id if to else None
    row = Assignment(
        workspace_id=here, kind=KIND, by_id=by.id, from_id=of.id, to_id=to_id, note=note, at=now, back_on=back_on
    )
    session.add(row)
    await session.flush()
    after = audit.snapshot(row, ("from_id", "to_id", "back_on", "note"))
    await audit.record(session, row=row, verb="begin", by=by, now=now, after=after, source=source)
    await errands.ask(session, workspace_id=here, noun=KIND, noun_id=row.id)
    told: dict[str, Any] = {
        "kind": KIND,
        "key": f"{topic(row)}:begun",
        "facts": {"handover": row.id},
        "topic": topic(row),
    }
    await notices.tell(session, workspace_id=here, **told, to=by, due_at=now, now=now)
    return row, held


def topic(row: Assignment) -> str:
    """What the message about it goes by, whoever reads it."""
    return f"handover:{row.id}"


def _must_be_ahead(day: date | None, *, by: Member, now: datetime) -> None:
    if day is None:
        return
    today = local_day(now, by.zone)
    if day <= today:
        raise BackInThePast(day=day)
    if day > today + timedelta(days=LONGEST):
        raise BackTooLate


async def _under_way(session: AsyncSession, of: Member) -> bool:
    found = select(Assignment.id).where(
        Assignment.workspace_id == of.workspace_id,
        Assignment.kind == KIND,
        Assignment.from_id == of.id,
        Assignment.finished_at.is_(None),
    )
    return await session.scalar(found) is not None
