"""How fast notices are posted: a worker beside a bare loop, and how much of a busy channel's pace is used.

Both post from a process of its own pinned to one core; PostgreSQL and what stands in for Slack have the other.
"""

import asyncio
import itertools
import json
import os
import signal
import statistics
import sys
import tempfile
from asyncio.subprocess import PIPE
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from benchmarks import books, stand_in
from bot import embedded, migrations
from bot.database import Databases, connect
from bot.outbox import Limits, Outbox, Wire
from core import notices
from core.notices import Telling
from handlers.notices import render
from sandbox.slack import Slack

PORT, CHANNELS, EACH, ROUNDS, BUSY = 3998, 500, 3, 3, 40
API = f"http://127.0.0.1:{PORT}/api/"


async def compare() -> None:
    """Print both rates round by round and their ratio, then the share of the pace used."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    home = Path(tempfile.mkdtemp(prefix="genjin-bench-"))
    home.chmod(0o755)
    with embedded.running(home / "postgres") as server:
        url = server.url("genjin")
        migrations.upgrade(url)
        books.fill(server.url("genjin", role="postgres"), leads=CHANNELS, people=10)
        engine = connect(url)
        await _rounds(Databases(engine), url, home)
        await _busy(Databases(engine))
        await engine.dispose()


async def _rounds(databases: Databases, url: str, home: Path) -> None:
    print(f"{CHANNELS} channels, {EACH} messages each, lead cards as their views draw them")
    print(f"{'':12}{'bare loop':>24}{'worker':>24}{'ratio':>8}{'by CPU':>8}")
    ratios, messages = list[tuple[float, float]](), home / "messages.json"
    async with stand_in.listening(PORT) as taken:
        for number in range(ROUNDS):
            await _tell(databases, number, CHANNELS, EACH)
            mine = await _posted(taken, "worker", API, str(CHANNELS), DATABASE_URL=url)
            messages.write_text(json.dumps(taken.messages()))
            theirs = await _posted(taken, "bare", API, str(messages))
            ratios.append((mine.rate / theirs.rate, theirs.cpu / mine.cpu))
            print(f"round {number + 1:<6}{theirs}{mine}{ratios[-1][0]:8.3f}{ratios[-1][1]:8.3f}", flush=True)
    by_rate, by_cpu = (statistics.median(each) for each in zip(*ratios, strict=True))
    print(f"median ratio {by_rate:.3f}, by processor time {by_cpu:.3f}")


class Posted(NamedTuple):
    """Messages a second, and milliseconds of processor time for each."""

    rate: float
    cpu: float

    def __str__(self) -> str:
        return f"{f'{self.rate:.0f}/s {self.cpu:.2f} ms CPU':>24}"


async def _posted(taken: stand_in.Taken, *command: str, **environment: str) -> Posted:
    """What one of the two does with all there is to post, from its first message to its last."""
    taken.forget()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.posting", *command, env={**os.environ, **environment}, stdout=PIPE
    )
    os.sched_setaffinity(process.pid, {0})
    await _until(lambda: len(taken.moments) >= CHANNELS * EACH or process.returncode is not None)
    if process.returncode is None and command[0] == "worker":
        process.send_signal(signal.SIGTERM)
    said, _ = await process.communicate()
    return Posted(taken.rate(), float(said) / len(taken.moments) * 1000)


async def _busy(databases: Databases) -> None:
    """One channel with more to say than it may, at the limits of production; Slack's one a second is enforced."""
    slack = Slack(name="bench", domain="bench")
    slack.pace = 1.0
    await slack.serve()
    channel = slack.workspace.add_channel("busy").id
    await _tell(databases, ROUNDS, 1, BUSY, channel=channel)

    async def token_of(_workspace_id: str) -> str:
        return slack.bot_token

    limits, stop = Limits(), asyncio.Event()
    wire = Wire(slack.api_url, token_of, timeout=limits.timeout)
    outbox = asyncio.create_task(Outbox(databases, wire, render, lambda: datetime.now(UTC), limits).run(stop))
    await _until(lambda: len(slack.workspace.messages(channel)) >= BUSY)
    stop.set()
    await outbox
    await wire.close()
    posts = [call for call in slack.calls if call.method == "chat.postMessage"]
    used = (BUSY - 1) / (posts[-1].at - posts[0].at)
    refused = sum(not call.ok for call in posts)
    print(f"one busy channel, {BUSY} messages: {used:.3f} of the one a second that Slack allows, {refused} refused")
    await slack.close()


async def _tell(databases: Databases, round_: int, channels: int, each: int, channel: str = "") -> None:
    now = datetime.now(UTC)
    tellings = [
        Telling(
            kind="lead_card",
            key=f"bench:{round_}:{number}:{place}",
            facts={"lead": place + 1},
            channel=channel or f"CBENCH{place:03}",
            due_at=now,
        )
        for number, place in itertools.product(range(each), range(channels))
    ]
    async with databases.of(books.HERE).begin() as session:
        await notices.tell_many(session, workspace_id=books.HERE, tellings=tellings, now=now)


async def _until(done: Callable[[], bool]) -> None:
    async with asyncio.timeout(900):
        while not done():  # noqa: ASYNC110  # what it waits for happens in another process
            await asyncio.sleep(0.05)


if __name__ == "__main__":
    asyncio.run(compare())
