"""The scheduled jobs: each finds what is due, writes the change and its notices in one transaction, and may run twice.

A job is given one workspace and the moment. `forced`: a person asked for it now, whatever the hour.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from core.errors import msgid
from core.jobs.closing import warn_closing_deals
from core.jobs.digests import morning_digest
from core.jobs.reminders import remind_tasks
from core.jobs.silence import warn_silent_leads
from core.jobs.tomorrow import nudge_empty_tomorrow


@dataclass(frozen=True)
class Job:
    """`run(session, *, workspace, now, forced)` says how many things it found. `when` is for people."""

    name: str
    run: Callable[..., Awaitable[int]]
    every: timedelta
    when: str


JOBS = (
    Job("remind-tasks", remind_tasks, timedelta(minutes=1), msgid("before each task, and once when it is overdue")),
    Job(
        "nudge-empty-tomorrow",
        nudge_empty_tomorrow,
        timedelta(minutes=5),
        msgid("before the end of a working day, when nothing is planned for the next"),
    ),
    Job("warn-silent-leads", warn_silent_leads, timedelta(minutes=5), msgid("on the working day a lead turns silent")),
    Job("warn-closing-deals", warn_closing_deals, timedelta(minutes=5), msgid("days before the expected close")),
    Job("morning-digest", morning_digest, timedelta(minutes=1), msgid("each working morning, to managers and teams")),
)
