"""The scheduled jobs: what is due is looked for again and again; who looks, and how often, changes nothing.

Every worker ticks every job. A tick runs it for each workspace, a batch at a time until nothing is left, each in a
transaction of its own that also holds the notices it writes and the record that it ran: one that fails is logged and
stops no other workspace's.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import structlog
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import SQLAlchemyError

from bot.database import Databases
from bot.outbox import Outbox
from bot.troubles import is_passing
from core import notices
from core.jobs import EPOCH, JOBS, Job, next_tick
from core.models import JobRun, Workspace

__all__ = ["EPOCH", "Jobs", "Listed", "NoSuchJob", "Ran", "next_tick"]

log = structlog.get_logger(__name__)
_WAITS = (0.2, 1.0, 3.0, 8.0)  # seconds before a batch of a job run by hand is tried again


class NoSuchJob(Exception):  # noqa: N818  # its text is an answer to whoever typed the name
    """Nothing is called that. The text says what there is."""


class Ran(NamedTuple):
    """What came of a job run by hand. `undone`: key → why it could not be delivered; `failed`: workspaces."""

    name: str
    found: int
    delivered: int
    undone: dict[str, str]
    failed: list[str]


class Listed(NamedTuple):
    """A job as `bot jobs` shows it. `last` and `found` are None until it has run once."""

    name: str
    when: str
    last: datetime | None
    found: int | None
    next: datetime


class Jobs:
    """The registry, and the ways to run what is in it."""

    def __init__(self, databases: Databases, now: Callable[[], datetime], jobs: Sequence[Job] = JOBS) -> None:
        self.all = {job.name: job for job in jobs}
        self._databases = databases
        self._now = now

    async def tick(self, name: str) -> int:
        """Run a job for every workspace as of now; what it found in all. Never raises: the next tick tries again."""
        try:
            found, _, _ = await self._everywhere(self.all[name], self._now(), forced=False)
        except (SQLAlchemyError, OSError) as broken:
            log.warning("no database: the job waits for its next tick", job=name, why=type(broken).__name__)
            return 0
        return found

    async def run(self, names: Sequence[str], as_of: datetime, outbox: Outbox, *, within: float = 120) -> list[Ran]:
        """Run jobs as if it were that moment and deliver what they have to say, in `within` seconds each at most.

        What they tell is delivered whatever its hour. Raises `NoSuchJob` before anything is run.
        """
        if unknown := [name for name in names if name not in self.all]:
            raise NoSuchJob(f"No job is called {unknown[0]}. There are: {', '.join(sorted(self.all))}.")
        done = []
        for name in names:
            found, told, failed = await self._everywhere(self.all[name], as_of, forced=True)
            delivered = await outbox.deliver(told, within=within)
            done.append(Ran(name, found, delivered.sent, delivered.undone, failed))
        return done

    async def listing(self) -> list[Listed]:
        """Every job with when it ran last (in any workspace), what it found then, and when it is looked at next."""
        async with self._databases.everywhere().begin() as session:
            rows = await session.execute(
                select(JobRun.job, func.max(JobRun.ran_at), func.sum(JobRun.found)).group_by(JobRun.job)
            )
            ran = {name: (last, int(found)) for name, last, found in rows}
        return [self._listed(job, *ran.get(job.name, (None, None))) for job in self.all.values()]

    def _listed(self, job: Job, last: datetime | None, found: int | None) -> Listed:
        return Listed(job.name, job.when, last, found, next_tick(job.every, datetime.now(UTC)))

    async def _everywhere(
        self, job: Job, as_of: datetime, *, forced: bool
    ) -> tuple[int, list[tuple[str, str]], list[str]]:
        """What was found, what was told as (workspace, key), and the workspaces in which the job failed."""
        async with self._databases.everywhere().begin() as session:
            workspaces = (await session.scalars(select(Workspace.id).order_by(Workspace.id))).all()
        found, told, failed = 0, list[tuple[str, str]](), list[str]()
        for workspace_id in workspaces:
            try:
                async for here, keys in self._batches(job, workspace_id, as_of, forced=forced):
                    found += here
                    told += [(workspace_id, key) for key in keys]
            except Exception:
                # One workspace's trouble is not the others': the log has it, the next tick tries again.
                log.exception("a job failed", job=job.name, workspace=workspace_id)
                failed.append(workspace_id)
        return found, told, failed

    async def _batches(
        self, job: Job, workspace_id: str, as_of: datetime, *, forced: bool
    ) -> AsyncIterator[tuple[int, list[str]]]:
        """Run it in one transaction after another until one finds less than its batch; what each found, and told."""
        here, found = job.batch, 0
        while here >= job.batch:
            here, told = await self._patiently(job, workspace_id, as_of, before=found, forced=forced)
            found += here
            yield here, told

    async def _patiently(
        self, job: Job, workspace_id: str, as_of: datetime, *, before: int, forced: bool
    ) -> tuple[int, list[str]]:
        """One batch. Run by hand it is tried again when others hold what it needs, such as a worker that does the same
        at that moment: nobody comes back to that moment later, as the clock does."""
        for wait in _WAITS if forced else ():
            try:
                return await self._batch(job, workspace_id, as_of, before=before, forced=forced)
            except SQLAlchemyError as broken:
                if not is_passing(broken):
                    raise
                log.warning("a job was held up", job=job.name, workspace=workspace_id, again_in=wait)
            await asyncio.sleep(wait)
        return await self._batch(job, workspace_id, as_of, before=before, forced=forced)

    async def _batch(
        self, job: Job, workspace_id: str, as_of: datetime, *, before: int, forced: bool
    ) -> tuple[int, list[str]]:
        """One transaction: what is found, told, and that the job ran (`before`: found by the batches before)."""
        async with self._databases.of(workspace_id).begin() as session:
            workspace = await session.get_one(Workspace, workspace_id)
            here = await job.run(session, workspace=workspace, now=as_of, forced=forced)
            ran = {"ran_at": self._now(), "found": before + here}
            await session.execute(
                insert(JobRun)
                .values(workspace_id=workspace_id, job=job.name, **ran)
                .on_conflict_do_update(index_elements=[JobRun.workspace_id, JobRun.job], set_=ran)
            )
        return here, sorted(notices.told(session))
