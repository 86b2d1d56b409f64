"""Bare Bolt, what `/visit` is held against: a handler that only acks, behind the adapter its documentation names."""

import os

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


async def _known(**_: object) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id="T0100000001", bot_token="xoxb-bare", bot_user_id="UBOT")


def app(secret: str) -> Starlette:
    """The application."""
    bolt = AsyncApp(signing_secret=secret, authorize=_known)

    @bolt.command("/visit")
    async def visit(ack: AsyncAck) -> None:
        await ack()

    handler = AsyncSlackRequestHandler(bolt)

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    return Starlette(routes=[Route("/slack/events", events, methods=["POST"])])


if __name__ == "__main__":
    uvicorn.run(
        app(os.environ["SLACK_SIGNING_SECRET"]),
        host="127.0.0.1",
        port=int(os.environ["PORT"]),
        log_level="error",
        loop="uvloop",
        http="httptools",
    )
