"""What events say is kept until it is done; that they came, until they cannot come again."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from bot.jobs import Jobs
from core.jobs import BATCH, JOBS
from core.jobs.prune import EVENTS_KEPT
from core.models import InboxEvent, Workspace
from tests.bot.test_web import counting


@pytest.fixture
def heard():
    return []


@pytest.fixture
async def said(serving, slack, heard):
    """Alice has said something, which was heard; the delivery of it."""
    async with serving(counting(heard)):
        await slack.person("Alice").says("my customer's phone is 13800138000")
    return next(sent for sent in slack.deliveries if sent.kind == "events_api")


async def rows(databases):
    async with databases.everywhere().begin() as session:
        return (await session.scalars(select(InboxEvent).order_by(InboxEvent.at))).all()


async def age(databases, by: timedelta, **more):
    async with databases.everywhere().begin() as session:
        await session.execute(update(InboxEvent).values(at=func.now() - by, **more))


async def prune(databases, now=None):
    """What the hourly job finds."""
    return await Jobs(databases, lambda: now or datetime.now(UTC), JOBS).tick("prune")


async def test_what_was_said_is_forgotten_as_soon_as_it_is_done(databases, said, heard):
    [kept] = await rows(databases)

    assert heard == ["my customer's phone is 13800138000"]
    assert kept.done_at
    assert kept.payload == {}


async def test_that_it_came_is_forgotten_some_days_later(databases, said):
    await age(databases, EVENTS_KEPT - timedelta(minutes=1))
    assert await prune(databases) == 0

    await age(databases, EVENTS_KEPT + timedelta(minutes=1))
    assert (await prune(databases), await prune(databases)) == (1, 0)
    assert await rows(databases) == []


async def test_what_is_not_done_is_not_forgotten(databases, said):
    await age(databases, EVENTS_KEPT * 2, done_at=None)

    assert await prune(databases) == 0
    assert len(await rows(databases)) == 1


async def test_a_clock_moved_ahead_forgets_nothing_sooner(databases, said):
    assert await prune(databases, datetime.now(UTC) + timedelta(days=400)) == 0
    assert await prune(databases, datetime.now(UTC) - timedelta(days=400)) == 0


async def test_come_again_after_that_it_is_refused_by_its_age(serving, slack, databases, said, heard):
    said.payload["event_time"] -= int(EVENTS_KEPT.total_seconds())
    await age(databases, EVENTS_KEPT + timedelta(hours=1))
    await prune(databases)

    async with serving(counting(heard)):
        again = await slack.redeliver(said)

    assert (again.status, len(heard)) == (200, 1)
    assert await rows(databases) == []


async def test_between_its_refusal_and_its_forgetting_lies_a_day(serving, slack, databases, said, heard):
    """Whatever the clocks of Slack, the database and the process say, within a day of each other."""
    said.payload["event_id"] += "2"
    said.payload["event_time"] -= int((EVENTS_KEPT - timedelta(hours=23)).total_seconds())

    async with serving(counting(heard)):
        await slack.redeliver(said)

    assert len(heard) == 1


@pytest.mark.parametrize("strange", [None, "yesterday"])
async def test_an_event_that_does_not_say_when_is_taken(serving, slack, databases, said, heard, strange):
    said.payload["event_id"] += "2"
    said.payload["event_time"] = strange
    if strange is None:
        del said.payload["event_time"]

    async with serving(counting(heard)):
        await slack.redeliver(said)

    assert len(heard) == 2


async def test_a_pile_of_them_is_forgotten_in_one_run_in_every_workspace(databases, said):
    now = datetime.now(UTC)
    old = {"payload": {}, "at": now - EVENTS_KEPT * 2, "done_at": now - EVENTS_KEPT * 2}
    async with databases.everywhere().begin() as session:
        session.add(Workspace(id="T2"))
        await session.flush()
        here = (await session.scalars(select(Workspace.id).where(Workspace.id != "T2"))).one()
        session.add_all(InboxEvent(workspace_id=here, event_id=f"Ev{n}", **old) for n in range(BATCH + 5))
        session.add(InboxEvent(workspace_id="T2", event_id="Ev1", **old))

    assert await prune(databases) == BATCH + 6
    assert len(await rows(databases)) == 1  # the one of today
