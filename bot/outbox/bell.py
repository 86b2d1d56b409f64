"""Hears the bell that writers ring (LISTEN/NOTIFY), so that a new notice goes at once instead of at the next look."""

import asyncio
from collections.abc import Callable

import psycopg
from sqlalchemy.ext.asyncio import AsyncEngine

from core.notices import BELL


async def listen(engine: AsyncEngine, ring: Callable[[], None], *, retry: float = 2) -> None:
    """Call `ring` whenever something was written that is due. For ever; without a connection the looks go on."""
    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(url, autocommit=True, connect_timeout=5) as connection:
                await connection.execute(f"listen {BELL}")
                ring()  # for what was rung while nobody listened
                async for _ in connection.notifies():
                    ring()
        except psycopg.Error:
            await asyncio.sleep(retry)
