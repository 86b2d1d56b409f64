"""When the bot is at work and when it is quiet again: what people in tests wait on."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager


class Pulse:
    """Counts the bot's calls in flight and those that can be seen."""

    def __init__(self) -> None:
        self.in_flight = 0
        self.effects = 0
        self.at_rest: Callable[[], Awaitable[None]] | None = None  # returns when the bot is, where it can be asked
        self._unanswered = 0
        self._last = time.monotonic()
        self._beat = asyncio.Event()

    def begin(self) -> None:
        """The bot calls."""
        self.in_flight += 1
        self.beat()

    def end(self, *, seen: bool) -> None:
        """The call is answered; `seen` when it changed something a person sees."""
        self.in_flight -= 1
        self.effects += seen
        self._last = time.monotonic()
        self.beat()

    @contextmanager
    def delivery(self) -> Iterator[None]:
        """Something is on its way to the bot, until it has answered."""
        self._unanswered += 1
        try:
            yield
        finally:
            self._unanswered -= 1
            self.beat()

    def beat(self) -> None:
        """Wake all who wait."""
        beat, self._beat = self._beat, asyncio.Event()
        beat.set()

    async def next(self, most: float) -> None:
        """Until something happens, at most so many seconds."""
        beat = self._beat
        try:
            async with asyncio.timeout(max(most, 0)):
                await beat.wait()
        except TimeoutError:
            return

    async def settle(self, since: int, *, patience: float, calm: float) -> None:
        """Until the bot has done something since `since` effects and then kept quiet for `calm` seconds.

        Gives up after `patience` seconds without an effect, and after ten times that in any case. A bot that can be
        asked whether it is at rest is asked; nothing is guessed from its silence then.
        """
        if self.at_rest is not None:
            return await self._rest(self.at_rest)
        start = time.monotonic()
        while self.effects == since and (left := start + patience - time.monotonic()) > 0:
            await self.next(left)
        while (now := time.monotonic()) < start + 10 * patience:
            wait = self._last + calm - now
            if not self.in_flight and wait <= 0:
                break
            await self.next(wait if not self.in_flight else patience)
        return None

    async def _rest(self, at_rest: Callable[[], Awaitable[None]]) -> None:
        await asyncio.sleep(0)  # what people have just caused sets out
        await at_rest()
        while self._unanswered:
            await self.next(1)
            await at_rest()
