"""The way to PostgreSQL: one engine a process, one visible transaction a piece of work, one workspace a transaction."""

import asyncio
import select
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import URL, event, make_url, text
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import Session, SessionTransaction

from bot import embedded
from bot.settings import Settings

EVERYWHERE = "*"
SIZE = 10  # connections kept by a process; as many again are opened under load
PATIENCE = 2  # seconds to wait for one: Slack waits three for an answer

# Said at the start of every transaction, in one statement: row-level security asks for the workspace, and nobody
# waits for ever. Set for the transaction alone, so that a pooled connection carries nothing over.
_OPENING = text(
    "select set_config('genjin.workspace', :workspace, true), set_config('lock_timeout', '2s', true),"
    " set_config('statement_timeout', '8s', true), set_config('idle_in_transaction_session_timeout', '30s', true)"
)


class _ScopedSession(Session):
    """A session that opens each of its transactions in one workspace."""


@event.listens_for(_ScopedSession, "after_begin")
def _open(session: Session, _transaction: SessionTransaction, connection: Any) -> None:
    connection.execute(_OPENING, {"workspace": session.info["workspace"]})


class Turns:
    """Who may use a connection next: whoever has waited longest.

    The pool itself gives one to whoever asks in the moment it comes back, so that under load some wait for seconds.
    """

    def __init__(self, at_once: int) -> None:
        self._free = asyncio.Semaphore(at_once)

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """One turn; raises the pool's own `TimeoutError` where none comes in time."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self._free.acquire()
        except TimeoutError:
            raise PoolExhausted(f"no connection came free in {PATIENCE} s") from None
        try:
            yield
        finally:
            self._free.release()


class Database:
    """The database as one workspace sees it (or, for workers, as all of them do)."""

    def __init__(self, engine: AsyncEngine, workspace_id: str, turns: Turns) -> None:
        self._engine = engine
        self._turns = turns
        self.workspace_id = workspace_id

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """One transaction: committed when the block ends, rolled back when anything is raised in it."""
        async with (
            self._turns.one(),
            AsyncSession(
                self._engine,
                sync_session_class=_ScopedSession,
                expire_on_commit=False,
                info={"workspace": self.workspace_id},
            ) as session,
            session.begin(),
        ):
            try:
                yield session
            except BaseException:
                session.expunge_all()  # rolling back would empty what a refusal tells of: whose the lead is, say
                raise


class Databases:
    """Hands out the database, workspace by workspace."""

    def __init__(self, engine: AsyncEngine, at_once: int = 2 * SIZE) -> None:
        self.engine = engine
        self._at_once = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._turns = Turns(at_once)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A session for one statement that opens the wall itself: no transaction, so one round trip in all."""
        async with self._turns.one(), AsyncSession(self._at_once, expire_on_commit=False) as session:
            yield session

    def of(self, workspace_id: str) -> Database:
        """The database as this workspace sees it: no other's rows exist."""
        if not workspace_id or workspace_id == EVERYWHERE:
            raise ValueError("a workspace is named by Slack's team id")
        return Database(self.engine, workspace_id, self._turns)

    def everywhere(self) -> Database:
        """The database across workspaces, for what looks after all of them: clock, delivery, upkeep."""
        return Database(self.engine, EVERYWHERE, self._turns)


@asynccontextmanager
async def opened(settings: Settings, *, size: int = SIZE) -> AsyncIterator[Databases]:
    """The databases for as long as the block runs; the embedded server is started when no other is named.

    `size` is how many connections are kept; as many again are opened under load.
    """
    with embedded.url(settings) as url:
        engine = connect(url, size=size)
        try:
            yield Databases(engine, at_once=2 * size)
        finally:
            await engine.dispose()


def connect(url: str, *, size: int = SIZE) -> AsyncEngine:
    """An engine for the URL. Dead connections are noticed when taken from the pool, at no round trip."""
    engine = create_async_engine(
        psycopg_url(url),
        pool_size=size,
        max_overflow=size,
        pool_timeout=PATIENCE,
        pool_use_lifo=True,
        pool_recycle=1800,
        hide_parameters=True,  # an error in the log must not quote what people typed
        connect_args={"connect_timeout": 5, "options": "-c TimeZone=UTC", "application_name": "genjin"},
    )
    event.listen(engine.sync_engine, "checkout", _refuse_dead)
    return engine


def psycopg_url(url: str) -> URL:
    """The same address with the driver named, whatever of `postgres://` and `postgresql://` it was written with."""
    return make_url(url.replace("postgres://", "postgresql://", 1)).set(drivername="postgresql+psycopg")


def _refuse_dead(dbapi_connection: Any, _record: Any, _proxy: Any) -> None:
    # An idle server says nothing: something to read means it has closed the connection (or is about to).
    try:
        poll = select.poll()
        poll.register(dbapi_connection.driver_connection.fileno(), select.POLLIN)
        dead = bool(poll.poll(0))
    except Exception as broken:
        raise DisconnectionError("the connection is closed") from broken
    if dead:
        raise DisconnectionError("the server has closed the connection")
