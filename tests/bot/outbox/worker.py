"""A worker as a process of its own, for tests that kill it."""

import asyncio
import os
import signal
import sys
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from bot import worker
from bot.clock import Clock
from bot.database import Databases, connect
from bot.jobs import Jobs
from bot.outbox import Limits, Outbox, Wire
from core import notices
from core.jobs import Job
from core.models import Workspace
from core.notices import Telling
from tests.bot.outbox.stage import render


async def find_due(session: AsyncSession, *, workspace: Workspace, now: datetime, forced: bool) -> int:
    """A job over a table of the test's own: says each due row once, however many look."""
    found = (await session.execute(_TAKE, {"now": now})).all()
    tellings = [
        Telling(kind="test", manner="asked", key=f"due-{row.id:05}", facts={}, channel=row.channel, due_at=now)
        for row in found
    ]
    await notices.tell_many(session, workspace_id=workspace.id, tellings=tellings, now=now)
    return len(found)


FIND_DUE = Job("find-due", find_due, timedelta(seconds=1), "every second")
_TAKE = text("""
    update due_rows set told_at = :now where id in (
        select id from due_rows where told_at is null and due_at <= :now limit 50 for update skip locked)
    returning id, channel
""")


async def main(told: dict, up: Connection) -> None:
    limits, clock = Limits(**told["limits"]), Clock(Path(told["clock"]))
    databases = Databases(connect(told["database"]))

    async def token_of(_workspace_id: str) -> str:
        return told["token"]

    wire = Wire(told["api_url"], token_of, timeout=limits.timeout)
    outbox = Outbox(databases, wire, render, clock.now, limits)
    jobs = Jobs(databases, clock.now, [FIND_DUE] if told["jobs"] else [])
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    up.send("up")
    await worker.run(worker.Parts(databases=databases, clock=clock, outbox=outbox, jobs=jobs), stop)
    await wire.close()
    await databases.engine.dispose()


def run(told: dict, up: Connection) -> None:
    """Work until asked to stop. What it logs is for nobody."""
    sys.stderr = sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115  # to its end
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    asyncio.run(main(told, up))
