"""Socket Mode: connections of the bot to us, envelopes out, acks back."""

import asyncio
import contextlib
import itertools
import time
import uuid
from typing import TYPE_CHECKING, Any

from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.clock import secret
from sandbox.outcome import Ack

if TYPE_CHECKING:
    from sandbox.slack import Slack

MOST = 10  # connections per app
SAYS = ("slash_commands",)  # envelope types whose ack may always carry a payload
SAYS_IF = ("view_submission", "block_suggestion")  # and interactive ones of these types


class Connection:
    """One socket and the envelopes that wait for their acks on it."""

    def __init__(self, socket: WebSocket) -> None:
        self.socket = socket
        self.waiting: dict[str, asyncio.Future[Any]] = {}


class Sockets:
    """All connections of the app; any envelope may go over any of them."""

    def __init__(self, slack: "Slack") -> None:
        self._slack = slack
        self._tickets: set[str] = set()
        self._turns = itertools.count()
        self._all: list[Connection] = []
        self._leaving: list[Connection] = []
        self._someone = asyncio.Event()

    def route(self) -> WebSocketRoute:
        """Where a ticket leads."""
        return WebSocketRoute("/link/", self.serve)

    def ticket(self) -> str:
        """The address of one new connection, as apps.connections.open answers it."""
        ticket = secret(32)
        self._tickets.add(ticket)
        return f"{self._slack.url.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={self._slack.app.id}"

    def __len__(self) -> int:
        return len(self._all)

    async def ready(self) -> None:
        """Until the bot has connected."""
        await self._someone.wait()

    async def serve(self, socket: WebSocket) -> None:
        """One connection from hello to its end."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await socket.close(4001)
            return
        self._tickets.discard(ticket)
        await socket.accept()
        if len(self._all) >= MOST:
            await socket.send_json(_disconnect("too_many_websockets"))
            await socket.close()
            return
        await self._talk(Connection(socket))

    async def _talk(self, connection: Connection) -> None:
        await connection.socket.send_json(self._hello())
        self._all.append(connection)
        self._someone.set()
        try:
            while True:
                self._acked(connection, await connection.socket.receive_json())
        except (WebSocketDisconnect, RuntimeError):
            pass  # the bot hung up, or we did
        finally:
            self._drop(connection)

    def _hello(self) -> dict[str, Any]:
        started = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime())
        debug = {"host": "applink-1", "started": started, "build_number": 1, "approximate_connection_time": 18060}
        about = {"connection_info": {"app_id": self._slack.app.id}, "num_connections": len(self._all) + 1}
        return {"type": "hello", **about, "debug_info": debug}

    def _acked(self, connection: Connection, said: dict[str, Any]) -> None:
        # After a refresh the bot acks on its new socket what came over the old one.
        for held in [connection, *self._all, *self._leaving]:
            future = held.waiting.pop(said.get("envelope_id", ""), None)
            if future is not None and not future.done():
                future.set_result(said.get("payload"))
                return

    def _drop(self, connection: Connection) -> None:
        for held in (self._all, self._leaving):
            if connection in held:
                held.remove(connection)
        if not self._all:
            self._someone.clear()

    async def send(self, kind: str, payload: dict[str, Any], retry: dict[str, Any], timeout: float) -> Ack:  # noqa: ASYNC109  Slack's own limit, counted here
        """Send one envelope and wait for its ack, `timeout` seconds at most."""
        if not await self._someone_there(timeout):
            return Ack(0, error="dispatch_failed")
        connection = self._all[next(self._turns) % len(self._all)]
        number = str(uuid.uuid4())
        speaks = kind in SAYS or payload.get("type") in SAYS_IF
        envelope = {"envelope_id": number, "type": kind, "accepts_response_payload": speaks, "payload": payload}
        future = connection.waiting[number] = asyncio.get_running_loop().create_future()
        try:
            await connection.socket.send_json(envelope | retry)
            async with asyncio.timeout(timeout):
                body = await future
        except TimeoutError:
            return Ack(0, error="operation_timeout")
        except (WebSocketDisconnect, RuntimeError):
            return Ack(0, error="dispatch_failed")
        finally:
            connection.waiting.pop(number, None)
        return Ack(200, body if speaks else None)

    async def _someone_there(self, patience: float) -> bool:
        """Is anyone connected? Waits only for those who were told to come again."""
        if self._leaving and not self._all:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(patience):
                    await self._someone.wait()
        return bool(self._all)

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Tell every connection to come again, as Slack does every few hours; nothing more is sent over it."""
        self._leaving, self._all = [*self._leaving, *self._all], []
        self._someone.clear()
        for connection in list(self._leaving):
            with contextlib.suppress(WebSocketDisconnect, RuntimeError):
                await connection.socket.send_json(_disconnect(reason))

    async def close(self) -> None:
        """Hang up on all."""
        for connection in [*self._all, *self._leaving]:
            with contextlib.suppress(WebSocketDisconnect, RuntimeError):
                await connection.socket.close()


def _disconnect(reason: str) -> dict[str, Any]:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-1"}}
