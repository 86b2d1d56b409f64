"""Time that stands still, jumps, or is watched by three at once."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from tests.bot.outbox.chaos import PATIENCE, Trial, size
from tests.bot.outbox.stage import QUICK


async def test_t5_frozen_for_longer_than_the_lease(stage, fleet):
    # What is left of a lease beside a request is a busy machine's to claim and draw in: it must be more than it needs.
    freezes, limits = size(2, 12), replace(QUICK, timeout=1, lease=4)
    trial = Trial(f"T5 {freezes} workers frozen beyond their lease")
    keys = await stage.tell_each(40, size(10, 75))
    workers = fleet(limits)
    workers.start(2)
    for number in range(freezes):
        await stage.slack.until(lambda n=number: len(stage.slack.calls) > 60 * (n + 1), timeout=PATIENCE)
        await workers.freeze(trial.chance.choice(workers.workers), limits.lease + 1)
    await stage.slack.until(stage.settled, timeout=PATIENCE)

    assert trial.verdict(stage, keys, limits).wrong == {}


async def test_t5_the_bots_clock_jumps_by_an_hour(stage, fleet):
    trial = Trial("T5 the clock jumps by an hour, forth and back")
    keys = await stage.tell_each(40, size(8, 75))
    workers = fleet()
    workers.start(2)
    for jump, sent in (("3600", 50), ("-3600", 100), ("0", 101)):
        await stage.slack.until(lambda n=sent: len(stage.slack.calls) >= n, timeout=PATIENCE)
        workers.clock.write_text(jump)
    await stage.slack.until(stage.settled, timeout=PATIENCE)

    assert trial.verdict(stage, keys, QUICK).wrong == {}


async def test_t6_three_schedulers_find_each_reminder_once(stage, fleet, due_rows):
    kills = size(4, 20)
    trial = Trial(f"T6 three workers tick, {kills} are killed")
    workers = fleet(jobs=True)
    workers.start(3)
    for number in range(kills):
        await stage.slack.until(lambda n=number: len(stage.slack.calls) > 100 * (n + 1), timeout=PATIENCE)
        workers.kill(trial.chance)
    await stage.slack.until(lambda: _all_told(stage, due_rows), timeout=PATIENCE)
    await stage.slack.until(stage.settled, timeout=PATIENCE)

    outcome = trial.verdict(stage, [f"due-{number:05}" for number in range(1, due_rows + 1)], QUICK)
    # In which order two workers find what is due is nobody's promise: only what is told is kept in order.
    assert {name: found for name, found in outcome.wrong.items() if name != "out of order"} == {}
    assert await stage.statuses() == {"sent": due_rows}


@pytest.fixture
async def due_rows(stage):
    """A table with so many rows that come due within seconds."""
    count = size(1000, 10_000)
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
    select n, (cast(:channels as text[]))[1 + n % 40], now() + n * interval '2 milliseconds', null
    from generate_series(1, :count) as n
""")


async def _all_told(stage, count: int) -> bool:
    return sum((await stage.statuses()).values()) == count
