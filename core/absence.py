"""Absence 请假: until their day of return a member is given no leads by rank."""

from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.access import decides_over
from core.calendar import instant, local_day
from core.errors import Missing, Refusal, msgid
from core.models import AuditRow, Member

LONGEST = 366  # days


class BackInThePast(Refusal):
    message = msgid("{day} has passed or is today. Choose a later day of return, or none at all to be back now.")
    field = "until"


class AwayTooLong(Refusal):
    message = msgid("That is more than a year. Choose a nearer day; it can be moved later.")
    field = "until"


def is_away(member: Member, *, now: datetime) -> bool:
    """Whether the member is away at that moment, by their own calendar."""
    return member.away_until is not None and local_day(now, member.zone) < member.away_until


def back_at(member: Member, *, now: datetime) -> datetime:
    """The moment from which they can answer: now, or the beginning of work on their day of return."""
    if member.away_until is None or not is_away(member, now=now):
        return now
    return instant(member.away_until, member.works_from, member.zone)


async def be_away(
    session: AsyncSession,
    *,
    member_id: int,
    until: date | None,
    by: Member,
    now: datetime,
    source: str | None = None,
) -> tuple[Member, AuditRow]:
    """Say until when a member is away (`until`: their day of return; None: they are back). Themselves, or who leads
    them."""
    member = await session.get(Member, (by.workspace_id, member_id), with_for_update=True)
    if member is None or not member.active or not decides_over(by, member):
        raise Missing
    today = local_day(now, member.zone)
    if until is not None and until <= today:
        raise BackInThePast(day=until)
    if until is not None and until > today + timedelta(days=LONGEST):
        raise AwayTooLong
    values = {"away_until": until}
    return member, await audit.change(session, row=member, verb="away", values=values, by=by, now=now, source=source)
