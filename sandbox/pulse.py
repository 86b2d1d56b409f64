"""When the bot is at work and when it is quiet again: what people in tests wait on."""

import asyncio
import time


class Pulse:
    """Counts the bot's calls in flight and those that can be seen."""

    def __init__(self) -> None:
        self.in_flight = 0
        self.effects = 0
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

        Gives up after `patience` seconds without an effect, and after ten times that in any case.
        """
        start = time.monotonic()
        while self.effects == since and (left := start + patience - time.monotonic()) > 0:
            await self.next(left)
        while (now := time.monotonic()) < start + 10 * patience:
            wait = self._last + calm - now
            if not self.in_flight and wait <= 0:
                return
            await self.next(wait if not self.in_flight else patience)
