"""A small real Bolt bot over the stand-in, by HTTP through uvicorn or by Socket Mode."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
from typing import Any

import uvicorn
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.slack import Slack


def section(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def option(text: str, value: str | None = None) -> dict[str, Any]:
    return {"text": plain(text), "value": value or text}


def button(text: str, action_id: str, **more: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def actions(*elements: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements), **more}


def field(label: str, element: dict[str, Any], block_id: str, **more: Any) -> dict[str, Any]:
    return {"type": "input", "label": plain(label), "block_id": block_id, "element": element, **more}


def text_input(action_id: str = "it", **more: Any) -> dict[str, Any]:
    return {"type": "plain_text_input", "action_id": action_id, **more}


def modal(title: str, *blocks: dict[str, Any], submit: str | None = "Save", **more: Any) -> dict[str, Any]:
    body = {"type": "modal", "title": plain(title), "blocks": list(blocks), "callback_id": title, **more}
    return body | ({"submit": plain(submit)} if submit else {})


def app_for(slack: Slack) -> AsyncApp:
    """A Bolt app that talks to the stand-in."""
    client = AsyncWebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    return AsyncApp(client=client, signing_secret=slack.signing_secret)


class _Quiet(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def over_http(slack: Slack, app: AsyncApp) -> AsyncIterator[None]:
    """Run the bot behind uvicorn."""
    handler = AsyncSlackRequestHandler(app)

    async def endpoint(request: Request) -> Response:
        return await handler.handle(request)

    listener = socket.create_server(("127.0.0.1", 0))
    web = Starlette(routes=[Route("/slack/events", endpoint, methods=["POST"])])
    server = _Quiet(uvicorn.Config(web, lifespan="off", log_level="warning", timeout_graceful_shutdown=1))
    task = asyncio.create_task(server.serve(sockets=[listener]))
    slack.connect(f"http://127.0.0.1:{listener.getsockname()[1]}")
    try:
        yield
    finally:
        server.should_exit = True
        await task


@contextlib.asynccontextmanager
async def over_socket(slack: Slack, app: AsyncApp) -> AsyncIterator[AsyncSocketModeHandler]:
    """Run the bot in Socket Mode."""
    handler = AsyncSocketModeHandler(app, slack.app_token)
    await handler.connect_async()
    await slack.connected()
    try:
        yield handler
    finally:
        await handler.close_async()


@contextlib.asynccontextmanager
async def stand_in(**more: Any) -> AsyncIterator[Slack]:
    """A served workspace with two people and a channel they share with the bot."""
    slack = Slack(name="方舟", domain="fangzhou", **more)
    slack.workspace.add_user("小李", locale="zh-CN", email="li@fangzhou.example")
    slack.workspace.add_user("Alice", tz="Europe/London")
    slack.workspace.add_channel("east", members=["小李", "Alice"])
    await slack.serve()
    try:
        yield slack
    finally:
        await slack.close()
