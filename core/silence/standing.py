"""How the clock of a held lead stands: since when, by whose rule, which steps come next, what spares it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from core import clocks
from core.calendar import is_working_day, working_days_after, working_days_between
from core.clocks import Rule
from core.models import Keep, Lead, Warned, Workspace
from core.silence import keeps, recycling
from core.silence.recycling import Spared


class Next(NamedTuple):
    """A step to come; `step` None: it goes back into its pool."""

    step: Warned | None
    day: date


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How the clock of a held lead stands. `rule` None: the rule by which it was set has changed since."""

    lead: Lead
    workspace: Workspace
    begins: date
    days: int
    rule: Rule | None
    ahead: Sequence[Next]
    spared: Spared | None
    keep: Keep | None

    @property
    def back(self) -> date | None:
        """When it goes back into its pool, if nobody does anything; None: it is spared."""
        return next((each.day for each in self.ahead if each.step is None), None)

    @property
    def team(self) -> date | None:
        """When the team hears of it; None: it has."""
        return next((each.day for each in self.ahead if each.step == Warned.TEAM), None)

    def waited(self, day: date) -> int:
        """How many working days have gone by on `day`."""
        return working_days_between(self.begins, day, **clocks.calendar(self.workspace))


async def standing(session: AsyncSession, *, lead: Lead, workspace: Workspace) -> Standing | None:
    """How it stands; None where no clock runs."""
    begins = clocks.begins(lead, workspace=workspace)
    if begins is None or lead.silent_on is None or lead.rhythm_days is None:
        return None
    found = await recycling.spared(session, leads=[lead])
    rhythm = clocks.rhythm(lead, pool=await clocks.pool_of(session, lead), workspace=workspace)
    return Standing(
        lead=lead,
        workspace=workspace,
        begins=begins,
        days=lead.rhythm_days,
        rule=rhythm.rule if rhythm.days == lead.rhythm_days else None,
        ahead=_ahead(lead, workspace, stays=lead.id in found),
        spared=found.get(lead.id),
        keep=await keeps.last_of(session, lead=lead),
    )


def _ahead(lead: Lead, workspace: Workspace, *, stays: bool) -> list[Next]:
    """The steps to come, none sooner than the working day after the one before it."""
    steps = clocks.steps_of(lead, workspace=workspace)
    assert steps is not None  # its clock runs
    here, told = clocks.calendar(workspace), list(Warned).index(lead.warned) if lead.warned else -1
    left = [(step, day) for step, day in zip(Warned, steps, strict=True) if list(Warned).index(step) > told and day]
    if lead.owner is not None and not lead.owner.active:  # not warned: the team hears instead, on that day
        left = [(Warned.TEAM, left[0][1])] if left else []
    ahead, soonest = list[Next](), lead.warn_on
    for step, day in left:
        ahead.append(Next(step, max(day, soonest) if soonest else day))
        soonest = working_days_after(ahead[-1].day, 1, **here)
    if stays:
        return ahead
    back = lead.recycle_on or working_days_after(ahead[-1].day, workspace.escalate_after, **here)
    return [*ahead, Next(None, back)]


@dataclass(frozen=True, kw_only=True)
class Days:
    """The days since a clock began: how many were worked, which working days were off, which days off were worked."""

    worked: int
    weekends: int
    off: Sequence[date]
    swapped: Sequence[date]


def days_between(begins: date, today: date, *, workspace: Workspace) -> Days:
    """Every day after `begins`, up to and including `today`."""
    every = [begins + timedelta(days=n) for n in range(1, (today - begins).days + 1)]
    works = {day: is_working_day(day, **clocks.calendar(workspace)) for day in every}
    weekend = {day for day in every if day.isoweekday() > 5}
    return Days(
        worked=sum(works.values()),
        weekends=sum(not works[day] for day in weekend),
        off=[day for day in every if day not in weekend and not works[day]],
        swapped=[day for day in every if day in weekend and works[day]],
    )
