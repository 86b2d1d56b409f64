"""The worker: the clock that ticks the jobs, the delivery of notices, and what a dead process left undone.

Any number may run side by side. It outlives the database's restarts: every part is taken up again, later and later.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]  # has no types
from apscheduler.triggers.interval import IntervalTrigger  # type: ignore[import-untyped]  # has no types
from sqlalchemy.exc import SQLAlchemyError

from bot import slack
from bot.clock import Clock
from bot.database import Databases
from bot.errands import Errands
from bot.jobs import EPOCH, Jobs
from bot.outbox import Limits, Outbox, Render, Wire
from bot.outbox.gauges import measure
from bot.settings import Settings
from core.jobs import JOBS, Job
from handlers.errands import Deed

Redo = Callable[[], Awaitable[object]]

_REDO_EVERY = 30.0  # seconds
_MEASURE_EVERY = 10.0
_LONGEST_WAIT = 30.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What a worker is made of."""

    databases: Databases
    clock: Clock
    outbox: Outbox
    jobs: Jobs
    errands: Errands | None = None  # what people asked for and is done beside
    redo: Redo | None = None  # takes up events that a dead process left undone


@asynccontextmanager
async def assembled(
    settings: Settings,
    databases: Databases,
    render: Render,
    *,
    jobs: Sequence[Job] = JOBS,
    deeds: Mapping[str, Deed] | None = None,
    redo: Redo | None = None,
    limits: Limits | None = None,
) -> AsyncIterator[Parts]:
    """A worker's parts for as long as the block runs, for the one workspace of the bot token."""
    clock, limits = Clock(settings.genjin_clock), limits or Limits()

    async def token_of(_workspace_id: str) -> str:
        return settings.token

    wire = Wire(settings.slack_api_url, token_of, timeout=limits.timeout)
    async with slack.connected(settings) as client:
        try:
            yield Parts(
                databases=databases,
                clock=clock,
                outbox=Outbox(databases, wire, render, clock.now, limits),
                jobs=Jobs(databases, clock.now, jobs),
                errands=Errands(databases, client, clock.now, deeds or {}),
                redo=redo,
            )
        finally:
            await wire.close()


async def run(parts: Parts, stop: asyncio.Event) -> None:
    """Work until `stop` is set, then finish what is on its way to Slack and return."""
    scheduler = _scheduler(parts.jobs)
    scheduler.start()
    beside = [
        asyncio.create_task(_kept("clock", lambda: _watch_clock(parts))),
        asyncio.create_task(_kept("gauges", lambda: _measure(parts))),
        asyncio.create_task(_kept("inbox", lambda: _redo(parts.redo))),
    ]
    if parts.errands:
        beside.append(asyncio.create_task(_kept("errands", parts.errands.run)))
    try:
        await _kept("outbox", lambda: parts.outbox.run(stop))
    finally:
        scheduler.shutdown(wait=False)
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)


def _scheduler(jobs: Jobs) -> AsyncIOScheduler:
    """A clock and nothing more: in memory, UTC, no catching up, as a tick finds all that is due."""
    scheduler = AsyncIOScheduler(
        timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    for job in jobs.all.values():
        every = IntervalTrigger(seconds=job.every.total_seconds(), start_date=EPOCH, timezone=UTC)
        scheduler.add_job(jobs.tick, every, args=[job.name], id=job.name)
    return scheduler


async def _watch_clock(parts: Parts) -> None:
    """When somebody moves the bot's clock, what is due by the new hour is due now, not at the next tick."""
    before = parts.clock.offset()
    while True:
        await asyncio.sleep(0.5)
        if (offset := parts.clock.offset()) != before:
            before = offset
            for name in parts.jobs.all:
                await parts.jobs.tick(name)


async def _measure(parts: Parts) -> None:
    while True:
        async with parts.databases.everywhere().begin() as session:
            await measure(session, now=parts.clock.now())
        await asyncio.sleep(_MEASURE_EVERY)


async def _redo(redo: Redo | None) -> None:
    while redo:
        await redo()
        await asyncio.sleep(_REDO_EVERY)


async def _kept(name: str, work: Callable[[], Awaitable[None]]) -> None:
    """Do it until it returns; when it fails, do it again, after a while that grows."""
    wait = 0.5
    while True:
        try:
            return await work()
        except (SQLAlchemyError, OSError) as broken:
            log.warning("no database: trying again", part=name, why=type(broken).__name__, wait=wait)
        except Exception:
            log.exception("a part of the worker failed: trying again", part=name, wait=wait)
        await asyncio.sleep(wait)
        wait = min(wait * 2, _LONGEST_WAIT)
