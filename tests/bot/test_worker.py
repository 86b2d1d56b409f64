"""The worker as a whole: ticks, delivers, takes up what was left, and outlives what fails."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot import metrics, worker
from bot.clock import Clock
from bot.jobs import Jobs
from bot.outbox import Outbox
from core import notices
from core.jobs import Job
from tests.bot.outbox.stage import QUICK, opened, render

DAY = 24 * 3600


@dataclass
class Redone:
    """What takes up leftovers; it fails the first time."""

    times: int = 0
    enough: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self):
        self.times += 1
        if self.times == 1:
            raise LookupError("as a bug would")
        self.enough.set()


@pytest.fixture
async def stage(databases):
    async with opened(databases) as stage:
        yield stage


@pytest.fixture
def clock(tmp_path):
    return Clock(tmp_path / "clock")


@pytest.fixture
def working(stage, clock):
    """Starts a worker with these jobs; returns how to stop it."""

    async def start(*jobs, redo=None):
        stop = asyncio.Event()
        parts = worker.Parts(
            databases=stage.databases,
            clock=clock,
            outbox=Outbox(stage.databases, stage.wire(), render, clock.now, QUICK),
            jobs=Jobs(stage.databases, clock.now, jobs),
            redo=redo,
        )
        running = asyncio.create_task(worker.run(parts, stop))

        async def ended():
            stop.set()
            await asyncio.wait_for(running, 5)

        return ended

    return start


def digest(stage, every):
    async def run(session, *, workspace, now, forced):
        day = f"digest of {now:%Y-%m-%d}"
        told = await notices.tell(
            session,
            workspace_id=workspace.id,
            kind="test",
            manner="asked",
            key=day,
            facts={},
            channel=stage.channel(),
            due_at=now,
            now=now,
        )
        return int(told)

    return Job("digest", run, timedelta(seconds=every), "")


async def test_a_job_is_ticked_and_what_it_tells_is_delivered_once(stage, working, clock):
    ended = await working(digest(stage, every=1))
    await stage.slack.until(stage.texts)
    await asyncio.sleep(1.2)  # it is ticked again, and finds nothing new
    await ended()

    assert stage.texts() == [f"digest of {clock.now():%Y-%m-%d}"]


async def test_when_the_clock_is_moved_what_is_due_by_then_comes_at_once(stage, working, clock, tmp_path: Path):
    ended = await working(digest(stage, every=DAY * 300))
    await asyncio.sleep(0.6)
    assert stage.texts() == []

    (tmp_path / "clock").write_text(str(3 * DAY))
    await stage.slack.until(stage.texts)
    await ended()

    assert stage.texts() == [f"digest of {clock.now():%Y-%m-%d}"]


async def test_what_fails_is_taken_up_again_and_stops_nothing_else(stage, working):
    redone = Redone()
    ended = await working(redo=redone)
    await asyncio.wait_for(redone.enough.wait(), 3)
    await stage.tell(says="delivered meanwhile")
    await stage.slack.until(stage.texts)
    await ended()

    assert redone.times >= 2


async def test_how_the_notices_stand_is_measured(stage, working):
    stage.slack.faults.add("chat.postMessage", "refused", word="is_archived")
    await stage.outbox().deliver([(stage.workspace_id, await stage.tell())], within=5)
    stage.slack.faults.add("chat.postMessage", "rate_limited", times=9, retry_after=60)
    await stage.tell(due_at=stage.now() - timedelta(minutes=1))
    await stage.tell(due_at=stage.now() + timedelta(hours=1))

    ended = await working()
    await stage.slack.until(lambda: _gauge("genjin_notices", status="pending") == 2)
    await ended()

    assert _gauge("genjin_notices", status="dead") == 1
    assert 60 <= _gauge("genjin_notice_lag_seconds") < 70
    assert _gauge("genjin_posts_total", outcome="dead") >= 1


def _gauge(name, **labels):
    return metrics.REGISTRY.get_sample_value(name, labels)
