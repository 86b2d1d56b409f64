"""Runs the migrations on one connection, one process at a time, across all workspaces."""

from alembic import context
from sqlalchemy import Connection, create_engine, text

from bot import embedded, settings
from bot.database import psycopg_url
from core.models import Base

# The schema is one for all processes: whoever comes second waits, and then finds nothing left to do.
ONE_AT_A_TIME = "select pg_advisory_lock(hashtext('genjin migrations'))"


def migrate(connection: Connection) -> None:
    # Row-level security binds the owner too: a migration that touches rows touches every workspace's.
    connection.execute(text("select set_config('genjin.workspace', '*', false)"))
    connection.execute(text("select set_config('lock_timeout', '30s', false)"))
    connection.execute(text(ONE_AT_A_TIME))
    connection.commit()
    context.configure(connection=connection, target_metadata=Base.metadata, compare_server_default=True)
    with context.begin_transaction():
        context.run_migrations()


def connect_and_migrate() -> None:
    """The connection handed over by `bot.migrations`, or one of our own when started as `alembic …`."""
    given = context.config.attributes.get("url")
    if given:
        run(given)
        return
    with embedded.url(settings.load()) as url:
        run(url)


def run(url: str) -> None:
    engine = create_engine(psycopg_url(url))
    try:
        with engine.connect() as connection:
            migrate(connection)
    finally:
        engine.dispose()


connect_and_migrate()
