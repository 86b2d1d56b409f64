"""The two that post, each a process of its own: `python -m benchmarks.posting bare|worker …`.

bare: a loop that posts what a file says, twenty at once, with Slack's SDK and nothing around it.
worker: the outbox as a worker runs it, on what stands in the database.
Both end by printing the seconds of processor time that they took.
"""

import asyncio
import json
import os
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import uvloop
from slack_sdk.web.async_client import AsyncWebClient

from bot.database import Databases, connect
from bot.outbox import Limits, Outbox, Wire
from handlers.notices import render

AT_ONCE = 20


async def bare(api_url: str, messages: str) -> None:
    """Post each message of the file."""
    todo = iter(json.loads(Path(messages).read_text()))
    async with aiohttp.ClientSession() as http:
        slack = AsyncWebClient("xoxb-bench", base_url=api_url, session=http)

        async def one() -> None:
            for message in todo:
                await slack.chat_postMessage(**message)

        await asyncio.gather(*(one() for _ in range(AT_ONCE)))


async def worker(api_url: str, channels: str) -> None:
    """Deliver until told to stop, unbound by the pace of one workspace: the channels stand for those of many."""

    async def token_of(_workspace_id: str) -> str:
        return "xoxb-bench"

    limits = Limits(at_once=AT_ONCE, per_minute=1_000_000, burst=int(channels))
    databases = Databases(connect(os.environ["DATABASE_URL"]))
    wire = Wire(api_url, token_of, timeout=limits.timeout)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await Outbox(databases, wire, render, lambda: datetime.now(UTC), limits).run(stop)
    await wire.close()
    await databases.engine.dispose()


if __name__ == "__main__":
    way, *told = sys.argv[1:]
    begun = time.process_time()  # importing does not count
    uvloop.run({"bare": bare, "worker": worker}[way](*told))
    sys.stdout.write(f"{time.process_time() - begun}\n")
