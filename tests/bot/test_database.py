"""One visible transaction a piece of work; a workspace sees nothing of another."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, InvalidRequestError

from bot.database import Databases, connect
from core.errors import Missing
from tests.database import statements


async def make(databases: Databases, workspace_id: str) -> None:
    async with databases.of(workspace_id).begin() as session:
        await session.execute(
            text(
                "insert into workspaces (id, name, zone, locale, country, currency, claims_a_day, held_at_once,"
                " silent_after, escalate_after, close_warning_days, digest_at)"
                " values (:id, '', 'UTC', 'en-US', 'CN', 'CNY', 10, 50, 7, 2, 7, '09:00')"
            ),
            {"id": workspace_id},
        )


async def seen(databases: Databases, workspace_id: str) -> list[str]:
    db = databases.everywhere() if workspace_id == "*" else databases.of(workspace_id)
    async with db.begin() as session:
        return list(await session.scalars(text("select id from workspaces order by id")))


async def test_a_workspace_sees_itself_and_a_worker_sees_all(databases):
    await make(databases, "T1")
    await make(databases, "T2")

    assert await seen(databases, "T1") == ["T1"]
    assert await seen(databases, "T2") == ["T2"]
    assert await seen(databases, "*") == ["T1", "T2"]


async def test_without_a_workspace_nothing_is_seen(databases):
    await make(databases, "T1")

    async with databases.reading() as session:
        assert (await session.scalars(text("select id from workspaces"))).all() == []


async def test_another_workspaces_row_cannot_be_written(databases):
    await make(databases, "T1")

    with pytest.raises(DBAPIError, match="row-level security"):
        async with databases.of("T1").begin() as session:
            await session.execute(text("insert into teams (workspace_id, name) values ('T2', 'stolen')"))


async def test_a_commit_in_the_middle_ends_the_work(databases):
    async with databases.of("T1").begin() as session:
        await session.commit()
        with pytest.raises(InvalidRequestError, match="closed transaction"):
            await session.scalar(text("select 1"))


@pytest.mark.parametrize("name", ["", "*"])
def test_a_request_cannot_ask_for_all_workspaces(databases, name):
    with pytest.raises(ValueError, match="team id"):
        databases.of(name)


async def test_a_refusal_rolls_back_and_is_passed_on(databases):
    await make(databases, "T1")

    async def refuse() -> None:
        async with databases.of("T1").begin() as session:
            await session.execute(text("insert into teams (workspace_id, name) values ('T1', 'gone')"))
            raise Missing

    with pytest.raises(Missing):
        await refuse()
    async with databases.of("T1").begin() as session:
        assert await session.scalar(text("select count(*) from teams")) == 0


async def test_a_transaction_costs_one_statement_to_open(databases):
    with statements(databases) as sent:
        async with databases.of("T1").begin() as session:
            await session.execute(text("select 1"))

    assert len(sent) == 2


async def test_nobody_waits_for_ever(databases):
    async with databases.of("T1").begin() as session:
        waits = [await session.scalar(text(f"show {name}")) for name in ("lock_timeout", "statement_timeout")]

    assert waits == ["2s", "8s"]


async def test_times_come_back_in_utc(databases):
    async with databases.of("T1").begin() as session:
        now = await session.scalar(text("select now()"))

    assert now.utcoffset().total_seconds() == 0


async def test_connections_that_the_server_closed_are_replaced_unseen(database_url, wiper):
    engine = connect(database_url, size=2)
    databases = Databases(engine)
    await asyncio.gather(*(seen(databases, "T1") for _ in range(2)))
    wiper.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where datname = current_database() and pid <> pg_backend_pid()"
    )
    await asyncio.sleep(0.1)

    assert await asyncio.gather(*(seen(databases, "T1") for _ in range(4))) == [[]] * 4
    await engine.dispose()


async def test_an_error_does_not_repeat_what_people_typed(databases):
    async def fail() -> None:
        async with databases.of("T1").begin() as session:
            await session.execute(text("select cast(:typed as int)"), {"typed": "13800138000 刘兵"})

    with pytest.raises(DBAPIError) as failed:
        await fail()

    assert "parameters hidden" in str(failed.value)
