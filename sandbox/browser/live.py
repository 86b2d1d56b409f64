"""What others do, as it happens: each change becomes the parts of the page that it touches."""

import asyncio
from collections.abc import Iterator, Mapping
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.browser.lines import threads_of
from sandbox.browser.parts import PAGE, Offer, Parts
from sandbox.browser.places import Places
from sandbox.browser.window import Window, window
from sandbox.changes import Change
from sandbox.slack import Slack

Op = dict[str, Any]


class Live:
    """The stream behind every open tab."""

    def __init__(self, slack: Slack, offer: Offer, places: Places) -> None:
        self.slack, self.offer, self.places = slack, offer, places

    async def stream(self, socket: WebSocket) -> None:
        """`/live?as=…&channel=…&thread=…&tab=…`: lists of operations for the page's script, until the tab closes.

        Opening it is also what tells the bot that someone looks at its Home or its messages.
        """
        await socket.accept()
        where = window(self.slack, socket.query_params)
        work = [self._send(socket, where), self._tick(socket, where), _gone(socket)]
        if where.with_bot:
            work.append(where.client.open_home() if where.on_home else where.client.open_messages())
        tasks = [asyncio.create_task(one) for one in work]
        try:
            await asyncio.wait(tasks[:3], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _send(self, socket: WebSocket, where: Window) -> None:
        changes, language = where.client.changes(), where.me.locale
        upcoming = asyncio.ensure_future(anext(changes))  # listening begins here, so nothing falls between
        await asyncio.sleep(0)
        await socket.send_json(list(self._missed(where, socket.query_params)))
        while True:
            change = await upcoming
            upcoming = asyncio.ensure_future(anext(changes))
            if where.me.locale != language:
                await socket.send_json([{"reload": True}])
            elif ops := list(self.ops(where, change)):
                await socket.send_json(ops)

    async def _tick(self, socket: WebSocket, where: Window) -> None:
        """The clock on the page, each time its minute changes."""
        while True:
            await asyncio.sleep(60 - where.now.timestamp() % 60)
            await socket.send_json([{"fill": "clock", "html": self._parts(where).clock()}])

    def _parts(self, where: Window) -> Parts:
        return Parts(where, self.offer, self.places)

    def _missed(self, where: Window, drawn: Mapping[str, str]) -> Iterator[Op]:
        """What came between the drawing of the page, with its `last` message and `last_reply`, and now."""
        parts = self._parts(where)
        yield {"fill": "stack", "html": parts.stack()}
        if where.on_home:
            return
        roots, threads = threads_of(where.messages())
        for message in [one for one in roots if one.ts > drawn.get("last", "")][-PAGE:]:
            yield from _puts("messages", parts.around(message, in_thread=False)[:1])
        for message in threads.get(where.thread, []):
            if message.ts > drawn.get("last_reply", ""):
                yield from _puts("thread", parts.around(message, in_thread=True)[:1])

    def ops(self, where: Window, change: Change) -> Iterator[Op]:
        """What a change alters in this window."""
        kind = change.kind.partition(".")[0]
        parts = self._parts(where)
        if kind == "message" and change.channel == where.channel.id and change.ts:
            yield from self._message(where, parts, change.kind, change.ts)
        if kind == "view":
            yield {"fill": "stack", "html": parts.stack()}
        if kind == "home" and where.on_home:
            yield {"fill": "home", "html": parts.home()}
        if kind == "clock":
            yield {"fill": "clock", "html": parts.clock()}
        if kind == "user":
            yield {"fill": "people", "html": parts.people()}
        if kind in ("message", "channel", "user"):
            self.places.seen(where)
            yield {"fill": "sidebar", "html": parts.sidebar()}

    def _message(self, where: Window, parts: Parts, kind: str, ts: str) -> Iterator[Op]:
        message = where.workspace.message(where.channel.id, ts)
        if message is None or kind == "message.deleted":
            yield {"drop": ts}
            return
        in_channel = not message.is_reply() or message.broadcast
        if in_channel and not where.on_home:
            yield from _puts("messages", parts.around(message, in_thread=False))
        if message.thread_ts and not where.on_home:
            root = where.workspace.message(where.channel.id, message.thread_ts)
            if root is not None and root is not message:
                yield from _puts("messages", parts.around(root, in_thread=False)[:1])
        if where.thread and where.thread in (message.thread_ts, message.ts):
            yield from _puts("thread", parts.around(message, in_thread=True))


def _puts(name: str, drawn: list[tuple[str, Any]]) -> Iterator[Op]:
    for ts, html in drawn:
        yield {"put": name, "ts": ts, "html": html}


async def _gone(socket: WebSocket) -> None:
    """Until the tab closes."""
    try:
        while True:
            await socket.receive_text()
    except WebSocketDisconnect:
        return
