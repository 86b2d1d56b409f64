"""Work that many want done at the same time, done in one transaction: whatever has come while the last was under way.

One alone is done at once; the busier the worker, the more go together, and the less each costs.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from sqlalchemy.exc import SQLAlchemyError

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")

Work = Callable[[str, Sequence[tuple[Asked, asyncio.Future[Answer]]]], Awaitable[None]]


def give(answer: asyncio.Future[Answer], what: Answer) -> None:
    """Answer one, unless nobody waits for it any more."""
    if not answer.done():
        answer.set_result(what)


def fail(answer: asyncio.Future[Answer], broken: Exception) -> None:
    """Say why there is no answer, unless nobody waits for it any more."""
    if not answer.done():
        answer.set_exception(broken)


class Together(Generic[Asked, Answer]):
    """`work` is given some of what is asked, in its order, and answers each by its future. At most `most` at a time,
    while somebody is free at the `desk`.

    Where it fails for the database's sake, each is tried once more by itself, so that none pays for another.
    """

    def __init__(self, work: Work[Asked, Answer], *, most: int, desk: asyncio.Semaphore) -> None:
        self._work = work
        self._most = most
        self._desk = desk
        self._waiting: dict[str, list[tuple[Asked, asyncio.Future[Answer]]]] = {}

    async def ask(self, where: str, asked: Asked) -> Answer:
        """The answer to one; what is asked in the same place may be worked on with it."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(where, []).append((asked, answer))
        await asyncio.sleep(0)  # those who ask in the same moment go together
        async with self._desk:
            if some := self._take(where):
                # Whoever asked may be cancelled; the others want their answers all the same.
                await asyncio.shield(asyncio.ensure_future(self._do(where, some)))
        return await answer

    def _take(self, where: str) -> list[tuple[Asked, asyncio.Future[Answer]]]:
        """The next to be worked on; nothing where those who came before have them all in hand."""
        waiting = self._waiting.pop(where, [])
        if left := waiting[self._most :]:
            self._waiting[where] = left
        return waiting[: self._most]

    async def _do(self, where: str, some: list[tuple[Asked, asyncio.Future[Answer]]]) -> None:
        try:
            await self._work(where, some)
        except (SQLAlchemyError, OSError) as broken:
            if len(some) == 1:
                return fail(some[0][1], broken)
            for each in some:
                if not each[1].done():
                    await self._do(where, [each])
        except Exception as broken:
            for _, answer in some:
                fail(answer, broken)
