"""Workers as processes, to be killed, frozen and started again."""

import asyncio
import multiprocessing
import os
import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from bot.outbox import Limits
from tests.bot.outbox import worker
from tests.bot.outbox.stage import Stage

# Each worker is forked from a process that has imported all it needs: to start from nothing takes four seconds.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload([worker.__name__])


class Fleet:
    """So many workers beside each other. `clock` is the file that moves the bot's clock for all of them."""

    def __init__(self, stage: Stage, database: str, clock: Path, limits: Limits, *, jobs: bool = False) -> None:
        told = {
            "database": database,
            "api_url": stage.slack.api_url,
            "token": stage.slack.bot_token,
            "limits": asdict(limits),
            "clock": str(clock),
            "jobs": jobs,
        }
        self._told = told
        self.clock = clock
        self.workers: list[BaseProcess] = []
        self._up: dict[int | None, Connection] = {}  # what each says so by

    def start(self, count: int = 1) -> None:
        """Start so many more."""
        for _ in range(count):
            hears, says = FORKS.Pipe(duplex=False)
            started = FORKS.Process(target=worker.run, args=(self._told, says), daemon=True)
            started.start()
            says.close()
            self.workers.append(started)
            self._up[started.pid] = hears

    def kill(self, which: random.Random, victim: BaseProcess | None = None) -> None:
        """Kill one (that one) without a word, and start another in its place."""
        victim = victim or which.choice(self.workers)
        victim.kill()
        victim.join()
        self.workers.remove(victim)
        self.start()

    async def up(self) -> None:
        """Wait until all have begun: on a busy machine that alone takes a while."""
        await asyncio.gather(*(asyncio.to_thread(self._hear, worker) for worker in self.workers))

    def _hear(self, worker: BaseProcess) -> None:
        self._up[worker.pid].poll(None)  # it has said so, or is gone

    async def freeze(self, worker: BaseProcess, seconds: float) -> None:
        """Stop one in its tracks for a while, as a machine short of memory does."""
        with self.frozen(worker):
            await asyncio.sleep(seconds)

    @contextmanager
    def frozen(self, worker: BaseProcess) -> Iterator[None]:
        """The same for as long as the block runs."""
        os.kill(worker.pid or 0, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(worker.pid or 0, signal.SIGCONT)

    async def stop(self) -> list[int | None]:
        """Ask all to stop; their exit codes. Whoever has not within half a minute is killed."""
        return list(await asyncio.gather(*(asyncio.to_thread(self._ended, worker) for worker in self.workers)))

    def _ended(self, worker: BaseProcess) -> int | None:
        if worker.is_alive():
            self._hear(worker)  # one that has only just been started cannot be asked yet
        worker.terminate()
        worker.join(30)
        if worker.is_alive():
            worker.kill()
            worker.join()
        return worker.exitcode
