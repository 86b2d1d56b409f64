"""Delivery through kills, faults, freezes and restarts: none lost, none twice, none out of order.

The kinds and numbers are small enough for every run; `GENJIN_CHAOS=10` makes them ten times as large.
"""

import asyncio
import os
import random
from collections import defaultdict
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.database import Databases, connect
from bot.outbox import Limits
from sandbox.faults import Fault, Record
from tests.bot.outbox.fleet import Fleet
from tests.bot.outbox.server import running
from tests.bot.outbox.stage import QUICK, Stage, lost_and_twice, opened

SCALE = int(os.environ.get("GENJIN_CHAOS", "1"))
SEED = int(os.environ.get("GENJIN_SEED", "20261121"))
KINDS = (
    *("rate_limited", "refused", "bad_json"),
    *("error_before", "error_after", "timeout_before", "timeout_after", "drop_before", "drop_after"),
)
PATIENCE = 60 * SCALE


@pytest.fixture
def chance():
    print(f"GENJIN_SEED={SEED}")  # noqa: T201  # so that a failure can be played again
    return random.Random(SEED)


@pytest.fixture
async def fleet(stage, database_url, tmp_path):
    fleets = []

    def make(limits: Limits = QUICK, *, on: Stage = stage, database: str = database_url, jobs: bool = False) -> Fleet:
        fleets.append(Fleet(on, database, tmp_path / "clock", limits, jobs=jobs))
        return fleets[-1]

    yield make
    for one in fleets:
        assert set(await one.stop()) <= {0}  # asked to stop, each does so of itself


async def test_t2_killed_while_sending(stage, fleet, chance):
    keys = await stage.tell_each(50, 10 * SCALE)
    await _kill_while_sending(stage, fleet(), chance, kills=5 * SCALE)

    assert lost_and_twice(keys, stage.keys_posted()) == ([], [])
    assert not stage.out_of_order()
    assert await stage.statuses() == {"sent": len(keys)}


async def test_t2_bites_without_the_look_up_a_kill_makes_duplicates(stage, fleet, chance):
    _forbid_looking(stage)
    keys = await stage.tell_each(20, 5)
    await _kill_while_sending(stage, fleet(), chance, kills=2)

    lost, twice = lost_and_twice(keys, stage.keys_posted())
    assert not lost
    assert twice


async def test_t3_three_in_ten_requests_go_wrong(stage, delivering, chance):
    stage.slack.faults.plan = _three_in_ten(chance)
    keys = await stage.tell_each(60, 10 * SCALE)
    async with delivering(replace(QUICK, pace=0.21), workers=2, patience=PATIENCE):
        pass

    assert lost_and_twice(keys, stage.keys_posted()) == ([], [])
    assert not stage.out_of_order()
    assert _too_soon(stage, 0.2) == []


async def test_t3_bites_without_the_look_up_faults_make_duplicates(stage, delivering, chance):
    _forbid_looking(stage)
    faults = stage.slack.faults.plan
    stage.slack.faults.plan = lambda call: faults(call) or _three_in_ten(chance)(call)
    keys = await stage.tell_each(40, 3)
    async with delivering(workers=2, patience=PATIENCE):
        pass

    lost, twice = lost_and_twice(keys, stage.keys_posted())
    assert not lost
    assert twice


async def test_t4_the_database_restarts_while_sending(fleet):
    with running() as postgres:
        engine = connect(postgres.url)
        async with opened(Databases(engine)) as stage:
            keys = await stage.tell_each(40, 10 * SCALE)
            workers = fleet(on=stage, database=postgres.url)
            workers.start(2)
            for number in range(SCALE):
                await stage.slack.until(lambda n=number: len(stage.slack.calls) > 100 * (n + 1), timeout=PATIENCE)
                await asyncio.to_thread(postgres.restart_at_once)
            await stage.slack.until(lambda: _settled_at_last(stage), timeout=PATIENCE)

            assert lost_and_twice(keys, stage.keys_posted()) == ([], [])
            assert not stage.out_of_order()
            # Nobody had to start them again, and they stop when asked.
            assert [worker.poll() for worker in workers.workers] == [None, None]
            assert await workers.stop() == [0, 0]
        await engine.dispose()


async def test_t5_frozen_for_longer_than_the_lease(stage, fleet, chance):
    keys = await stage.tell_each(40, 10 * SCALE)
    workers = fleet(replace(QUICK, lease=1.2))
    workers.start(2)
    for number in range(2 * SCALE):
        await stage.slack.until(lambda n=number: len(stage.slack.calls) > 60 * (n + 1), timeout=PATIENCE)
        await workers.freeze(chance.choice(workers.workers), 2)
    await stage.slack.until(stage.settled, timeout=PATIENCE)

    assert lost_and_twice(keys, stage.keys_posted()) == ([], [])
    assert not stage.out_of_order()


async def test_t5_the_bots_clock_jumps_by_an_hour(stage, fleet):
    keys = await stage.tell_each(40, 8 * SCALE)
    workers = fleet()
    workers.start(2)
    for jump, sent in (("3600", 50), ("-3600", 100), ("0", 101)):
        await stage.slack.until(lambda n=sent: len(stage.slack.calls) >= n, timeout=PATIENCE)
        workers.clock.write_text(jump)
    await stage.slack.until(stage.settled, timeout=PATIENCE)

    assert lost_and_twice(keys, stage.keys_posted()) == ([], [])
    assert not stage.out_of_order()
    assert _too_soon(stage, QUICK.closest) == []


async def test_t6_three_schedulers_find_each_reminder_once(stage, fleet, chance, due_rows):
    workers = fleet(jobs=True)
    workers.start(3)
    for number in range(4 * SCALE):
        await stage.slack.until(lambda n=number: len(stage.slack.calls) > 100 * (n + 1), timeout=PATIENCE)
        workers.kill(chance)
    await stage.slack.until(lambda: _all_told(stage, due_rows), timeout=PATIENCE)
    await stage.slack.until(stage.settled, timeout=PATIENCE)

    keys = [f"due-{number:05}" for number in range(1, due_rows + 1)]
    assert lost_and_twice(keys, stage.keys_posted()) == ([], [])
    assert await stage.statuses() == {"sent": due_rows}


@pytest.fixture
async def due_rows(stage):
    """A table with so many rows that come due within three seconds."""
    count = 1000 * SCALE
    channels = [stage.channel(f"c{number}") for number in range(40)]
    async with stage.databases.everywhere().begin() as session:
        await session.execute(
            text("create table due_rows (id int primary key, channel text, due_at timestamptz, told_at timestamptz)")
        )
        await session.execute(_FILL, {"channels": channels, "count": count})
    yield count
    async with stage.databases.everywhere().begin() as session:
        await session.execute(text("drop table due_rows"))


_FILL = text("""
    insert into due_rows
    select n, (cast(:channels as text[]))[1 + n % 40], now() + n * interval '3 milliseconds', null
    from generate_series(1, :count) as n
""")


async def _kill_while_sending(stage: Stage, workers: Fleet, chance: random.Random, *, kills: int) -> None:
    """Kill workers at the worst moment: their posts are taken, and the answers have not come back."""
    workers.start(2)
    for number in range(kills):
        await stage.slack.until(lambda n=number: len(stage.keys_posted()) > 15 * (n + 1), timeout=PATIENCE)
        stage.slack.faults.add("chat.postMessage", "timeout_after", times=4)
        hanging = len([call for call in stage.slack.calls if call.error == "timeout_after"])
        await stage.slack.until(lambda h=hanging: _hanging(stage) >= h + 4, timeout=PATIENCE)
        workers.kill(chance)
    await stage.slack.until(stage.settled, timeout=PATIENCE)


def _hanging(stage: Stage) -> int:
    return len([call for call in stage.slack.calls if call.error == "timeout_after"])


def _forbid_looking(stage: Stage) -> None:
    def plan(call: Record) -> Fault | None:
        return Fault("refused", word="missing_scope") if call.method == "conversations.history" else None

    stage.slack.faults.plan = plan


def _three_in_ten(chance: random.Random):
    def plan(call: Record) -> Fault | None:
        if call.method != "chat.postMessage" or chance.random() >= 0.3:
            return None
        return Fault(chance.choice(KINDS))

    return plan


def _too_soon(stage: Stage, pace: float) -> list[tuple[str, float]]:
    """Posts nearer to the one before in their channel than they may be, or than a Retry-After allows."""
    last: dict[str, tuple[float, str | None]] = defaultdict(lambda: (0.0, None))
    found = []
    for call in stage.slack.calls:
        if call.method == "chat.postMessage":
            before, error = last[call.args["channel"]]
            gap = call.at - before
            if gap < (1 if error == "rate_limited" else pace):
                found.append((call.args["channel"], gap))
            last[call.args["channel"]] = (call.at, call.error)
    return found


async def _all_told(stage: Stage, count: int) -> bool:
    return sum((await stage.statuses()).values()) == count


async def _settled_at_last(stage: Stage) -> bool:
    try:
        return await stage.settled()
    except SQLAlchemyError:
        return False
