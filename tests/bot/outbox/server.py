"""A PostgreSQL of these tests' own, since they restart it under load."""

import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from bot import embedded, migrations


class Postgres:
    """The server, and the ways it can go down."""

    def __init__(self, folder: Path, server: embedded.Server) -> None:
        self._folder = folder
        self._server = server
        self.url = server.url("genjin")

    def restart_at_once(self, *, after: float = 0) -> None:
        """An immediate shutdown, as after a crash, and up again, `after` so many seconds."""
        postmaster = psutil.Process(int((self._folder / "postmaster.pid").read_text().split()[0]))
        postmaster.send_signal(signal.SIGQUIT)
        postmaster.wait(10)
        time.sleep(after)
        self._server.enter()


@contextmanager
def running() -> Iterator[Postgres]:
    """A migrated server that leaves nothing behind."""
    home = Path(tempfile.mkdtemp(prefix="genjin-outbox-"))
    home.chmod(0o755)  # under root the server runs as another user, who has to reach it
    try:
        with embedded.running(home / "postgres", durable=False) as server:
            migrations.upgrade(server.url("genjin"))
            yield Postgres(home / "postgres", server)
    finally:
        shutil.rmtree(home, ignore_errors=True)
