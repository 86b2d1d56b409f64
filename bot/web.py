"""The web process: Slack's requests in, answers out, and three pages for whoever runs it."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager

import structlog
import uvicorn
from slack_bolt.adapter.starlette.handler import to_starlette_response
from slack_sdk.errors import SlackApiError
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot import database, forms, pages, reached, slack, socket_mode
from bot.app import Bot
from bot.guard import Guard
from bot.settings import Settings, SettingsWrong

FORM = "/forms/{workspace}/{token}"
_GOODBYE = 10  # seconds for what is under way when told to stop
_KEEP_ALIVE = 75  # seconds; longer than balancers keep an idle connection (60), so that none is used as it closes

log = structlog.get_logger("genjin.web")


async def serve(settings: Settings, stop: asyncio.Event, make: Callable[..., Bot] = Bot) -> None:
    """Answer Slack until told to stop; what is under way then is finished first."""
    settings.needs_slack()
    with _listening(settings.port) as listener:
        async with running(settings, make) as app:
            config = uvicorn.Config(
                app,
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_keep_alive=_KEEP_ALIVE,
                timeout_graceful_shutdown=_GOODBYE,
            )
            server = _Server(config)
            stopper = asyncio.create_task(server.stop_at(stop))
            await server.serve(sockets=[listener])
            stopper.cancel()


class _Server(uvicorn.Server):
    """Uvicorn, stopped by us: left to itself it ends the process by the signal, with nothing put away."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def stop_at(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self.should_exit = True


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    try:
        listener = socket.create_server(("", port), backlog=2048)
    except OSError as taken:
        raise SettingsWrong(f"PORT {port} cannot be used ({taken.strerror}): set PORT to a free one.") from None
    # Else an answer, which is sent in two parts, waits some 40 ms for its first to be acknowledged: asyncio asks for
    # this only where a socket says that it is TCP, and this one does not (uvloop always does).
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with listener:
        yield listener


@asynccontextmanager
async def running(settings: Settings, make: Callable[..., Bot] = Bot) -> AsyncIterator[Starlette]:
    """The ASGI application, for as long as all that it holds open is open."""
    async with AsyncExitStack() as stack:
        databases = await stack.enter_async_context(database.opened(settings))
        client = await stack.enter_async_context(slack.connected(settings))
        bot = make(settings, databases, client)
        app = Starlette(routes=_routes(settings))
        app.state.databases, app.state.bot, app.state.socket = databases, bot, None
        await _greet(bot)
        if settings.socket_mode:
            app.state.socket = await stack.enter_async_context(socket_mode.opened(bot, settings.app_token))
        stack.push_async_callback(bot.work.drain, _GOODBYE)
        yield app


def _routes(settings: Settings) -> list[Route]:
    routes = [Route(path, page) for path, page in pages.PAGES.items()]
    routes.append(Route(FORM, forms.answer, methods=forms.METHODS))
    if not settings.socket_mode:
        guarded = Guard(_answer, secret=settings.signing_secret)
        routes.append(Route("/slack/events", guarded, methods=["POST"]))
    return routes


async def _answer(scope: Scope, receive: Receive, send: Send) -> None:
    bot: Bot = scope["app"].state.bot
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    response = await bot.answer(scope["genjin.payload"], headers, base=reached.base(scope))
    await to_starlette_response(response)(scope, receive, send)


async def _greet(bot: Bot) -> None:
    """Learn who we are before the first request. Slack may be away now and back when it is needed."""
    try:
        workspace = await bot.workspace.ask()
    except SlackApiError as refused:
        raise SettingsWrong(
            f"SLACK_BOT_TOKEN is refused by Slack ({refused.response['error']}): copy it again from the app's page."
        ) from None
    except Exception as away:
        log.warning("Slack does not answer yet", reason=str(away))
    else:
        log.info("serving", workspace=workspace.team_id, team=workspace.team)
