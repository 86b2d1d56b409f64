"""The follow-up clock of a lead or a deal: one clock, whatever way it came to its owner."""

from datetime import date, datetime

from core.calendar import local_day, working_days_after
from core.models import Deal, Lead, Workspace


def silent_on(thing: Lead | Deal, *, workspace: Workspace, last: datetime | None, since: datetime) -> date:
    """The working day on which it becomes silent: its interval after the last follow-up that counts or `since`."""
    interval = getattr(thing, "interval_days", None) or workspace.silent_after
    started = max(last, since) if last else since
    day = local_day(started, workspace.zone)
    return working_days_after(day, interval, country=workspace.country, overrides=workspace.overrides)


def wind(thing: Lead | Deal, *, workspace: Workspace) -> None:
    """Set the clock by what the row now says: held and open, it runs; else it stands still."""
    runs = thing.status == "open" and thing.owned_since is not None
    thing.silent_on = None
    if runs and thing.owned_since is not None:
        thing.silent_on = silent_on(thing, workspace=workspace, last=thing.last_follow_up_at, since=thing.owned_since)
    if isinstance(thing, Lead):
        thing.warn_on = thing.silent_on
