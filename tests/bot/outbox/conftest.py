"""For each test an empty workspace and a Slack without faults; for the trials workers to kill, and their figures."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.database import Databases
from bot.outbox import Limits
from tests.bot.outbox import chaos
from tests.bot.outbox.fleet import Fleet
from tests.bot.outbox.stage import QUICK, Stage, opened


@pytest.fixture
async def stage(databases: Databases) -> AsyncIterator[Stage]:
    async with opened(databases) as stage:
        yield stage


@pytest.fixture
def delivering(stage: Stage):
    """`async with delivering(): …` runs an outbox meanwhile, and ends when nothing due is left."""

    @asynccontextmanager
    async def run(limits: Limits = QUICK, *, workers: int = 1, patience: float = chaos.PATIENCE) -> AsyncIterator[None]:
        stop = asyncio.Event()
        tasks = [asyncio.create_task(stage.outbox(limits).run(stop)) for _ in range(workers)]
        try:
            yield
            await stage.slack.until(stage.settled, timeout=patience)
        finally:
            stop.set()
            await asyncio.gather(*tasks)

    return run


@pytest.fixture
async def fleet(stage: Stage, database_url: str, tmp_path: Path) -> AsyncIterator[Callable[..., Fleet]]:
    """Makes fleets of workers; all are asked to stop at the end."""
    fleets = []

    def make(limits: Limits = QUICK, *, on: Stage = stage, database: str = database_url, jobs: bool = False) -> Fleet:
        fleets.append(Fleet(on, database, tmp_path / "clock", limits, jobs=jobs))
        return fleets[-1]

    yield make
    for one in fleets:
        assert set(await one.stop()) <= {0}  # asked to stop, each does so of itself


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The figures of the trials, when they were played at their full size."""
    if chaos.NIGHTLY and chaos.OUTCOMES:
        terminalreporter.section(f"GENJIN_SEED={chaos.SEED}")
        for line in chaos.table():
            terminalreporter.write_line(line)
