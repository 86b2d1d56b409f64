"""Three pages for whoever runs it: is the process there, is it ready, what does it count."""

import asyncio
import time
from functools import cache

import structlog
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.datastructures import State
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot import metrics, migrations
from bot.database import Databases
from bot.outbox.gauges import measure, measure_week

_PATIENCE = 2  # seconds for the database to answer

log = structlog.get_logger("genjin.pages")


async def healthz(_request: Request) -> Response:
    """The process is there and its loop turns."""
    return PlainTextResponse("ok\n")


async def readyz(request: Request) -> Response:
    """200 when a request from Slack could be answered; 503 with what stands in the way."""
    reason = await _not_ready(request)
    return JSONResponse({"ready": reason is None, "reason": reason}, status_code=200 if reason is None else 503)


async def counts(request: Request) -> Response:
    """Prometheus' text format. How the notices stand is asked of the database, since any worker may deliver them."""
    try:
        async with asyncio.timeout(_PATIENCE), request.app.state.databases.everywhere().begin() as session:
            now = request.app.state.bot.clock.now()
            await measure(session, now=now)
            if _a_minute_ago(request.app.state):
                await measure_week(session, now=now)
    except Exception as away:
        log.warning("notices not counted", reason=str(away))
    return Response(metrics.page(), media_type=CONTENT_TYPE_LATEST)


def _a_minute_ago(state: State) -> bool:
    """Whether the week was measured longer than a minute ago; if so, it is now."""
    if time.monotonic() < getattr(state, "week_measured_until", 0.0):
        return False
    state.week_measured_until = time.monotonic() + 60
    return True


async def _not_ready(request: Request) -> str | None:
    databases: Databases = request.app.state.databases
    try:
        async with asyncio.timeout(_PATIENCE), databases.engine.connect() as connection:
            at = await migrations.current(connection)
    except Exception:
        return "the database cannot be reached"
    if at != _head():
        return f"the database is at revision {at or 'none'}, the code at {_head()}: run python -m bot migrate"
    socket = request.app.state.socket
    if socket is not None and not await socket.connected():
        return "Socket Mode is not connected"
    return None


@cache
def _head() -> str:
    return migrations.head()


PAGES = {"/healthz": healthz, "/readyz": readyz, "/metrics": counts}
