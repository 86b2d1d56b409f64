"""Bare Bolt and the whole `/visit` side by side: both pinned to one core, PostgreSQL and the load on the other."""

import asyncio
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import books, load
from bot import embedded, migrations

SECRET, AT_ONCE, ROUNDS = "benchmark-secret", 32, 5
NOTES = (
    "见了刘经理，要{n}台扫描枪，下周三报价",
    "跟王总谈了交期，预算{n}万，周五发样品",
    "met Tom, wants {n} scanners, quote next Wed",
)


@dataclass
class Served:
    """A process under load: how to send to it, and what it holds in memory."""

    port: int
    process: subprocess.Popen[bytes]

    def memory(self) -> float:
        """Resident megabytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]  # Linux says so


def lines(held: list[tuple[str, str]]) -> Iterator[bytes]:
    """Signed `/visit`s without end, none like another."""
    dice, n = random.Random(7), 0
    while True:
        user, customer = dice.choice(held)
        n += 1
        yield load.request(SECRET, user, f"{customer} {dice.choice(NOTES).format(n=n)}")


@contextmanager
def served(command: list[str], port: int, **environment: str) -> Iterator[Served]:
    """A server on the first core for as long as the block runs."""
    kept = {**os.environ, "PORT": str(port), "SLACK_SIGNING_SECRET": SECRET, **environment}
    process = subprocess.Popen(command, env=kept, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.sched_setaffinity(process.pid, {0})
    try:
        yield Served(port, process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


async def up(port: int) -> None:
    """Wait until something listens."""
    for _ in range(600):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return
    raise SystemExit(f"nothing listens on {port}")


async def compare(leads: int, visits: int) -> None:
    """Print both, round by round, and the ratio."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    home = Path(tempfile.mkdtemp(prefix="genjin-bench-"))
    home.chmod(0o755)
    with embedded.running(home / "postgres") as server:
        url = server.url("genjin")
        migrations.upgrade(url)
        print(f"filling {leads:,} leads …", flush=True)
        held = books.fill(server.url("genjin", role="postgres"), leads=leads, people=50)
        bare = served([sys.executable, "-m", "benchmarks.bare"], 3901)
        slack = {"SLACK_BOT_TOKEN": "xoxb-bench", "SLACK_API_URL": "http://127.0.0.1:3999/api/"}
        ours = served([sys.executable, "-m", "bot", "web"], 3902, DATABASE_URL=url, **slack)
        with bare as bolt, ours as genjin:
            stand_in = await asyncio.start_server(_slack, "127.0.0.1", 3999)
            await up(bolt.port)
            await up(genjin.port)
            await _rounds(bolt, genjin, lines(held), visits)
            stand_in.close()


async def _slack(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """As much of Slack as the start asks for: who we are."""
    await reader.readuntil(b"\r\n\r\n")
    body = b'{"ok":true,"team_id":"T0100000001","team":"bench","user_id":"UBOT","bot_id":"BBOT","url":"http://x/"}'
    writer.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
    )
    writer.close()


async def _rounds(bolt: Served, genjin: Served, requests: Iterator[bytes], visits: int) -> None:
    ratios, each = [], visits // ROUNDS
    await load.run(genjin.port, requests, count=500, at_once=AT_ONCE)
    await load.run(bolt.port, requests, count=500, at_once=AT_ONCE)
    print(f"{'':12}{'bare Bolt':>24}{'/visit':>24}{'ratio':>8}{'memory':>10}")
    for n in range(ROUNDS):
        theirs = await load.run(bolt.port, requests, count=each, at_once=AT_ONCE)
        mine = await load.run(genjin.port, requests, count=each, at_once=AT_ONCE)
        if theirs.failed or mine.failed:
            raise SystemExit(f"not answered as expected: bare {theirs.failed}, /visit {mine.failed}")
        ratios.append(mine.rate / theirs.rate)
        shown = [f"{r.rate:7.0f}/s p99 {r.percentile(0.99):5.0f} ms" for r in (theirs, mine)]
        print(f"round {n + 1:<6}{shown[0]:>24}{shown[1]:>24}{ratios[-1]:8.3f}{genjin.memory():7.0f} MB", flush=True)
    print(f"median ratio {statistics.median(ratios):.3f}")
