"""The migrations make the tables that the models speak of, up from nothing and down again."""

from uuid import uuid4

import pytest
from alembic import command
from sqlalchemy import text

from bot import migrations
from bot.database import connect
from tests.database import Server


@pytest.fixture
def empty_url(server: Server):
    name = f"genjin_empty_{uuid4().hex[:8]}"
    yield server.create(name)
    server.drop(name)


def test_from_nothing_they_make_what_the_models_say(empty_url):
    migrations.upgrade(empty_url)

    command.check(migrations.config(empty_url))  # raises when a model and its table differ


async def test_they_go_down_to_nothing_and_up_again(empty_url):
    migrations.upgrade(empty_url)
    command.downgrade(migrations.config(empty_url), "base")

    assert await objects(empty_url) == {"alembic_version"}
    migrations.upgrade(empty_url)
    assert "members" in await objects(empty_url)


async def test_a_database_knows_how_far_it_is(empty_url):
    engine = connect(empty_url)
    async with engine.connect() as connection:
        assert await migrations.current(connection) is None
        migrations.upgrade(empty_url)
        assert await migrations.current(connection) == migrations.head()
    await engine.dispose()


async def test_no_table_stands_outside_the_wall(databases):
    async with databases.everywhere().begin() as session:
        found = await session.execute(
            text(
                "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
                " and relname <> 'alembic_version' and not (relrowsecurity and relforcerowsecurity)"
            )
        )
        assert found.scalars().all() == []


async def test_sources_typed_before_there_was_a_list_become_its_entries(empty_url):
    command.upgrade(migrations.config(empty_url), "0006")
    engine = connect(empty_url)
    async with engine.begin() as connection:
        for statement in BOOKS_OF_0006:
            await connection.execute(text(statement))

    migrations.upgrade(empty_url)

    async with engine.begin() as connection:
        await connection.execute(text("select set_config('genjin.workspace', '*', true)"))
        entries = await connection.execute(text("select kind, name, listed from sources order by id"))
        assert entries.all() == [
            ("source", "展会", False),
            ("source", "Website", False),
            ("campaign", "秋季展", False),
            ("campaign", "秋季展", False),
        ]
        asked = "select s.name, c.name, c.parent_id = s.id from leads l left join sources s on s.id = l.source_id"
        leads = await connection.execute(text(f"{asked} left join sources c on c.id = l.campaign_id order by l.id"))
        assert leads.all() == [
            ("展会", "秋季展", True), ("展会", "秋季展", True), ("Website", "秋季展", True), ("Website", None, None),
            (None, None, None),
        ]  # fmt: skip
    command.downgrade(migrations.config(empty_url), "0006")
    async with engine.begin() as connection:
        await connection.execute(text("select set_config('genjin.workspace', '*', true)"))
        typed = await connection.execute(text("select source from leads order by id"))
        assert typed.scalars().all() == ["展会", "展会", "Website", "Website", None]
    await engine.dispose()


BOOKS_OF_0006 = (
    "select set_config('genjin.workspace', '*', true)",
    "insert into workspaces (id, name, zone, locale, country, currency, claims_a_day, held_at_once, silent_after,"
    " escalate_after, close_warning_days, digest_at) values"
    " ('T1', '', 'Asia/Shanghai', 'zh-CN', 'CN', 'CNY', 10, 50, 7, 2, 7, '09:00')",
    "insert into pools (workspace_id, position) values ('T1', 0)",
    "insert into members (workspace_id, slack_id, name, role, locale, zone, active, created_at)"
    " values ('T1', 'U1', 'x', 'rep', 'zh-CN', 'Asia/Shanghai', true, now())",
    "insert into accounts (workspace_id, name, folded, created_by_id, created_at)"
    " select 'T1', 'x', 'x', id, now() from members",
    "insert into leads (workspace_id, account_id, pool_id, status, source, campaign, created_by_id, created_at,"
    " version) select 'T1', accounts.id, pools.id, 'open', told.source, told.campaign, created_by_id,"
    " now() + told.n * interval '1 s', 1 from accounts, pools,"
    " (values (1, '展会', '秋季展'), (2, '展會', '秋季展 '), (3, 'Website', '秋季展'), (4, 'website', null),"
    " (5, '。', null)) as told(n, source, campaign) order by told.n",
)


async def objects(url: str) -> set[str]:
    """Tables, functions and types of ours in the database."""
    engine = connect(url)
    async with engine.connect() as connection:
        found = await connection.execute(
            text(
                "select relname from pg_class where relkind in ('r', 'v', 'S')"
                " and relnamespace = 'public'::regnamespace"
                " union select proname from pg_proc p where pronamespace = 'public'::regnamespace"
                " and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')"
            )
        )
        names = set(found.scalars())
    await engine.dispose()
    return names
