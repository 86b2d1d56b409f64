"""Telling: in the transaction of its cause, once for ever, and many writers at a time."""

import asyncio
import random
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from sqlalchemy import func, select

from core import notices
from core.models import Lane, Member, Notice, Workspace
from core.notices import Telling
from tests.database import statements

NOW = datetime(2026, 12, 1, 1, tzinfo=UTC)


@pytest.fixture
async def db(databases):
    db = databases.of("T1")
    async with db.begin() as session:
        session.add(Workspace(id="T1"))
    return db


async def tell(session, key, **more):
    if "to" not in more:
        more.setdefault("channel", "C1")
    return await notices.tell(
        session,
        workspace_id="T1",
        kind="test",
        manner="asked",
        key=key,
        facts={"lead_id": 7},
        due_at=NOW,
        now=NOW,
        **more,
    )


def telling(key, channel):
    return Telling(kind="test", manner="asked", key=key, facts={}, channel=channel, due_at=NOW)


async def count(db, table=Notice):
    async with db.begin() as session:
        return await session.scalar(select(func.count()).select_from(table))


async def test_a_notice_is_written_with_the_facts_alone(db):
    expires = NOW + timedelta(hours=3)
    async with db.begin() as session:
        assert await tell(session, "silent:7", topic="lead:7", expires_at=expires)

    async with db.begin() as session:
        notice = (await session.scalars(select(Notice))).one()
        lane = (await session.scalars(select(Lane))).one()
    assert (notice.key, notice.kind, notice.facts, notice.topic) == ("silent:7", "test", {"lead_id": 7}, "lead:7")
    assert (notice.status, notice.mode, notice.due_at, notice.expires_at) == ("pending", "post", NOW, expires)
    assert (notice.lane_id, lane.channel, notice.member_id) == (lane.id, "C1", None)


async def test_a_member_is_told_through_their_own_lane(db):
    async with db.begin() as session:
        member = Member(workspace_id="T1", slack_id="U1", name="小李", created_at=NOW)
        session.add(member)
        await session.flush()
        await tell(session, "k", to=member)

    async with db.begin() as session:
        assert (await session.scalars(select(Notice.member_id))).all() == [member.id]
        assert (await session.scalars(select(Lane.channel))).all() == ["U1"]


async def test_what_did_not_happen_is_not_told(db):
    async def undone():
        async with db.begin() as session:
            await tell(session, "k")
            raise InterruptedError

    with pytest.raises(InterruptedError):
        await undone()

    assert await count(db) == 0


async def test_a_key_is_told_once_for_ever(db):
    async with db.begin() as session:
        assert await tell(session, "k")
        assert not await tell(session, "k", channel="C2")
    async with db.begin() as session:
        assert not await tell(session, "k")

    assert await count(db) == 1


async def test_the_same_key_in_another_workspace_is_another_notice(db, databases):
    other = databases.of("T2")
    async with other.begin() as session:
        session.add(Workspace(id="T2"))
    for workspace_id, one in (("T1", db), ("T2", other)):
        async with one.begin() as session:
            assert await notices.tell_many(session, workspace_id=workspace_id, tellings=[telling("k", "C1")], now=NOW)

    assert await count(databases.everywhere()) == 2


@pytest.mark.parametrize("where", [{"to": None, "channel": None}, {"to": Member(slack_id="U1"), "channel": "C1"}])
async def test_a_notice_goes_to_one_place(where):
    with pytest.raises(ValueError, match="goes to a member or into a channel"):
        Telling(kind="test", manner="asked", key="k", facts={}, due_at=NOW, **where)


async def test_many_are_told_in_two_statements(db, databases):
    tellings = [telling(f"k{number}", f"C{number % 7}") for number in range(200)]
    async with db.begin() as session:
        with statements(databases) as sent:
            assert await notices.tell_many(session, workspace_id="T1", tellings=tellings, now=NOW) == 200
            assert await notices.tell_many(session, workspace_id="T1", tellings=[], now=NOW) == 0

    assert len([one for one in sent if "set_config" not in one]) == 2
    assert await count(db, Lane) == 7


async def test_what_a_transaction_told_is_known_to_it(db):
    async with db.begin() as session:
        await tell(session, "old")
    async with db.begin() as session:
        await tell(session, "old")
        await tell(session, "new")
        assert notices.told(session) == {"old", "new"}


async def test_trap_a_a_lane_made_by_another_transaction_meanwhile_is_found(db):
    async with db.begin() as first:
        await tell(first, "a")

        async def second():
            async with db.begin() as session:
                return await tell(session, "b")

        waiting = asyncio.create_task(second())
        await asyncio.sleep(0.1)  # it waits for the lane that is not committed yet
        assert not waiting.done()
    assert await waiting
    assert (await count(db), await count(db, Lane)) == (2, 1)


async def test_trap_d_writers_of_the_same_lanes_do_not_wait_in_a_circle(db):
    chance = random.Random(7)

    async def many(turn, writer):
        channels = [f"C{turn}-{place}" for place in range(40)]
        chance.shuffle(channels)
        tellings = [telling(f"{turn}-{writer}-{channel}", channel) for channel in channels[: 30 + writer]]
        async with db.begin() as session:
            return await notices.tell_many(session, workspace_id="T1", tellings=tellings, now=NOW)

    for turn in range(10):
        assert await asyncio.gather(*(many(turn, writer) for writer in range(6))) == [30, 31, 32, 33, 34, 35]


async def test_writers_of_the_same_keys_do_not_wait_in_a_circle(db):
    chance = random.Random(7)

    async def many(turn):
        tellings = [telling(f"{turn}-{number}", "C1") for number in range(60)]
        chance.shuffle(tellings)
        async with db.begin() as session:
            return await notices.tell_many(session, workspace_id="T1", tellings=tellings, now=NOW)

    for turn in range(10):
        assert sum(await asyncio.gather(*(many(turn) for _ in range(6)))) == 60


async def test_a_redraw_goes_to_every_lane_that_holds_the_topic_and_twice_is_once(db):
    async def redraw():
        async with db.begin() as session:
            return await notices.redraw(
                session, workspace_id="T1", topic="lead:7", kind="card", facts={}, key="claimed:7", now=NOW
            )

    async with db.begin() as session:
        await tell(session, "a", topic="lead:7")
        await tell(session, "b", topic="lead:7", channel="C2")
        await tell(session, "c", topic="lead:8", channel="C3")

    assert await redraw() == 2
    assert await redraw() == 0
    assert await count(db) == 5


async def test_the_bell_rings_for_what_is_due_and_only_then(db, database_url):
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as listener:
        await listener.execute(f"listen {notices.BELL}")
        async with db.begin() as session:
            await notices.tell(
                session,
                workspace_id="T1",
                kind="test",
                manner="asked",
                key="later",
                facts={},
                channel="C1",
                due_at=NOW + timedelta(hours=1),
                now=NOW,
            )
        assert [rung async for rung in listener.notifies(timeout=0.2)] == []

        async with db.begin() as session:
            await tell(session, "now")
        assert len([rung async for rung in listener.notifies(timeout=1, stop_after=1)]) == 1
