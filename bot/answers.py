"""The two ways an answer reaches Slack: inside the ack, and by the request's response_url."""

import asyncio
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncBoltRequest, AsyncRespond
from slack_bolt.context.respond.internals import _build_message
from slack_bolt.response import BoltResponse
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook import WebhookResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

log = structlog.get_logger("genjin.answers")


class Ack(AsyncAck):
    """An ack that can be waited for. After Slack has been answered, what it says goes by `respond`."""

    def __init__(self, request: AsyncBoltRequest) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # Bolt's own has no annotations
        self.answered: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.late = False
        self._request = request

    async def __call__(self, *args: Any, **kwargs: Any) -> BoltResponse:
        response = await super().__call__(*args, **kwargs)
        if not self.answered.done():
            self.answered.set_result(None)
        if self.late and (args or kwargs):
            await self._afterwards(*args, **kwargs)
        return response

    async def _afterwards(self, *args: Any, **kwargs: Any) -> None:
        """Slack no longer waits: a command is answered by its response_url, a form has closed and is answered in the
        DM. What it did is done, and whoever sent it must not believe otherwise."""
        context = self._request.context
        view = kwargs.get("view")
        if context.respond is not None and context.respond.response_url:
            await context.respond(*args, **kwargs)
        elif view and context.client is not None and context.user_id:
            said = next((block["text"]["text"] for block in view["blocks"] if block.get("type") == "section"), "Genjin")
            await context.client.chat_postMessage(channel=context.user_id, text=said, blocks=view["blocks"])


class Respond(AsyncRespond):
    """Bolt's `respond` over the process's own session: no new connection for each answer, and no failure unseen."""

    def __init__(self, client: AsyncWebClient, response_url: str | None) -> None:
        super().__init__(response_url=response_url)
        self._client = client

    async def __call__(self, text: str | dict[str, Any] = "", *args: Any, **kwargs: Any) -> WebhookResponse:
        if self.response_url is None:
            raise ValueError("this kind of request has no response_url")
        # A kept connection may close as it is used. What was asked for is done: better shown twice than called failed.
        again: list[AsyncRetryHandler] = [AsyncConnectionErrorRetryHandler(max_retry_count=1)]
        slack = AsyncWebhookClient(self.response_url, timeout=10, session=self._client.session, retry_handlers=again)
        message = _build_message(**text) if isinstance(text, dict) else _build_message(text, *args, **kwargs)
        response = await slack.send_dict(message)
        if response.status_code != 200:
            log.error("answer refused by Slack", status=response.status_code, said=response.body)
        return response
