"""The bot beside the workspace: its own process, known only by its commands, its address and its log."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import IO

import httpx

from sandbox.demo.folder import ROOT, Folder, Lock

JOBS = ("remind-tasks", "warn-silent-leads", "recycle-silent-leads", "warn-closing-deals", "morning-digest")
_PATIENCE = 60.0  # seconds for a command, or for the bot to be ready
_GOODBYE = 15.0  # seconds for what is under way when told to stop


class BotError(Exception):
    """The bot does not start, or a command of it failed; the text says which, and the last of what it said."""


class Bot:
    """`python -m bot …` with the workspace's environment. Started again when it dies."""

    def __init__(self, folder: Folder, environment: Mapping[str, str], *, lock: Lock) -> None:
        self._folder, self._lock = folder, lock
        self.port = _free_port()
        # Outside the checkout, so that a .env for the real Slack is not read; nothing of the caller's own Slack.
        ours = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("SLACK_", "GENJIN_")) and name not in ("DATABASE_URL", "PORT")
        }
        paths = os.pathsep.join(filter(None, (str(ROOT), ours.get("PYTHONPATH"))))
        self._environment = {
            **ours,
            **environment,
            "GENJIN_CLOCK": str(folder.clock),
            "GENJIN_DATA": str(folder.path),
            "PORT": str(self.port),
            "PYTHONPATH": paths,
        }
        self._process: asyncio.subprocess.Process | None = None
        self._jobs: asyncio.subprocess.Process | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._stopping = False

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    async def command(self, *arguments: str, attempts: int = 1) -> None:
        """Run one command to its end. Raises `BotError` when it fails."""
        for left in range(attempts, 0, -1):
            process = await self._spawn(*arguments)
            try:
                failed = await asyncio.wait_for(process.wait(), _PATIENCE * 3)
            except TimeoutError:
                failed = 1
            finally:
                await _end(process)
            if not failed:
                return
            if left == 1:
                raise BotError(f"python -m bot {' '.join(arguments)} failed: {self._last_words()}")

    async def run_jobs(self, as_of: datetime) -> None:
        """Run the morning's jobs as of that moment; what they have to say is delivered when this returns."""
        try:
            async with asyncio.timeout(_PATIENCE * 3):
                done = await self._morning(as_of)
        except (TimeoutError, ConnectionError):
            done = False
            await self._end_jobs()
        if not done:
            raise BotError(f"the jobs of {as_of:%Y-%m-%d %H:%M} failed: {self._last_words()}")

    async def _morning(self, as_of: datetime) -> bool:
        """Whether all was done. The process waits for the next morning: to start takes it longer than the jobs."""
        if self._jobs is None or self._jobs.returncode is not None:
            self._jobs = await self._spawn("run-job", *JOBS, "--as-of", "-", asked=True)
        asked, answered = self._jobs.stdin, self._jobs.stdout
        assert asked is not None
        assert answered is not None
        asked.write(f"{as_of.isoformat()}\n".encode())
        await asked.drain()
        while line := await answered.readline():
            with self._open_log() as log:
                log.write(line)
            if line.startswith(b"As of "):
                return line.endswith(b": done\n")
        return False

    async def _end_jobs(self) -> None:
        if self._jobs is not None:
            await _end(self._jobs)
            self._jobs = None

    async def start(self) -> None:
        """Start it and wait until it is ready; from then on it is started again whenever it dies."""
        self._process = await self._all()
        async with asyncio.timeout(_PATIENCE), httpx.AsyncClient(base_url=self.url, trust_env=False) as http:
            while not await _ready(http):
                if self._process.returncode is not None:
                    raise BotError(f"Genjin did not start: {self._last_words()}")
                await asyncio.sleep(0.1)
        self._keeper = asyncio.create_task(self._keep())

    async def _keep(self) -> None:
        while not self._stopping and self._process is not None:
            await self._process.wait()
            if not self._stopping:
                await asyncio.sleep(1)
                self._process = await self._all()

    async def _all(self) -> asyncio.subprocess.Process:
        process = await self._spawn("all")
        self._lock.note(bot=process.pid)
        return process

    async def stop(self) -> None:
        """End it in good order."""
        self._stopping = True
        await self._end_jobs()
        if self._process is not None:
            await _end(self._process)
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)

    async def _spawn(self, *arguments: str, asked: bool = False) -> asyncio.subprocess.Process:
        """A command as a process; one that is `asked` hears and answers, instead of writing into the log."""
        with self._open_log() as log:
            return await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", *arguments),
                cwd=self._folder.path,
                env=self._environment,
                stdin=asyncio.subprocess.PIPE if asked else asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE if asked else log,
                stderr=log,
                start_new_session=True,  # Ctrl-C at the terminal is for the demo, which then ends its bot
                pass_fds=(self._lock.handle,),  # so that one left behind is found
            )

    def _open_log(self) -> IO[bytes]:
        return self._folder.log.open("ab")

    def _last_words(self) -> str:
        lines = self._folder.log.read_text(errors="replace").strip().splitlines() or ["it said nothing"]
        return lines[-1][:300]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


async def _ready(http: httpx.AsyncClient) -> bool:
    try:
        return (await http.get("/readyz")).is_success
    except httpx.TransportError:
        return False


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    with suppress(ProcessLookupError):
        process.send_signal(signal.SIGTERM)
    try:
        await asyncio.wait_for(process.wait(), _GOODBYE)
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
