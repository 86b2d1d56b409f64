"""Where the demo keeps its things, and that only one demo uses them at a time."""

import contextlib
import fcntl
import json
import os
import shutil
import signal
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / ".data" / "sandbox"


class AlreadyOpenError(Exception):
    """Another demo uses the folder; the text is its address."""


@dataclass(frozen=True)
class Folder:
    """All that the demo writes lies here, its database too; the real books in `.data/postgres` are never touched."""

    path: Path = DATA

    @property
    def clock(self) -> Path:
        """The bot's clock is moved by the seconds in this file."""
        return self.path / "clock"

    @property
    def log(self) -> Path:
        """What the bot says."""
        return self.path / "bot.log"

    @property
    def kept(self) -> Path:
        """The workspace as it was left."""
        return self.path / "workspace.json"

    @property
    def lock(self) -> Path:
        """Held while a demo runs; says where, and which process its bot is."""
        return self.path / "running"

    def wipe(self) -> None:
        """Throw away the workspace and its database. Nothing of them may be running."""
        for entry in self.path.iterdir() if self.path.exists() else ():
            if entry == self.lock:
                continue
            if entry.is_symlink():  # under root the database may be kept outside a closed home
                shutil.rmtree(entry.resolve(), ignore_errors=True)
                entry.unlink()
            elif entry.is_dir():
                shutil.rmtree(entry)
            else:
                entry.unlink()


class Lock:
    """Taken for as long as a demo runs. The bot's process inherits it, so that one left behind is found again."""

    def __init__(self, folder: Folder) -> None:
        folder.path.mkdir(parents=True, exist_ok=True)
        self._file = folder.lock
        self._facts: dict[str, int | str] = {"demo": os.getpid()}
        self.handle = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)

    def take(self) -> None:
        """Hold it; a bot whose demo was killed is ended first. Raises `AlreadyOpenError` when a demo is open."""
        if self._try():
            return
        told = self._read()
        if _alive(told.get("demo")):
            raise AlreadyOpenError(str(told.get("url")))
        for _ in range(100):
            with contextlib.suppress(ProcessLookupError, TypeError):
                os.kill(told["bot"], signal.SIGTERM) if told.get("bot") else None
            time.sleep(0.2)
            if self._try():
                return
        raise AlreadyOpenError(f"process {told.get('bot')}, which does not end")

    def note(self, **facts: int | str) -> None:
        """Write down what a second start needs to know, beside what was noted before."""
        self._facts |= facts
        os.ftruncate(self.handle, 0)
        os.pwrite(self.handle, json.dumps(self._facts).encode(), 0)

    def _read(self) -> dict[str, int]:
        try:
            found = json.loads(self._file.read_text() or "{}")
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def _try(self) -> bool:
        try:
            fcntl.flock(self.handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _alive(pid: int | None) -> bool:
    try:
        os.kill(pid or 0, 0) if pid else None
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return pid is not None
