"""The scheduled jobs: each finds what is due, writes the change and its notices in one transaction, and may run twice.

A job is given one workspace and the moment, takes up to its `batch` of what is due, and says how many it found: after a
whole batch it is run again, in a transaction of its own. `forced`: a person asked for it now, whatever the hour.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import msgid
from core.jobs.allotment import allot_leads
from core.jobs.batch import BATCH
from core.jobs.closing import close_overdue_deals, warn_closing_deals
from core.jobs.digests import morning_digest
from core.jobs.handovers import AT_ONCE as HANDOVERS
from core.jobs.handovers import return_handovers
from core.jobs.offers import pass_on_offers
from core.jobs.projects import find_same_projects
from core.jobs.prune import prune
from core.jobs.recycling import recycle_silent_leads
from core.jobs.reminders import remind_tasks
from core.jobs.requests import chase_requests
from core.jobs.revival import revive_dead_leads
from core.jobs.silence import warn_silent_leads
from core.jobs.thin import warn_thin_deals
from core.jobs.tomorrow import nudge_empty_tomorrow
from core.models import JobRun, Member

__all__ = ["BATCH", "EPOCH", "JOBS", "Job", "next_tick", "runs"]


@dataclass(frozen=True)
class Job:
    """`run(session, *, workspace, now, forced)` says how many things it found, `batch` at most; as many mean that more
    may be left. `when` is for people."""

    name: str
    run: Callable[..., Awaitable[int]]
    every: timedelta
    when: str
    batch: int = BATCH


EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # ticks are counted from here, so that every worker ticks at the same moments


def next_tick(every: timedelta, after: datetime) -> datetime:
    """The first tick after that moment, by the machine's clock: the same one in every worker."""
    return after + every - (after - EPOCH) % every


async def runs(session: AsyncSession, *, by: Member) -> dict[str, JobRun]:
    """When each job last ran for the member's workspace, and what it found, by its name."""
    found = await session.scalars(select(JobRun).where(JobRun.workspace_id == by.workspace_id))
    return {run.job: run for run in found}


JOBS = (
    Job("remind-tasks", remind_tasks, timedelta(minutes=1), msgid("before each task, and once when it is overdue")),
    Job(
        "chase-requests",
        chase_requests,
        timedelta(minutes=1),
        msgid("when help or an answer is due, and a working day later to the manager; in working hours"),
    ),
    Job(
        "nudge-empty-tomorrow",
        nudge_empty_tomorrow,
        timedelta(minutes=5),
        msgid("before the end of a working day, when nothing is planned for the next"),
    ),
    Job(
        "warn-silent-leads",
        warn_silent_leads,
        timedelta(minutes=5),
        msgid("working days before a lead turns silent, and when it does"),
    ),
    Job(
        "recycle-silent-leads",
        recycle_silent_leads,
        timedelta(minutes=5),
        msgid("working days after the team has heard of it, in working hours"),
    ),
    Job(
        "revive-dead-leads",
        revive_dead_leads,
        timedelta(minutes=5),
        msgid("each week, a few to other members"),
    ),
    Job(
        "allot-leads",
        allot_leads,
        timedelta(minutes=1),
        msgid("in working hours, for pools that give their leads out by rank"),
    ),
    Job(
        "pass-on-offers",
        pass_on_offers,
        timedelta(minutes=1),
        msgid("when a lead that was given is not accepted in time"),
    ),
    Job(
        "return-handovers",
        return_handovers,
        timedelta(minutes=5),
        msgid("on the day that was set, what was handed over for a while"),
        batch=HANDOVERS,
    ),
    Job("warn-closing-deals", warn_closing_deals, timedelta(minutes=5), msgid("days before the expected close")),
    Job(
        "close-overdue-deals",
        close_overdue_deals,
        timedelta(minutes=5),
        msgid("days after the expected close, in working hours, where a pipeline says so"),
    ),
    Job("morning-digest", morning_digest, timedelta(minutes=1), msgid("each working morning, to managers and teams")),
    Job(
        "warn-thin-deals",
        warn_thin_deals,
        timedelta(minutes=5),
        msgid("working days after nobody who decides was met, or nobody new was met, at a deal's customer"),
    ),
    Job(
        "find-same-projects",
        find_same_projects,
        timedelta(minutes=1),
        msgid("when a deal is entered or changed: whether a colleague's deal is the same project"),
    ),
    Job("prune", prune, timedelta(hours=1), msgid("every hour, to forget what is no longer needed")),
)
