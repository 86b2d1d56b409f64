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
