"""What changes in a workspace, as a stream: pages redraw by it, people in tests wait on it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    """One change. `user` is set when only that person sees it."""

    kind: str
    channel: str | None = None
    ts: str | None = None
    user: str | None = None
    view: str | None = None


class Stream:
    """Changes from the moment it was made until `close()`; also an async context manager."""

    def __init__(self, streams: set["Stream"]) -> None:
        self._streams = streams
        self._queue: asyncio.Queue[Change | None] = asyncio.Queue()
        streams.add(self)

    def put(self, change: Change) -> None:
        """Hand over a change."""
        self._queue.put_nowait(change)

    def waiting(self) -> list[Change]:
        """What came since the last look, without waiting."""
        found: list[Change] = []
        while not self._queue.empty():
            change = self._queue.get_nowait()
            if change is not None:
                found.append(change)
        return found

    def close(self) -> None:
        """End the stream."""
        self._streams.discard(self)
        self._queue.put_nowait(None)

    async def __aenter__(self) -> "Stream":
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()

    async def __aiter__(self) -> AsyncIterator[Change]:
        try:
            while (change := await self._queue.get()) is not None:
                yield change
        finally:
            self._streams.discard(self)


class Changes:
    """The workspace's end of all streams."""

    def __init__(self) -> None:
        self._streams: set[Stream] = set()
        self.listeners: list[Callable[[], None]] = []

    def subscribe(self) -> Stream:
        """A stream of everything that changes from now on."""
        return Stream(self._streams)

    def tell(self, kind: str, **about: str | None) -> None:
        """Tell every stream."""
        change = Change(kind, **about)
        for stream in list(self._streams):
            stream.put(change)
        for listener in self.listeners:
            listener()
