"""How a listener is run: answered the moment it acks, finished though Slack has its answer, waited for at the end."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.listener.async_listener import AsyncListener
from slack_bolt.listener.asyncio_runner import AsyncioListenerRunner
from slack_bolt.listener_matcher.async_builtins import AsyncBuiltinListenerMatcher
from slack_bolt.listener_matcher.async_listener_matcher import AsyncListenerMatcher
from slack_bolt.response import BoltResponse

from bot.answers import Ack

PATIENCE = 2.7  # seconds; Slack gives up at 3, and the answer has a way to go

log = structlog.get_logger("genjin.listening")

Finished = Callable[[AsyncBoltRequest], Awaitable[None]]


class Work:
    """The tasks under way, held so that none is lost, and waited for before the process ends."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("work failed", work=task.get_name(), exc_info=error)

    async def drain(self, seconds: float) -> None:
        """Wait until all are done, and what they began, at most so long."""
        end = time.monotonic() + seconds
        while self._tasks and (left := end - time.monotonic()) > 0:
            await asyncio.wait(self._tasks, timeout=left)
        if self._tasks:
            log.error("stopped before all work was done", left=len(self._tasks))


class Runner(AsyncioListenerRunner):
    """Bolt's runner, without its two habits: to look every 10 ms whether ack was called, and to forget its tasks.

    A listener that takes too long is not followed by the next one that matches; it goes on, and its answer comes late.
    """

    def __init__(self, bolt: AsyncApp, work: Work, finished: Finished) -> None:
        replaced = bolt.listener_runner
        super().__init__(
            logger=replaced.logger,
            process_before_response=False,
            listener_error_handler=replaced.listener_error_handler,
            listener_start_handler=replaced.listener_start_handler,
            listener_completion_handler=replaced.listener_completion_handler,
            lazy_listener_runner=replaced.lazy_listener_runner,
        )
        self._work = work
        self._finished = finished

    async def run(
        self,
        request: AsyncBoltRequest,
        response: BoltResponse,
        listener_name: str,
        listener: AsyncListener,
        starting_time: float | None = None,
    ) -> BoltResponse:
        """The answer for Slack: what the listener acked with, within `PATIENCE` of the request."""
        ack = request.context["ack"] = Ack(request)
        if listener.auto_acknowledgement:
            await ack()
        task = self._work.start(self._listen(request, response, listener))
        left = PATIENCE - (time.time() - (starting_time or time.time()))
        await asyncio.wait({ack.answered, task}, timeout=left, return_when=asyncio.FIRST_COMPLETED)
        if ack.response is None:
            ack.late = not task.done()
            if ack.late:
                log.warning("slow listener", listener=listener_name)
        return ack.response or BoltResponse(status=200, body="")

    async def _listen(self, request: AsyncBoltRequest, response: BoltResponse, listener: AsyncListener) -> None:
        try:
            await listener.run_ack_function(request=request, response=response)
        except Exception as error:
            await self.listener_error_handler.handle(error=error, request=request, response=None)
        finally:
            await self._finished(request)


class _Match(AsyncListenerMatcher):
    """One of Bolt's own matchers, asked directly: it looks at the body alone."""

    def __init__(self, looks: Callable[..., Awaitable[bool]]) -> None:
        self._looks = looks

    async def async_matches(self, req: AsyncBoltRequest, resp: BoltResponse) -> bool:
        return await self._looks(body=req.body)


def quicken(bolt: AsyncApp) -> None:
    """Spare each listener that is asked the twenty arguments Bolt gathers first: with sixty of them, a millisecond."""
    for listener in bolt._async_listeners:
        listener.matchers = [
            _Match(matcher.func)  # type: ignore[arg-type]  # typed as the synchronous twin's
            if isinstance(matcher, AsyncBuiltinListenerMatcher) and list(matcher.arg_names) == ["body"]
            else matcher
            for matcher in listener.matchers
        ]
