"""As much of Slack as posting needs, and no more, so that it is not what is measured: it takes all and notes when."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Taken:
    """What was posted: the body of each message, and when (of `time.perf_counter`)."""

    bodies: list[bytes] = field(default_factory=list)
    moments: list[float] = field(default_factory=list)

    def rate(self) -> float:
        """Messages a second, from the first to the last; starting up does not count."""
        return (len(self.moments) - 1) / (self.moments[-1] - self.moments[0])

    def messages(self) -> list[dict[str, Any]]:
        """What was posted, as the arguments of chat.postMessage."""
        return [json.loads(body) for body in self.bodies]

    def forget(self) -> None:
        """Begin anew."""
        self.bodies.clear()
        self.moments.clear()


@asynccontextmanager
async def listening(port: int) -> AsyncIterator[Taken]:
    """Slack at `http://127.0.0.1:{port}/api/` for as long as the block runs."""
    taken = Taken()
    server = await asyncio.start_server(lambda reader, writer: _talk(reader, writer, taken), "127.0.0.1", port)
    try:
        yield taken
    finally:
        server.close()


async def _talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, taken: Taken) -> None:
    with suppress(asyncio.IncompleteReadError, ConnectionError):
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            body = await reader.readexactly(_length(head))
            answer = _answer(head, body, taken)
            length = b"Content-Length: %d" % len(answer)
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + length + b"\r\n\r\n" + answer)
    writer.close()


def _length(head: bytes) -> int:
    lines = head.lower().split(b"\r\n")
    return next((int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length")), 0)


def _answer(head: bytes, body: bytes, taken: Taken) -> bytes:
    if b"chat.postMessage" not in head.split(b"\r\n", 1)[0]:
        return b'{"ok":true}'
    taken.bodies.append(body)
    taken.moments.append(time.perf_counter())
    return b'{"ok":true,"channel":"C1","ts":"1.%06d"}' % len(taken.moments)
