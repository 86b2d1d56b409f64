"""The way to Slack's Web API: one HTTP session a process, and who we are there."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.settings import Settings

_READS = (
    "auth.test",
    "users.info",
    "team.info",
    "conversations.info",
    "conversations.history",
    "conversations.members",
)


class RetryReads(AsyncRateLimitErrorRetryHandler):
    """Waits out a rate limit for what only reads. A write is not repeated here: whoever asked decides."""

    async def _can_retry_async(self, *, request: HttpRequest, **told: Any) -> bool:
        return request.url.endswith(_READS) and await super()._can_retry_async(request=request, **told)


@asynccontextmanager
async def connected(settings: Settings) -> AsyncIterator[AsyncWebClient]:
    """A client with the bot's token, for as long as the block runs."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
        yield client(settings.token, settings.slack_api_url, session)


def client(token: str | None, base_url: str, session: aiohttp.ClientSession | None) -> AsyncWebClient:
    """A client as it is used here: one session, patience of 10 s, only reads repeated."""
    retries: list[AsyncRetryHandler] = [RetryReads(max_retry_count=2)]
    return AsyncWebClient(token=token, base_url=base_url, timeout=10, session=session, retry_handlers=retries)


class OneWorkspace(AsyncAuthorize):
    """Bolt's `authorize` for the single workspace of the bot token: Slack is asked once, not at every request.

    Another `authorize` with the same signature, reading stored installations, is all that many workspaces need here.
    """

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._known: AuthorizeResult | None = None
        self._asking = asyncio.Lock()

    async def __call__(self, **_asking: object) -> AuthorizeResult:
        """Who we are; the workspace a request names is compared with it where members are met."""
        return self._known or await self.ask()

    async def ask(self) -> AuthorizeResult:
        """The same, from Slack the first time. Raises `SlackApiError` when the token is refused."""
        async with self._asking:
            if self._known is None:
                told = await self._client.auth_test()
                self._known = AuthorizeResult.from_auth_test_response(
                    bot_token=self._client.token,
                    auth_test_response=told,
                )
        return self._known
