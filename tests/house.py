"""The whole house for tests: a workspace of two teams, the real web process, the real outbox, a clock to move."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.listener.async_listener import AsyncListener
from sqlalchemy import select, update

from bot import database, listening, logs, web, worker
from bot.app import Bot
from bot.database import Databases
from bot.jobs import Ran
from bot.outbox import Limits
from bot.settings import Settings
from core import members
from core.models import Member, Notice, Role, Team, Workspace
from handlers.notices import render
from handlers.register import ERRANDS, register
from sandbox.person import Person
from sandbox.slack import Slack
from tests.database import Shelf
from tests.serving import free_port, up

_LONG = 30.0  # seconds

QUICK = Limits(pace=0.02, poll=0.05, per_minute=100_000, burst=10_000, gather=0)

# Two teams, their managers, an admin; Alice reads English.
PEOPLE = (
    ("李庆成", "ULIQINGCHENG", Role.MANAGER, "扫描组", "zh-CN"),
    ("销售甲", "UXIAOSHOUJIA", Role.REP, "扫描组", "zh-CN"),
    ("销售乙", "UXIAOSHOUYI", Role.REP, "扫描组", "zh-CN"),
    ("张军", "UZHANGJUN", Role.MANAGER, "广告组", "zh-CN"),
    ("小李", "UXIAOLI", Role.REP, "广告组", "zh-CN"),
    ("Alice", "UALICE", Role.REP, "广告组", "en-US"),
    ("陈总", "UCHENZONG", Role.ADMIN, None, "zh-CN"),
)


@dataclass
class House:
    """What a test plays in."""

    slack: Slack
    settings: Settings
    databases: Databases
    clock_file: Path

    def person(self, name: str) -> Person:
        """Somebody of the workspace, to act as."""
        return self.slack.person(name)

    @property
    def db(self):
        """The database as the workspace sees it."""
        return self.databases.of(self.slack.workspace.id)

    async def member(self, name: str) -> Member:
        """The member as the database knows them."""
        async with self.db.begin() as session:
            found = await session.scalars(select(Member).where(Member.name == name))
            return found.one()

    def now(self) -> datetime:
        """The moment by the bot's clock."""
        offset = float(self.clock_file.read_text()) if self.clock_file.exists() else 0.0
        return datetime.fromtimestamp(datetime.now(UTC).timestamp() + offset, UTC)

    def move_clock(self, to: datetime) -> None:
        """Move the bot's and Slack's clock to a moment."""
        seconds = (to - datetime.now(UTC)).total_seconds()
        self.clock_file.write_text(f"{seconds:f}")
        self.slack.move_clock(seconds - self.slack.clock.offset)

    async def deliver(self) -> None:
        """Send all that is due, as a worker would."""
        async with worker.assembled(self.settings, self.databases, render, limits=QUICK) as parts:
            async with self.db.begin() as session:
                waiting = await session.execute(
                    select(Notice.workspace_id, Notice.key).where(
                        Notice.status.in_(("pending", "sending")), Notice.due_at <= self.now()
                    )
                )
                named = [(row.workspace_id, row.key) for row in waiting]
            told = await parts.outbox.deliver(named, within=60)
            assert not told.undone, told.undone

    async def work(self) -> None:
        """What a worker does at this moment: every job, every errand, and sending what is due and may be told now."""
        async with worker.assembled(self.settings, self.databases, render, deeds=ERRANDS, limits=QUICK) as parts:
            for name in parts.jobs.all:
                await parts.jobs.tick(name)
            await parts.errands.all()
            stop = asyncio.Event()
            sending = asyncio.create_task(parts.outbox.run(stop))
            async with asyncio.timeout(60):
                while await self._due():  # noqa: ASYNC110  # the rows are what there is to wait for
                    await asyncio.sleep(0.02)
            stop.set()
            await sending

    async def do_errands(self) -> None:
        """Do what people asked for and a worker does beside."""
        async with worker.assembled(self.settings, self.databases, render, deeds=ERRANDS, limits=QUICK) as parts:
            await parts.errands.all()

    async def _due(self) -> bool:
        async with self.db.begin() as session:
            due = Notice.status.in_(("pending", "sending")) & (Notice.due_at <= self.now())
            return (await session.scalars(select(Notice.id).where(due).limit(1))).first() is not None

    async def run(self, job: str, as_of: datetime) -> Ran:
        """Run a job as if it were that moment, and deliver what it has to say."""
        async with worker.assembled(self.settings, self.databases, render, limits=QUICK) as parts:
            return (await parts.jobs.run([job], as_of, parts.outbox))[0]


@asynccontextmanager
async def opened(database_url: str, databases: Databases, shelf: Shelf, tmp_path: Path) -> AsyncIterator[House]:
    """The house with everybody in their place, for as long as the block runs."""
    logs.configure(level=logging.WARNING)
    slack = Slack(name="方舟", domain="fangzhou")
    # How fast an answer is, a benchmark tells: here a busy machine takes its time over it.
    slack.patience = slack.ack_timeout = slack.workspace.tickets.trigger_seconds = _LONG
    for name, slack_id, role, _, locale in PEOPLE:
        zone = "Asia/Shanghai"
        slack.workspace.add_user(name, locale=locale, tz=zone, id=slack_id, admin=role == Role.ADMIN)
    everybody = [name for name, *_ in PEOPLE]
    slack.workspace.add_channel("lead-pool", members=everybody, id="CPOOL")
    slack.workspace.add_channel("scanners", members=["李庆成", "销售甲", "销售乙"], id="CSCANNERS")
    slack.workspace.add_channel("ads", members=["张军", "小李", "Alice"], id="CADS")
    await slack.serve()
    clock_file = tmp_path / "clock"
    told = {name.lower(): value for name, value in slack.environment(socket=False).items()}
    port = free_port()
    settings = Settings(
        _env_file=None, **{**told, "database_url": database_url, "port": port, "genjin_clock": clock_file}
    )
    stop = asyncio.Event()

    def make(*parts: Any) -> Bot:
        bot = Bot(*parts, handlers=_listen)
        slack.pulse.at_rest = partial(bot.work.drain, _LONG)
        return bot

    patient = pytest.MonkeyPatch()
    patient.setattr(listening, "PATIENCE", _LONG)
    patient.setattr(database, "opened", partial(_borrowed, databases))
    running = asyncio.create_task(web.serve(settings, stop, make))
    house, address = House(slack, settings, databases, clock_file), f"http://127.0.0.1:{port}"
    try:
        async with httpx.AsyncClient(base_url=address, verify=False) as http:  # no certificates are read for it
            await up(http, running)
        slack.connect(address)
        if not shelf.put_back("house"):
            await _settle_in(house)
            shelf.keep("house")
        yield house
    finally:
        patient.undo()
        stop.set()
        await asyncio.gather(running, slack.close())  # each server looks up ten times a second


@asynccontextmanager
async def _borrowed(databases: Databases, _settings: Settings) -> AsyncIterator[Databases]:
    """The web process takes the run's connections, with all that is known of its statements: else it would learn them
    again for each test."""
    yield Databases(databases.engine)


_LISTENERS: list[AsyncListener] = []


def _listen(bolt: AsyncApp) -> None:
    """Bolt looks at the arguments of each of some hundred listeners: once, and the same serve every house."""
    if not _LISTENERS:
        register(bolt)
        _LISTENERS.extend(bolt._async_listeners)
    else:
        bolt._async_listeners.extend(_LISTENERS)


async def _settle_in(house: House) -> None:
    """Everybody is known, with role and team; the channels are set."""
    workspace_id, now = house.slack.workspace.id, house.now()
    async with house.db.begin() as session:
        for name, slack_id, role, team, locale in PEOPLE:
            profile = members.Profile(slack_id, name, locale, "Asia/Shanghai", admin=role == Role.ADMIN)
            member = await members.welcome(
                session, workspace_id=workspace_id, workspace_name="方舟", profile=profile, now=now
            )
            await members.set_role(session, member=member, role=role, team=team, by=None, now=now)
        await session.execute(update(Workspace).values(pool_channel="CPOOL", locale="zh-CN"))
        await session.execute(update(Team).where(Team.name == "扫描组").values(channel="CSCANNERS"))
        await session.execute(update(Team).where(Team.name == "广告组").values(channel="CADS"))
