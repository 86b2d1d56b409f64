"""The scheduled jobs: every workspace for itself, by the clock or by hand."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg.errors import LockNotAvailable, QueryCanceled
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.database import Databases, connect
from bot.jobs import Jobs, NoSuchJob, next_tick
from core import notices
from core.jobs import BATCH, Job
from core.models import JobRun, Notice, Workspace
from tests.bot.outbox.stage import opened

HOUR = timedelta(hours=1)
AS_OF = datetime(2027, 3, 1, 9, tzinfo=UTC)


@dataclass
class Looked:
    """A job that tells one notice, due in an hour, and remembers how it was asked."""

    asked: list[tuple[str, datetime, bool]] = field(default_factory=list)
    fails_in: str = ""
    key: str = "found"
    channel: str = "C1"

    async def run(self, session, *, workspace, now, forced):
        self.asked.append((workspace.id, now, forced))
        await notices.tell(
            session,
            workspace_id=workspace.id,
            kind="test",
            manner="asked",
            key=self.key,
            facts={},
            channel=self.channel,
            due_at=now + HOUR,
            now=now,
        )
        if workspace.id == self.fails_in:
            raise LookupError("what a job's own mistake looks like")
        return 3

    def job(self, name="look"):
        return Job(name, self.run, HOUR, "every hour")


@pytest.fixture
async def stage(databases):
    async with opened(databases) as stage:
        yield stage


async def ran(stage):
    async with stage.databases.everywhere().begin() as session:
        return [(run.workspace_id, run.job, run.found) for run in await session.scalars(select(JobRun))]


async def test_a_tick_runs_the_job_for_every_workspace_as_of_now(stage):
    async with stage.databases.of("T2").begin() as session:
        session.add(Workspace(id="T2"))
    looked = Looked()

    assert await Jobs(stage.databases, lambda: AS_OF, [looked.job()]).tick("look") == 6

    assert sorted(looked.asked) == sorted([(stage.workspace_id, AS_OF, False), ("T2", AS_OF, False)])
    assert sorted(await ran(stage)) == sorted([(stage.workspace_id, "look", 3), ("T2", "look", 3)])


async def test_a_workspace_in_which_it_fails_keeps_nothing_and_stops_no_other(stage):
    async with stage.databases.of("A-first").begin() as session:
        session.add(Workspace(id="A-first"))
    looked = Looked(fails_in="A-first")

    assert await Jobs(stage.databases, stage.now, [looked.job()]).tick("look") == 3

    assert len(looked.asked) == 2
    assert await ran(stage) == [(stage.workspace_id, "look", 3)]
    async with stage.databases.everywhere().begin() as session:
        assert (await session.scalars(select(Notice.workspace_id))).all() == [stage.workspace_id]


async def test_a_tick_without_a_database_finds_nothing_and_raises_nothing():
    engine = connect("postgresql://nobody@127.0.0.1:9/nothing")
    assert await Jobs(Databases(engine), lambda: AS_OF, [Looked().job()]).tick("look") == 0
    await engine.dispose()


async def test_run_by_hand_it_is_that_moment_and_what_it_tells_is_delivered_at_once(stage):
    looked = Looked(channel=stage.channel())
    waits = await stage.tell(due_at=AS_OF - HOUR)
    jobs = Jobs(stage.databases, stage.now, [looked.job()])

    [done] = await jobs.run(["look"], AS_OF, stage.outbox())

    assert (done.name, done.found, done.delivered, done.undone, done.failed) == ("look", 3, 1, {}, [])
    assert looked.asked == [(stage.workspace_id, AS_OF, True)]
    assert stage.texts() == ["found"]
    assert (await stage.notice(waits)).status == "pending"  # another's notice keeps its hour


async def test_what_a_tick_told_for_later_is_delivered_when_the_job_is_run_by_hand(stage):
    looked = Looked(channel=stage.channel())
    jobs = Jobs(stage.databases, stage.now, [looked.job()])
    await jobs.tick("look")

    [done] = await jobs.run(["look"], AS_OF, stage.outbox())
    [again] = await jobs.run(["look"], AS_OF, stage.outbox())

    assert (done.delivered, again.delivered) == (1, 0)
    assert stage.texts() == ["found"]


async def test_what_it_says_on_the_way_may_have_expired_by_the_real_clock(stage):
    past = stage.now() - 48 * HOUR

    async def say(session, *, workspace, now, forced):
        await notices.tell(
            session,
            workspace_id=workspace.id,
            kind="test",
            manner="asked",
            key="yesterday's",
            facts={},
            channel=stage.channel(),
            due_at=now,
            expires_at=now + HOUR,
            now=now,
        )
        return 1

    jobs = Jobs(stage.databases, stage.now, [Job("say", say, HOUR, "")])
    [done] = await jobs.run(["say"], past, stage.outbox())

    assert done.delivered == 1


async def test_run_by_hand_beside_a_worker_it_is_delivered_once(stage):
    looked = Looked(channel=stage.channel())
    jobs = Jobs(stage.databases, stage.now, [looked.job()])
    stop = asyncio.Event()
    worker = asyncio.create_task(stage.outbox().run(stop))

    for number in range(5):
        looked.key = f"found {number}"
        await asyncio.gather(jobs.tick("look"), jobs.run(["look"], AS_OF, stage.outbox()))
    stop.set()
    await worker

    assert stage.texts() == [f"found {number}" for number in range(5)]


@dataclass
class Pile:
    """A job over so many things, which tells of each; `fails_at` is the batch in which it breaks."""

    left: int
    fails_at: int = 0
    batch: int = BATCH
    batches: list[int] = field(default_factory=list)

    async def run(self, session, *, workspace, now, forced):
        took = min(self.left, self.batch)
        self.batches.append(took)
        tellings = [
            notices.Telling(
                kind="test", manner="asked", key=f"{len(self.batches)}-{n}", facts={}, channel="C1", due_at=now + HOUR
            )
            for n in range(took)
        ]
        told = await notices.tell_many(session, workspace_id=workspace.id, tellings=tellings, now=now)
        if len(self.batches) == self.fails_at:
            raise LookupError("what a job's own mistake looks like")
        self.left -= took
        return told

    def job(self):
        return Job("pile", self.run, HOUR, "every hour", batch=self.batch)


async def test_a_job_goes_on_until_nothing_is_left(stage):
    pile = Pile(left=2 * BATCH + 7)

    assert await Jobs(stage.databases, stage.now, [pile.job()]).tick("pile") == 2 * BATCH + 7

    assert pile.batches == [BATCH, BATCH, 7]
    assert await stage.statuses() == {"pending": 2 * BATCH + 7}
    assert await ran(stage) == [(stage.workspace_id, "pile", 2 * BATCH + 7)]


async def test_a_job_that_takes_one_at_a_time_goes_on_as_well(stage):
    pile = Pile(left=3, batch=1)

    assert await Jobs(stage.databases, stage.now, [pile.job()]).tick("pile") == 3

    assert pile.batches == [1, 1, 1, 0]


async def test_each_batch_is_kept_whatever_becomes_of_the_next(stage):
    pile = Pile(left=2 * BATCH, fails_at=2)
    jobs = Jobs(stage.databases, stage.now, [pile.job()])

    assert await jobs.tick("pile") == BATCH
    assert await stage.statuses() == {"pending": BATCH}

    assert await jobs.tick("pile") == BATCH  # the rest, at the next tick
    assert await stage.statuses() == {"pending": 2 * BATCH}


async def test_run_by_hand_a_batch_that_others_hold_up_is_tried_again(stage, monkeypatch):
    monkeypatch.setattr("bot.jobs._WAITS", (0.01, 0.01))
    looked = Looked(channel=stage.channel())
    held = [LockNotAvailable("others have it"), QueryCanceled("too slow")]

    async def run(session, **asked):
        found = await looked.run(session, **asked)
        if held:
            raise OperationalError("select", {}, held.pop())
        return found

    jobs = Jobs(stage.databases, stage.now, [Job("look", run, HOUR, "every hour")])
    [done] = await jobs.run(["look"], AS_OF, stage.outbox())

    assert (done.found, done.delivered, done.failed) == (3, 1, [])
    assert len(looked.asked) == 3
    assert await ran(stage) == [(stage.workspace_id, "look", 3)]

    held += [LockNotAvailable("others have it")] * 3
    [done] = await jobs.run(["look"], AS_OF, stage.outbox())
    assert done.failed == [stage.workspace_id]
    held[:] = [LockNotAvailable("others have it")]
    assert await jobs.tick("look") == 0  # by the clock it is not waited for: the next tick comes


async def test_run_by_hand_beside_a_worker_that_is_at_it_too_it_waits_for_its_turn(stage, monkeypatch):
    monkeypatch.setattr("bot.jobs._WAITS", (0.1,) * 60)
    looked = Looked(channel=stage.channel())
    jobs = Jobs(stage.databases, stage.now, [looked.job()])
    at_it = stage.databases.of(stage.workspace_id)

    async with asyncio.timeout(20), at_it.begin() as session:  # a worker's tick writes the same notice, and takes long
        await looked.run(
            session, workspace=await session.get_one(Workspace, stage.workspace_id), now=AS_OF, forced=False
        )
        by_hand = asyncio.create_task(jobs.run(["look"], AS_OF, stage.outbox()))
        while len(looked.asked) < 3:  # noqa: ASYNC110  # its first try has waited as long as one may for a lock
            await asyncio.sleep(0.05)
    [done] = await by_hand

    assert (done.found, done.failed, done.undone) == (3, [], {})


async def test_what_could_not_be_delivered_is_said(stage):
    looked = Looked(channel="C-unknown")
    jobs = Jobs(stage.databases, stage.now, [looked.job()])

    [done] = await jobs.run(["look"], AS_OF, stage.outbox())

    assert (done.delivered, done.undone) == (0, {"found": "channel_not_found"})


async def test_a_name_that_is_none_runs_nothing(stage):
    looked = Looked()
    jobs = Jobs(stage.databases, stage.now, [looked.job()])

    with pytest.raises(NoSuchJob, match=r"No job is called loook\. There are: look\."):
        await jobs.run(["look", "loook"], AS_OF, stage.outbox())
    assert looked.asked == []


async def test_the_listing_says_when_each_ran_and_what_it_found(stage):
    ran_at = stage.now()
    jobs = Jobs(stage.databases, lambda: ran_at, [Looked().job("a"), Looked(key="b").job("b")])
    await jobs.tick("a")

    [a, b] = await jobs.listing()

    assert (a.name, a.when, a.last, a.found) == ("a", "every hour", ran_at, 3)
    assert (b.last, b.found) == (None, None)
    assert timedelta() < a.next - stage.now() <= HOUR


@given(
    st.timedeltas(min_value=timedelta(seconds=1), max_value=timedelta(days=7)),
    st.datetimes(datetime(2001, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
)
def test_every_worker_ticks_at_the_same_moments(every, moment):
    tick = next_tick(every, moment)

    assert moment < tick <= moment + every
    assert next_tick(every, tick - timedelta(microseconds=1)) == tick
