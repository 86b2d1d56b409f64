"""A real PostgreSQL for the tests, made by the migrations, walled as in production, empty at the start of each test.

The embedded server, or the one at `TEST_DATABASE_URL` (an ordinary role that may create databases). Each run works on
its own copy of a template; emptying it between tests takes 1–3 ms, a copy for each test would take 35.
"""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import Connection, event, make_url

from bot import embedded, migrations
from bot.database import Databases, connect
from core.models import Base


@dataclass(frozen=True)
class Server:
    """Where databases are made, and as whom: `admin` makes and empties them, the tests use an ordinary role."""

    admin: str  # the URL of a database to connect to while making others
    url: str  # the same for the ordinary role

    def named(self, database: str, *, admin: bool = False) -> str:
        """The URL of another database on this server."""
        url = make_url(self.admin if admin else self.url).set(database=database)
        return url.render_as_string(hide_password=False)

    def create(self, database: str, *, template: str = "template0") -> str:
        """Make a database that belongs to the ordinary role; returns its URL."""
        owner = make_url(self.url).username
        with psycopg.connect(self.admin, autocommit=True) as connection:
            connection.execute(f'create database "{database}" owner "{owner}" template "{template}"')
        return self.named(database)

    def drop(self, database: str) -> None:
        """Drop it, whoever is still connected."""
        with psycopg.connect(self.admin, autocommit=True) as connection:
            connection.execute(f'drop database if exists "{database}" with (force)')


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The server of this run."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield Server(admin=given, url=given)
        return
    home = Path(tempfile.mkdtemp(prefix="genjin-tests-"))
    home.chmod(0o755)  # under root the server runs as another user, who has to reach it
    try:
        with embedded.running(home / "postgres", durable=False) as running:
            yield Server(admin=running.url("postgres", role="postgres"), url=running.url("postgres"))
    finally:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def template(server: Server) -> Iterator[str]:
    """The name of a database that the real migrations have made, for copying."""
    name = f"genjin_template_{uuid4().hex[:8]}"
    migrations.upgrade(server.create(name))
    yield name
    server.drop(name)


@pytest.fixture(scope="session")
def shared_url(server: Server, template: str) -> Iterator[str]:
    """The run's own database. Take `database_url` instead: it is empty."""
    name = f"genjin_test_{uuid4().hex[:8]}"
    yield server.create(name, template=template)
    server.drop(name)


@pytest.fixture(scope="session")
def wiper(server: Server, shared_url: str) -> Iterator[psycopg.Connection]:
    """The connection that empties the database."""
    with psycopg.connect(server.named(make_url(shared_url).database or "", admin=True), autocommit=True) as connection:
        yield connection


@pytest.fixture
def database_url(shared_url: str, wiper: psycopg.Connection) -> str:
    """A migrated, empty database; an ordinary role, so that row-level security binds."""
    wipe(wiper)
    return shared_url


@pytest.fixture(scope="session")
async def _shared(shared_url: str) -> AsyncIterator[Databases]:
    engine = connect(shared_url, size=20)
    yield Databases(engine)
    await engine.dispose()


@pytest.fixture
def databases(database_url: str, _shared: Databases) -> Databases:
    """The same empty database, by workspace."""
    return _shared


class Shelf:
    """What many tests begin with: made once in the long way, put back for each of them in one round trip."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection
        self._ways: dict[str, str] = {}  # the statements that put it back

    def keep(self, name: str) -> None:
        """Put aside all there is now."""
        self._connection.execute("select set_config('genjin.workspace', '*', false)")
        self._connection.execute(f'create schema "{name}"')
        ways = []
        for table in Base.metadata.sorted_tables:
            if self._connection.execute(f'select from "{table.name}" limit 1').fetchone() is not None:
                self._connection.execute(f'create table "{name}"."{table.name}" as table "{table.name}"')
                ways.append(f'insert into "{table.name}" table "{name}"."{table.name}"')
        self._ways[name] = ";".join(ways)

    def put_back(self, name: str) -> bool:
        """Fill the empty tables with it; whether it has been kept before."""
        if name in self._ways:
            self._connection.execute(self._ways[name])
        return name in self._ways


@pytest.fixture(scope="session")
def shelf(wiper: psycopg.Connection) -> Shelf:
    """Where the beginnings of this run's tests are kept."""
    return Shelf(wiper)


def wipe(connection: psycopg.Connection) -> None:
    """Empty every table, whatever a test committed."""
    tables = [
        row[0]
        for row in connection.execute(
            "select tablename from pg_tables where schemaname = 'public' and tablename <> 'alembic_version'"
        )
    ]
    may = "select has_parameter_privilege('session_replication_role', 'set')"
    if connection.execute(may).fetchone() == (True,):
        # Without triggers and foreign keys, ten times as fast as truncating: there is little to delete.
        connection.execute("set session_replication_role = replica")
        connection.execute(";".join(f'delete from "{table}"' for table in tables))
    else:
        connection.execute("truncate " + ", ".join(f'"{table}"' for table in tables))


@contextmanager
def statements(databases: Databases) -> Iterator[list[str]]:
    """Every SQL statement sent meanwhile, in order, without begin, commit and rollback."""
    sent: list[str] = []

    def note(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(databases.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(databases.engine.sync_engine, "before_cursor_execute", note)
