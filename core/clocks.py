"""The follow-up clock of a lead or a deal: one clock, whatever way it came to its owner. Its rules: docs/silence.md."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.calendar import local_day, working_days_after, working_days_ahead
from core.models import Deal, Lead, Pool, Workspace

DAILY, WEEKLY, MONTHLY = 1, 5, 21  # working days
EARLY = 3  # working days before a lead turns silent its owner is warned first, and
LATE = 1  # for the last time
WARNED_TWICE = 5  # working days a rhythm has at least for the first of the two


class Rule(StrEnum):
    """Whose a rhythm is."""

    LEAD = "lead"
    POOL = "pool"
    WORKSPACE = "workspace"


class Rhythm(NamedTuple):
    """How many working days may pass between two follow-ups that count, and by whose rule."""

    days: int
    rule: Rule


@dataclass(frozen=True)
class Setting:
    """A clock as it is set."""

    days: int
    silent_on: date
    warn_on: date


class Steps(NamedTuple):
    """The working days on which an alert goes on: the owner (`first` None: once is enough), the team."""

    first: date | None
    last: date
    team: date


def rhythm(thing: Lead | Deal, *, pool: Pool | None, workspace: Workspace) -> Rhythm:
    """Its own, else the usual one."""
    if isinstance(thing, Lead) and thing.interval_days:
        return Rhythm(thing.interval_days, Rule.LEAD)
    return usual(thing, pool=pool, workspace=workspace)


def usual(thing: Lead | Deal, *, pool: Pool | None, workspace: Workspace) -> Rhythm:
    """A lead's pool's for its chance, else the workspace's."""
    if isinstance(thing, Lead) and pool is not None and thing.chance and (days := pool.rhythms.get(thing.chance)):
        return Rhythm(int(days), Rule.POOL)
    return Rhythm(workspace.silent_after, Rule.WORKSPACE)


def runs_from(thing: Lead | Deal, *, last: datetime | None = None) -> datetime | None:
    """The moment it is measured from: the last follow-up that counts (`last`: one about to be), or when it came to its
    owner; None in the pool."""
    last = last or thing.last_follow_up_at
    return max(last, thing.owned_since) if last and thing.owned_since else thing.owned_since


def begins(thing: Lead | Deal, *, workspace: Workspace, last: datetime | None = None) -> date | None:
    """The day from which its working days are counted: that of `runs_from`, or the end of a pause."""
    moment = runs_from(thing, last=last)
    if moment is None:
        return None
    day, pause = local_day(moment, workspace.zone), thing.pause if isinstance(thing, Lead) else None
    return max(day, pause) if pause else day


def setting(
    thing: Lead | Deal, *, pool: Pool | None, workspace: Workspace, last: datetime | None = None
) -> Setting | None:
    """How its clock is to be set by what the row says; None: it stands, in the pool or closed."""
    day = begins(thing, workspace=workspace, last=last)
    if day is None or thing.status != "open":
        return None
    days = rhythm(thing, pool=pool, workspace=workspace).days
    silent_on = working_days_after(day, days, **calendar(workspace))
    if isinstance(thing, Lead) and thing.kept_until and thing.kept_from == runs_from(thing, last=last):
        silent_on = max(silent_on, thing.kept_until)
    found = steps(silent_on, days=days, kept=_kept(thing, silent_on), workspace=workspace)
    return Setting(days, silent_on, found.first or found.last)


def steps_of(lead: Lead, *, workspace: Workspace) -> Steps | None:
    """The steps of the alert about a lead whose clock runs."""
    if lead.silent_on is None or lead.rhythm_days is None:
        return None
    kept = _kept(lead, lead.silent_on)
    return steps(lead.silent_on, days=lead.rhythm_days, kept=kept, workspace=workspace)


def steps(silent_on: date, *, days: int, kept: bool, workspace: Workspace) -> Steps:
    """Three working days and one before it turns silent the owner, on that day the team.

    Under five working days there is no time for the first; of a daily rhythm the owner hears on the day itself, and
    the team on the working day after. What was `kept` has time for all.
    """
    here = calendar(workspace)
    if days <= LATE and not kept:
        return Steps(None, silent_on, working_days_after(silent_on, 1, **here))
    first = working_days_ahead(silent_on, EARLY, **here) if kept or days >= WARNED_TWICE else None
    return Steps(first, working_days_ahead(silent_on, LATE, **here), silent_on)


def _kept(thing: Lead | Deal, silent_on: date) -> bool:
    return isinstance(thing, Lead) and thing.kept_until == silent_on


async def wind(session: AsyncSession, *, thing: Lead | Deal, workspace: Workspace) -> None:
    """Set the clock by what the row now says: held and open, it runs; else it stands."""
    set_anew(thing, pool=await pool_of(session, thing), workspace=workspace)


def set_anew(thing: Lead | Deal, *, pool: Pool | None, workspace: Workspace) -> None:
    """The same with a lead's pool at hand. Set to the day it shows already it goes on, with its alert."""
    if isinstance(thing, Lead):
        _set_deal_day(thing, pool=pool, workspace=workspace)
    found = setting(thing, pool=pool, workspace=workspace)
    before = (thing.silent_on, thing.rhythm_days) if isinstance(thing, Lead) else None
    thing.silent_on = found.silent_on if found else None
    if isinstance(thing, Lead) and (found is None or (found.silent_on, found.days) != before):
        thing.rhythm_days, thing.warn_on = (found.days, found.warn_on) if found else (None, None)
        thing.warned = thing.recycle_on = None


def _set_deal_day(lead: Lead, *, pool: Pool | None, workspace: Workspace) -> None:
    """By when it is to be a deal, where its pool asks for that: from when it came to its owner, whatever is logged."""
    day = None
    if pool is not None and pool.deal_days and lead.owned_since is not None and lead.status == "open":
        day = working_days_after(local_day(lead.owned_since, workspace.zone), pool.deal_days, **calendar(workspace))
    if day != lead.deal_by:
        lead.deal_by, lead.deal_back_on = day, None
        lead.deal_warn_on = working_days_ahead(day, EARLY, **calendar(workspace)) if day else None


async def pool_of(session: AsyncSession, thing: Lead | Deal) -> Pool | None:
    """The pool whose rules bind a lead."""
    return await session.get(Pool, (thing.workspace_id, thing.pool_id)) if isinstance(thing, Lead) else None


async def pools_of(session: AsyncSession, things: Iterable[Lead | Deal]) -> Mapping[int, Pool]:
    """The pools whose rules bind these leads, by their ids; one statement at most."""
    bound = [thing for thing in things if isinstance(thing, Lead)]
    if not bound:
        return {}
    wanted = {lead.pool_id for lead in bound}
    found = await session.scalars(select(Pool).where(Pool.workspace_id == bound[0].workspace_id, Pool.id.in_(wanted)))
    return {pool.id: pool for pool in found}


def calendar(workspace: Workspace) -> Mapping[str, Any]:
    """Whose working days count, for `core.calendar`."""
    return {"country": workspace.country, "overrides": workspace.overrides}
