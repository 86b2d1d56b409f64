"""The browser workspace as a web application beside the stand-in's own doors."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.browser.doors import Advance, Doors, NonsenseError, refuse
from sandbox.browser.live import Live
from sandbox.browser.parts import Offer, Parts
from sandbox.browser.places import Places
from sandbox.browser.window import window
from sandbox.slack import Slack

SHOWN = {"png", "jpg", "jpeg", "gif", "pdf", "txt", "csv"}  # opened in the tab; all else is downloaded
CSP = "default-src 'self'; img-src 'self' data: https: http:; style-src 'self' 'unsafe-inline'; object-src 'none'"


def pages(
    slack: Slack, *, commands: list[dict[str, Any]], shortcuts: list[dict[str, Any]], advance: Advance
) -> Starlette:
    """The pages for one stand-in, to be mounted at "/".

    `commands` and `shortcuts` are the manifest's `slash_commands` and `shortcuts`, as people are offered them.
    `advance(to, chinese)` moves the workspace's clock to an aware datetime and yields a sentence for each thing it
    runs, in the language of the person who moves it.
    """
    offer, places = Offer(commands, shortcuts), Places()
    doors, live = Doors(slack, offer, places, advance), Live(slack, offer, places)
    routes = [
        Route("/", _page(slack, offer, places)),
        Route("/earlier", doors.earlier),
        Route("/do/upload", doors.upload, methods=["POST"]),
        Route("/do/move", doors.move, methods=["POST"]),
        Route("/do/{verb}", doors.do, methods=["POST"]),
        Route("/file/{file}", _file(slack)),
        WebSocketRoute("/live", live.stream),
        Mount("/static", Fresh(directory=Path(__file__).parent / "static")),
    ]
    return Starlette(routes=routes, middleware=[Middleware(SameOrigin)], exception_handlers={NonsenseError: refuse})


def _page(slack: Slack, offer: Offer, places: Places) -> Callable[[Request], Awaitable[Response]]:
    async def page(request: Request) -> Response:
        where = window(slack, request.query_params)
        if request.query_params.get("person"):
            return RedirectResponse(where.url())
        places.seen(where)
        headers = {"Cache-Control": "no-store", "Content-Security-Policy": CSP}
        return HTMLResponse(Parts(where, offer, places).page(), headers=headers)

    return page


def _file(slack: Slack) -> Callable[[Request], Awaitable[Response]]:
    async def file(request: Request) -> Response:
        found = slack.workspace.files.get(request.path_params["file"])
        if found is None:
            return PlainTextResponse("There is no such file.", 404)
        how = "inline" if found.extension() in SHOWN else "attachment"
        headers = {
            "Content-Disposition": f"{how}; filename*=UTF-8''{quote(found.name)}",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(found.data, media_type=found.mimetype(), headers=headers)

    return file


class Fresh(StaticFiles):
    """Files the browser asks about each time, so that an upgrade is seen at once."""

    def file_response(self, *args: Any, **more: Any) -> Response:
        """With the header that says so."""
        response = super().file_response(*args, **more)
        response.headers["Cache-Control"] = "no-cache"
        return response


class SameOrigin:
    """Other sites open in the same browser may not act here: what says it comes from elsewhere is refused."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or answer 403."""
        headers = dict(scope.get("headers") or [])
        origin = headers.get(b"origin", b"").decode("latin-1")
        if origin and urlsplit(origin).netloc != headers.get(b"host", b"").decode("latin-1"):
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
            else:
                await PlainTextResponse("Not from here.", 403)(scope, receive, send)
            return
        await self.app(scope, receive, send)
