"""Where a web process of the tests' own listens, and that it does."""

import asyncio
import socket
from typing import Any

import httpx


async def up(http: httpx.AsyncClient, running: asyncio.Task[Any]) -> None:
    """Wait until the process answers; raise what it raised when it ends instead."""
    while not running.done():
        try:
            await http.get("/healthz")
        except httpx.TransportError:
            await asyncio.sleep(0.02)
        else:
            return
    await running


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]
