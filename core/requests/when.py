"""Until when a request is, when it is chased, and when it goes to a manager: by the hours of whoever is asked."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core import hours
from core.calendar import instant, local_day
from core.errors import Refusal, msgid
from core.hours import Hours
from core.models import Member, Request, Workspace

FURTHEST = timedelta(days=366)


class TimeHasPassed(Refusal):
    message = msgid("{day} has passed already. Choose a later time.")
    field = "on"


class TooFarAhead(Refusal):
    message = msgid("{day} is more than a year away. Choose an earlier day.")
    field = "on"


def ends_at(request: Request, *, to: Member) -> datetime:
    """The moment by which it is to be done: its time, or the end of work on its day for whoever is asked."""
    if request.at is not None:
        return instant(request.on, request.at, request.zone)
    return instant(request.on, to.works_until, to.zone)


def must_be_ahead(on: date, at: time | None, *, by: Member, now: datetime) -> None:
    """Refuse what is over, or further away than anybody plans. Times are those of whoever says them."""
    today = local_day(now, by.zone)
    if on < today or (at is not None and instant(on, at, by.zone) <= now):
        raise TimeHasPassed(day=on if at is None else instant(on, at, by.zone))
    if on > today + FURTHEST:
        raise TooFarAhead(day=on)


def chased_at(request: Request, *, to: Member, workspace: Workspace, now: datetime) -> datetime:
    """When it is looked at for the first time: once it is due, in the working hours of whoever is asked."""
    return hours.next_open(max(ends_at(request, to=to), now), hours.of(to, workspace))


def working_day_after(moment: datetime, theirs: Hours) -> datetime:
    """The same time of day on their next working day."""
    local = moment.astimezone(ZoneInfo(theirs.zone))
    return instant(hours.next_working_day(local.date(), theirs), local.time(), theirs.zone)
