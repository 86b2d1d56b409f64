"""Socket Mode: the same payloads, over connections that we open."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot import payloads
from bot.app import Bot
from bot.metrics import SOCKETS
from bot.settings import SettingsWrong

_PATIENCE = 10  # seconds to connect, and to let go
_PASSING = ("ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout")

log = structlog.get_logger("genjin.socket")


class Socket(AsyncSocketModeHandler):
    """One connection to Slack, kept up by the SDK; each envelope is checked as an HTTP body is, and answered."""

    def __init__(self, bot: Bot, app_token: str) -> None:
        super().__init__(bot.bolt, app_token)
        self._bot = bot

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Answer one envelope, in a task that the end of the process waits for."""
        await self._bot.work.start(self._answer(client, req))

    async def _answer(self, client: SocketModeClient, req: SocketModeRequest) -> None:
        started = time.time()
        try:
            payload = payloads.check(req.payload)
        except payloads.Broken as wrong:
            log.warning("broken envelope", reason=str(wrong))
            return
        headers = {"x-slack-retry-num": str(req.retry_attempt)} if req.retry_attempt else {}
        await send_async_response(client, req, await self._bot.answer(payload, headers), started)

    async def connected(self) -> bool:
        """Whether Slack can reach us now."""
        up = await self.client.is_connected()
        SOCKETS.set(up)
        return up


@asynccontextmanager
async def opened(bot: Bot, app_token: str) -> AsyncIterator[Socket]:
    """A connection for as long as the block runs. Slack may be away now: the SDK goes on trying.

    Raises `SettingsWrong` when Slack refuses the token, which no trying mends.
    """
    handler = Socket(bot, app_token)
    with suppress(aiohttp.ClientError, TimeoutError):
        handler.client.wss_uri = await _address(bot, app_token)
    connecting = asyncio.create_task(handler.client.connect())  # type: ignore[no-untyped-call]
    await asyncio.wait({connecting}, timeout=_PATIENCE)
    try:
        yield handler
    finally:
        connecting.cancel()
        with suppress(TimeoutError):  # the SDK's own closing can hang
            async with asyncio.timeout(_PATIENCE):
                await handler.client.close()  # type: ignore[no-untyped-call]


async def _address(bot: Bot, app_token: str) -> str | None:
    try:
        told = await bot.bolt.client.apps_connections_open(app_token=app_token)
    except SlackApiError as refused:
        if refused.response["error"] in _PASSING:
            return None
        raise SettingsWrong(
            f"SLACK_APP_TOKEN is refused by Slack ({refused.response['error']}):"
            " make an app-level token with connections:write on the app's Basic Information page."
        ) from None
    address: str = told["url"]
    return address
