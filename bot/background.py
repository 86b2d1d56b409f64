"""The worker process: the jobs of core, drawn by the handlers' views, delivered by the outbox."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from bot import database, slack, worker
from bot.app import Bot
from bot.jobs import Listed, Ran
from bot.settings import Settings
from bot.worker import Parts
from handlers.notices import render
from handlers.register import ERRANDS

_GOODBYE = 10  # seconds for what is under way when told to stop


async def serve(settings: Settings, stop: asyncio.Event) -> None:
    """Tick, deliver, and take up what a dead process left undone, until told to stop."""
    async with _assembled(settings) as parts:
        await worker.run(parts, stop)


async def run_jobs(settings: Settings, names: Sequence[str], as_of: datetime | None) -> list[Ran]:
    """Run jobs as if it were that moment (now, when None) and deliver what they have to say."""
    async with _assembled(settings) as parts:
        return await parts.jobs.run(names, as_of or parts.clock.now(), parts.outbox)


async def list_jobs(settings: Settings) -> list[Listed]:
    """Every job: name, when, last and next run."""
    async with _assembled(settings) as parts:
        return await parts.jobs.listing()


@asynccontextmanager
async def _assembled(settings: Settings) -> AsyncIterator[Parts]:
    async with database.opened(settings) as databases, slack.connected(settings) as client:
        bot = Bot(settings, databases, client)
        async with worker.assembled(settings, databases, render, deeds=ERRANDS, redo=bot.resume) as parts:
            yield parts
        await bot.work.drain(_GOODBYE)
