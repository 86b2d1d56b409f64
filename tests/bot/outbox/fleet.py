"""Workers as processes, to be killed, frozen and started again."""

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
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

    def start(self, count: int = 1) -> None:
        """Start so many more."""
        for _ in range(count):
            self.workers.append(
                subprocess.Popen(self._command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            )

    def kill(self, which: random.Random) -> None:
        """Kill one without a word, and start another in its place."""
        victim = which.choice(self.workers)
        victim.kill()
        victim.wait()
        self.workers.remove(victim)
        self.start()

    async def freeze(self, worker: subprocess.Popen[bytes], seconds: float) -> None:
        """Stop one in its tracks for a while, as a machine short of memory does."""
        os.kill(worker.pid, signal.SIGSTOP)
        await asyncio.sleep(seconds)
        os.kill(worker.pid, signal.SIGCONT)

    async def stop(self) -> list[int]:
        """Ask all to stop; their exit codes. Whoever has not within half a minute is killed."""
        return list(await asyncio.gather(*(asyncio.to_thread(_ended, worker) for worker in self.workers)))


def _ended(worker: subprocess.Popen[bytes]) -> int:
    if worker.poll() is None and worker.stdout and not worker.stdout.closed:
        worker.stdout.readline()  # "up": one that has only just been started cannot be asked yet
        worker.stdout.close()
    worker.terminate()
    try:
        return worker.wait(30)
    except subprocess.TimeoutExpired:
        worker.kill()
        return worker.wait()
