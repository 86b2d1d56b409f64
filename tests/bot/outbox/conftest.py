"""For each test an empty workspace and a Slack without faults."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.database import Databases
from bot.outbox import Limits
from tests.bot.outbox.stage import QUICK, Stage, opened


@pytest.fixture
async def stage(databases: Databases) -> AsyncIterator[Stage]:
    async with opened(databases) as stage:
        yield stage


@pytest.fixture
def delivering(stage: Stage):
    """`async with delivering(): …` runs an outbox meanwhile, and ends when nothing due is left."""

    @asynccontextmanager
    async def run(limits: Limits = QUICK, *, workers: int = 1, patience: float = 20) -> AsyncIterator[None]:
        stop = asyncio.Event()
        tasks = [asyncio.create_task(stage.outbox(limits).run(stop)) for _ in range(workers)]
        try:
            yield
            await stage.slack.until(stage.settled, timeout=patience)
        finally:
            stop.set()
            await asyncio.gather(*tasks)

    return run
