"""Workers as processes, to be killed, frozen and started again."""

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from bot.outbox import Limits
from bot.settings import ROOT
from tests.bot.outbox.stage import Stage


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
        self._command = [sys.executable, "-m", "tests.bot.outbox.worker", json.dumps(told)]
        self.clock = clock
        self.workers: list[subprocess.Popen[bytes]] = []
        self._up: set[int] = set()  # those that have said so

    def start(self, count: int = 1) -> None:
        """Start so many more."""
        for _ in range(count):
            self.workers.append(
                subprocess.Popen(self._command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            )

    def kill(self, which: random.Random, victim: subprocess.Popen[bytes] | None = None) -> None:
        """Kill one (that one) without a word, and start another in its place."""
        victim = victim or which.choice(self.workers)
        victim.kill()
        victim.wait()
        self.workers.remove(victim)
        self.start()

    async def up(self) -> None:
        """Wait until all have begun: on a busy machine that alone takes a while."""
        await asyncio.gather(*(asyncio.to_thread(self._hear, worker) for worker in self.workers))

    def _hear(self, worker: subprocess.Popen[bytes]) -> None:
        if worker.pid not in self._up and worker.stdout:
            worker.stdout.readline()
            self._up.add(worker.pid)

    async def freeze(self, worker: subprocess.Popen[bytes], seconds: float) -> None:
        """Stop one in its tracks for a while, as a machine short of memory does."""
        with self.frozen(worker):
            await asyncio.sleep(seconds)

    @contextmanager
    def frozen(self, worker: subprocess.Popen[bytes]) -> Iterator[None]:
        """The same for as long as the block runs."""
        os.kill(worker.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(worker.pid, signal.SIGCONT)

    async def stop(self) -> list[int]:
        """Ask all to stop; their exit codes. Whoever has not within half a minute is killed."""
        return list(await asyncio.gather(*(asyncio.to_thread(self._ended, worker) for worker in self.workers)))

    def _ended(self, worker: subprocess.Popen[bytes]) -> int:
        if worker.poll() is None:
            self._hear(worker)  # one that has only just been started cannot be asked yet
        return _ended(worker)


def _ended(worker: subprocess.Popen[bytes]) -> int:
    if worker.stdout:
        worker.stdout.close()
    worker.terminate()
    try:
        return worker.wait(30)
    except subprocess.TimeoutExpired:
        worker.kill()
        return worker.wait()
