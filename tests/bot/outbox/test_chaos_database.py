"""The database goes down under load, as after a crash; and everything at once."""

import asyncio

import pytest

from bot.database import Databases, connect
from tests.bot.outbox.chaos import PATIENCE, Trial, faulty, settled, size
from tests.bot.outbox.server import running
from tests.bot.outbox.stage import QUICK, opened


@pytest.fixture
async def restartable():
    """A database of the test's own, and a stage on it."""
    with running() as postgres:
        engine = connect(postgres.url)
        async with opened(Databases(engine)) as stage:
            yield postgres, stage
        await engine.dispose()


async def test_t4_the_database_restarts_while_sending(fleet, restartable):
    postgres, stage = restartable
    restarts, away = size(1, 5), size(1, 60)
    trial = Trial(f"T4 {restarts} restarts of the database, then {away} s without it")
    keys = await stage.tell_each(40, size(10, 100))
    workers = fleet(on=stage, database=postgres.url)
    workers.start(2)
    for number in range(restarts + 1):
        await stage.slack.until(lambda n=number: len(stage.slack.calls) > 100 * (n + 1), timeout=PATIENCE)
        await asyncio.to_thread(postgres.restart_at_once, after=away if number == restarts else 0)
    await stage.slack.until(lambda: settled(stage), timeout=PATIENCE)

    assert trial.verdict(stage, keys, QUICK).wrong == {}
    # Nobody had to start them again, and they stop when asked.
    assert [worker.exitcode for worker in workers.workers] == [None, None]
    assert await workers.stop() == [0, 0]


async def test_everything_at_once(fleet, restartable):
    postgres, stage = restartable
    kills, restarts = size(4, 50), size(1, 3)
    trial = Trial(f"all at once: {kills} kills, {restarts} restarts, 15 % faults")
    stage.slack.faults.plan = faulty(trial.chance, 0.15)
    keys = await stage.tell_each(50, size(10, 100))
    workers = fleet(on=stage, database=postgres.url)
    workers.start(2)
    every, restarted = len(keys) // (kills + 1), {kills * n // (restarts + 1) for n in range(1, restarts + 1)}
    for number in range(1, kills + 1):
        await stage.slack.until(lambda n=number: len(stage.slack.calls) > every * n, timeout=PATIENCE)
        workers.kill(trial.chance)
        if number in restarted:
            await asyncio.to_thread(postgres.restart_at_once)
    await stage.slack.until(lambda: settled(stage), timeout=PATIENCE)

    assert trial.verdict(stage, keys, QUICK).wrong == {}
    assert set(await workers.stop()) == {0}
