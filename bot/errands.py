"""Errands done by a worker: taken one by one, given up to another when this one dies, tried again when they fail."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import SQLAlchemyError

from bot.database import Databases
from core import audit, errands
from core.errands import Later, Lost, Taken
from handlers.errands import Deed, Desk

POLL = 0.5  # seconds
AT_ONCE = 3
MOST_ATTEMPTS = 8  # in a row
_LONGEST_WAIT = 300.0
# What passes by itself: the database or Slack is away, slow, or asks for patience.
_PASSING = (SQLAlchemyError, OSError, SlackApiError, SlackRequestError, aiohttp.ClientError, TimeoutError, ValueError)

log = structlog.get_logger(__name__)


class Errands:
    """Does what people asked for. Any number side by side, in one process or many."""

    def __init__(
        self, databases: Databases, client: AsyncWebClient, now: Callable[[], datetime], deeds: Mapping[str, Deed]
    ) -> None:
        self._databases, self._client, self._now, self._deeds = databases, client, now, deeds
        self._under_way: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Look for errands and do them, for ever; told to stop, what is under way is left to the next worker."""
        try:
            while True:
                await self._take()
                await asyncio.sleep(POLL)
        finally:
            for task in self._under_way:
                task.cancel()
            await asyncio.gather(*self._under_way, return_exceptions=True)

    async def all(self) -> None:
        """Do everything that is due now, and wait until it is done."""
        while await self._take() or self._under_way:
            await asyncio.gather(*self._under_way)

    async def _take(self) -> int:
        room = AT_ONCE - len(self._under_way)
        if room <= 0:
            return 0
        async with self._databases.everywhere().begin() as session:
            taken = await errands.take(session, most=room)
        for errand in taken:
            task = asyncio.create_task(self._do(errand))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        return len(taken)

    async def _do(self, errand: Taken) -> None:
        desk = Desk(errand, self._databases.of(errand.workspace_id), self._client, self._now)
        deed = self._deeds[errand.noun]
        try:
            with audit.came_from(f"{errand.noun}:{errand.noun_id}"):
                if errand.attempts > MOST_ATTEMPTS:
                    await deed.give_up(desk)
                await deed.do(desk)
        except Lost:
            log.warning("an errand was lost to another worker", noun=errand.noun, id=errand.noun_id)
        except Later as waits:
            await self._put_off(errand, waits.seconds)
        except asyncio.CancelledError:
            await self._put_off(errand, 0)
            raise
        except Exception as failed:
            passing = isinstance(failed, _PASSING)
            tell = log.warning if passing else log.error
            tell("an errand failed: it is tried again", noun=errand.noun, id=errand.noun_id, exc_info=failed)
            await self._put_off(errand, min(2.0**errand.attempts, _LONGEST_WAIT))
        else:
            async with self._databases.of(errand.workspace_id).begin() as session:
                await errands.done(session, errand=errand)

    async def _put_off(self, errand: Taken, seconds: float) -> None:
        with suppress(SQLAlchemyError, OSError):  # then its lease runs out, and it is taken up all the same
            async with self._databases.of(errand.workspace_id).begin() as session:
                await errands.put_off(session, errand=errand, seconds=seconds)
