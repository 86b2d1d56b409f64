"""The whole stand-in: workspaces, the app in them, its server and its wire."""

import asyncio
import contextlib
import inspect
import socket
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp

from sandbox.api.server import Server
from sandbox.client import Client
from sandbox.clock import Clock, Ids, secret
from sandbox.errors import SlackError
from sandbox.events import Events
from sandbox.faults import Faults, Record
from sandbox.manifest import App
from sandbox.outcome import Ack
from sandbox.person import Person
from sandbox.pulse import Pulse
from sandbox.sockets import Sockets
from sandbox.wire import Delivery, Wire
from sandbox.workspace import Workspace


class _Uvicorn(uvicorn.Server):
    """Leaves the process's signals to whoever started it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Slack:
    """Slack as one bot meets it. See README.md beside this file."""

    def __init__(
        self,
        manifest: dict[str, Any] | None = None,
        *,
        team: str | None = None,
        name: str = "Acme",
        domain: str | None = None,
    ) -> None:
        self.app = App.from_manifest(manifest)
        self.clock, self.ids = Clock(), Ids()
        self.faults, self.calls, self.pulse = Faults(), list[Record](), Pulse()
        self.sockets, self.wire, self.events = Sockets(self), Wire(self), Events(self)
        self.ack_timeout = 3.0
        self.retry_delays: tuple[float, ...] = (0.0, 60.0, 300.0)
        self.pace: float | None = None
        self.patience, self.calm = 1.0, 0.1
        self.last_posts: dict[str, float] = {}
        self.url = ""
        self._mounts: list[Mount] = []
        self._tasks: set[asyncio.Task[Any]] = set()
        self._codes: dict[str, tuple[Workspace, str]] = {}
        self._server: _Uvicorn | None = None
        self.workspaces: dict[str, Workspace] = {}
        self.workspace = self.add_workspace(name, team=team, domain=domain)

    def add_workspace(self, name: str, *, team: str | None = None, domain: str | None = None) -> Workspace:
        """One more workspace with the app installed."""
        number = team or self.ids.new("T")
        where = domain or name.lower()
        ws = Workspace(self.app, self.clock, self.ids, team=number, name=name, domain=where, base=self.url)
        ws.changes.listeners.append(self.pulse.beat)
        self.workspaces[ws.id] = ws
        return ws

    # The server

    def mount(self, path: str, app: ASGIApp) -> None:
        """Serve pages beside the API; call it before `serve`."""
        self._mounts.append(Mount(path, app))

    async def serve(self, port: int = 0, host: str = "127.0.0.1") -> None:
        """Answer on that port (0: any free one) until `close`; returns once it listens."""
        listener = socket.create_server((host, port))
        # Else an answer, which is sent in two parts, waits some 40 ms for its first to be acknowledged: asyncio asks
        # for this only where a socket says that it is TCP, and this one does not.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.url = f"http://{host}:{listener.getsockname()[1]}"
        for ws in self.workspaces.values():
            ws.base = self.url
        web = Starlette(routes=[*Server(self).routes(), self.sockets.route(), *self._mounts])
        config = uvicorn.Config(
            web,
            lifespan="off",
            log_level="warning",
            access_log=False,
            timeout_keep_alive=75,
            timeout_graceful_shutdown=1,
            ws_ping_interval=None,
        )
        self._server = _Uvicorn(config)
        self.spawn(self._server.serve(sockets=[listener]))
        while not self._server.started:  # noqa: ASYNC110  uvicorn has no event to wait on
            await asyncio.sleep(0.005)

    def connect(self, url: str) -> None:
        """HTTP mode: requests go to this address; without a path, to /slack/events there."""
        self.wire.url = url if url.count("/") > 2 and not url.endswith("/") else f"{url.rstrip('/')}/slack/events"

    async def connected(self, timeout: float = 10) -> None:  # noqa: ASYNC109  a test's patience, not a task's deadline
        """Until the bot has opened a socket; TimeoutError when it does not."""
        async with asyncio.timeout(timeout):
            await self.sockets.ready()

    async def close(self) -> None:
        """Stop everything that was started here."""
        await self.sockets.close()
        if self._server is not None:
            self._server.should_exit = True
        background = [task for task in self._tasks if task.get_coro().__name__ != "serve"]  # type: ignore[union-attr]
        for task in background:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.wire.close()

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run something behind what people do; held until it ends or `close`."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # What the bot is told to start

    @property
    def api_url(self) -> str:
        """The Web API's base, ending in /api/."""
        return f"{self.url}/api/"

    @property
    def bot_token(self) -> str:
        """The bot token of the first workspace."""
        return self.workspace.bot_token

    @property
    def app_token(self) -> str:
        """The token of Socket Mode."""
        return self.app.app_token

    @property
    def signing_secret(self) -> str:
        """What requests are signed with."""
        return self.app.signing_secret

    @property
    def deliveries(self) -> list[Delivery]:
        """All that was sent to the bot."""
        return self.wire.deliveries

    def environment(self, *, socket: bool = False) -> dict[str, str]:
        """The variables a bot's process needs to come here instead of to Slack."""
        found = {
            "SLACK_API_URL": self.api_url,
            "SLACK_BOT_TOKEN": self.bot_token,
            "SLACK_SIGNING_SECRET": self.signing_secret,
        }
        return found | ({"SLACK_APP_TOKEN": self.app_token} if socket else {})

    # People

    def client(self, user: str, ws: Workspace | None = None) -> Client:
        """Slack's own program on someone's desk, by id."""
        ws = ws or self.workspace
        return Client(self, ws, ws.user(user).id)

    def person(self, name: str, ws: Workspace | None = None) -> Person:
        """Someone who acts and reads, by name or id; LookupError when there is nobody of that name."""
        return Person(self.client(name, ws))

    # What happens to the app and the day

    def move_clock(self, seconds: float) -> None:
        """Let so much time pass at once."""
        self.clock.offset += seconds
        for ws in self.workspaces.values():
            ws.changes.tell("clock.moved")

    async def redeliver(self, delivery: Delivery, *, number: int = 1, reason: str = "http_timeout") -> Ack:
        """Send an event again as Slack does when it believes it was not taken."""
        return await self.wire.again(delivery, number=number, reason=reason)

    def uninstall(self, ws: Workspace | None = None) -> None:
        """An admin removes the app: its token dies and it is told."""
        ws = ws or self.workspace
        self.events.uninstalled(ws)
        ws.installed = False

    def install(self, ws: Workspace, *, by: str) -> str:
        """Someone allows the app in: a code for oauth.v2.access, good once."""
        code = secret(24)
        ws.installed = True
        self._codes[code] = (ws, ws.user(by).id)
        return code

    def spend_code(self, code: str) -> tuple[Workspace, str]:
        """Whose code this is; raises invalid_code when unknown or spent."""
        found = self._codes.pop(code, None)
        if found is None:
            raise SlackError("invalid_code")
        return found

    # Waiting

    async def until(self, true: Callable[[], Any | Awaitable[Any]], timeout: float = 30) -> Any:  # noqa: ASYNC109  a test's patience
        """Wait until `true()` (or what it awaits) is truthy and return that; AssertionError after `timeout` seconds."""
        end = time.monotonic() + timeout
        while True:
            found = true()
            if inspect.isawaitable(found):
                found = await found
            if found:
                return found
            if time.monotonic() > end:
                raise AssertionError(f"still waiting after {timeout} s")
            await self.pulse.next(0.05)
