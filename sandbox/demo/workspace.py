"""The demo from beginning to end: the stand-in and its pages, the bot beside it, the history, what is kept."""

import asyncio
import json
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from sandbox.browser.app import pages
from sandbox.demo import keeping, people
from sandbox.demo.advance import Advance, quiet
from sandbox.demo.bot import Bot
from sandbox.demo.clocks import Clocks
from sandbox.demo.days import first_day, moment, shifted
from sandbox.demo.folder import ROOT, Folder, Lock
from sandbox.demo.gate import Gate, Progress, Step
from sandbox.demo.play import EARLIEST, SCENES, play
from sandbox.demo.welcome import welcome
from sandbox.slack import Slack

NAME, DOMAIN = "跟进演示 Demo", "genjin-demo"
_FRONT = {True: {"as": "UXIAOLI"}, False: {"as": "UALICE"}}
_SAVE_EVERY = 3.0  # seconds
_PATIENCE = 5.0  # seconds the history waits for an answer on a busy machine; it goes on as soon as there is one


class Demo:
    """One workspace, kept between starts unless `fresh`. `empty`: begun anew too, and nobody has done anything yet."""

    def __init__(
        self, folder: Folder, lock: Lock, *, fresh: bool = False, empty: bool = False, socket: bool = False
    ) -> None:
        self._folder, self._lock, self._socket, self._empty = folder, lock, socket, empty
        manifest: dict[str, Any] = json.loads((ROOT / "manifest.json").read_text())
        kept = None if fresh or empty else keeping.load(manifest, folder.kept)
        self.is_new = kept is None
        self.slack = kept or Slack(manifest, name=NAME, domain=DOMAIN)
        self.clocks = Clocks(self.slack, folder.clock)
        self.wrong: list[str] = []
        self._first = first_day()
        self._bot: Bot | None = None
        self._saver: asyncio.Task[None] | None = None
        self._gate = self._pages(manifest)
        self.slack.mount("/", self._gate)

    @property
    def progress(self) -> Progress:
        """How far the preparation is."""
        return self._gate.progress

    def _pages(self, manifest: dict[str, Any]) -> Gate:
        features = manifest["features"]
        advance = Advance(self.slack, self.clocks, self._run_jobs)
        made = pages(
            self.slack, commands=features["slash_commands"], shortcuts=features.get("shortcuts", []), advance=advance
        )
        return Gate(made, Progress(), front=_FRONT)

    async def _run_jobs(self, as_of: datetime) -> None:
        if self._bot is not None:
            await self._bot.run_jobs(as_of)

    async def serve(self, port: int) -> str:
        """Answer at that port or the next free one; returns the address. The pages say what is being prepared."""
        for each in range(port, port + 100) if port else (0,):
            with suppress(OSError):
                await self.slack.serve(each)
                return self.slack.url
        raise OSError(f"no free port from {port} to {port + 99}: choose another with --port")

    async def prepare(self) -> None:
        """Start all there is to start, and let people in. Raises `BotError` when the bot cannot be started."""
        progress = self.progress
        database = progress.add("启动 PostgreSQL,建表", "Start PostgreSQL and make the tables")
        starting = progress.add("启动跟进", "Start Genjin")
        self._bot = Bot(self._folder, self.slack.environment(socket=self._socket), lock=self._lock)
        settling = progress.add("大家就位:角色、小组、频道", "Roles, teams and channels") if self.is_new else None
        plays = self.is_new and not self._empty
        history = progress.add("回放两个小组的来往", "Play the history of two teams") if plays else None
        if not self.is_new:
            progress.add("打开上次的工作区", "Open the workspace as it was left")
        progress.begin(database)
        if self.is_new:
            await self._clear()
        self.clocks.write()
        await self._bot.command("migrate")
        progress.begin(starting)
        await self._bot.start()
        await self._connect(self._bot)
        if settling:
            await self._begin(settling, history)
        keeping.save(self.slack, self._folder.kept)
        self._saver = asyncio.create_task(self._keep_saving())
        progress.ready = True

    async def _clear(self) -> None:
        """Nothing of an earlier workspace stays; a server that was left running is stopped first."""
        if (self._folder.path / "postgres" / "postmaster.pid").exists() and self._bot is not None:
            with suppress(Exception):
                await self._bot.command("migrate")
        self._folder.wipe()
        self.clocks.move(moment(self._first if self._empty else shifted(self._first, EARLIEST), "09:00"))

    async def _connect(self, bot: Bot) -> None:
        if self._socket:
            await self.slack.connected(30)
        else:
            self.slack.connect(bot.url)

    async def _begin(self, settling: Step, history: Step | None) -> None:
        self.progress.begin(settling)
        people.arrive(self.slack)
        patience, self.slack.patience = self.slack.patience, _PATIENCE
        await people.settle(self.slack)
        if history:
            await self._play(history)
        await self._open_day()
        self.slack.patience = patience

    async def _play(self, history: Step) -> None:
        self.progress.begin(history)

        def tell(day: date, number: int) -> None:
            history.detail = f"{day:%m-%d} · {number * 100 // len(SCENES)}%"

        self.wrong = await play(self.slack, self.clocks, self._first, tell=tell)
        history.detail = ""

    async def _open_day(self) -> None:
        """The first morning comes: the jobs tell what they have to tell; then it is half past nine."""
        await quiet(self.slack)
        nine = moment(self._first, "09:00")
        self.clocks.move(nine)
        if not self._empty:  # there would be nothing to tell but that nobody logged anything
            await self._run_jobs(nine)
        await quiet(self.slack)
        self._reload()
        self.clocks.move(moment(self._first, "09:30"))
        for place in people.PEOPLE:
            await self.slack.person(place.name).opens_home()
        welcome(self.slack, empty=self._empty)

    def _reload(self) -> None:
        """As after a reload in Slack: the answers that only one person saw are gone."""
        ws = self.slack.workspace
        for user in ws.users:
            seen = (message for channel in ws.channels for message in ws.messages(channel, viewer=user))
            for message in [each for each in seen if each.only_for == user]:
                ws.delete(message)

    async def _keep_saving(self) -> None:
        """Write the workspace down soon after anything changed."""
        async with self.slack.workspace.subscribe() as stream:
            while True:
                await asyncio.sleep(_SAVE_EVERY)
                if stream.waiting():
                    keeping.save(self.slack, self._folder.kept)

    async def close(self) -> None:
        """End what was started, and keep the workspace when it was ready."""
        if self._saver is not None:
            self._saver.cancel()
            await asyncio.gather(self._saver, return_exceptions=True)
            keeping.save(self.slack, self._folder.kept)
        if self._bot is not None:
            await self._bot.stop()
        await self.slack.close()
