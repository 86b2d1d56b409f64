"""The page's doors: requests read, what is broken refused, what people do handed to `deeds`."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from json import dumps

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from sandbox.browser.clock import MOVES
from sandbox.browser.deeds import VERBS, Body, GoneError, same
from sandbox.browser.draw.dates import full
from sandbox.browser.parts import Offer, Parts
from sandbox.browser.places import Places
from sandbox.browser.window import Window, window
from sandbox.slack import Slack

Advance = Callable[[datetime, bool], AsyncIterator[str]]  # to when, and whether the viewer reads Chinese


class NonsenseError(Exception):
    """A request the page would never send; answered with 400."""


@dataclass(frozen=True)
class Doors:
    """The page's verbs on one stand-in."""

    slack: Slack
    offer: Offer
    places: Places
    advance: Advance

    async def do(self, request: Request) -> Response:
        """`POST /do/{verb}` with JSON: `as`, `channel`, `thread` and what the verb needs."""
        verb, body = VERBS.get(request.path_params["verb"]), await read(request)
        if verb is None:
            raise NonsenseError
        where = window(self.slack, body)
        try:
            return JSONResponse(await verb(same(where, body), body))
        except GoneError as gone:
            said = str(gone)
        except LookupError:  # redrawn between the drawing and the press
            said = "This has just changed. Look again."
        except ValueError as error:  # no date at all in a date field
            raise NonsenseError from error
        return JSONResponse({"ok": False, "shown": where.viewer().t(said)})

    async def upload(self, request: Request) -> Response:
        """Files from a composer, sent as one message each; or from a form's file field, kept until it is submitted."""
        async with request.form() as form:
            asked = {key: value for key, value in form.items() if isinstance(value, str)}
            where = window(self.slack, asked)
            parts = [part for part in form.getlist("file") if isinstance(part, UploadFile)]
            try:
                made = [await self._keep(same(where, asked), part, asked) for part in parts]
            except GoneError as gone:
                return JSONResponse({"ok": False, "shown": where.viewer().t(str(gone))}, 409)
        return JSONResponse({"ok": True, "files": made})

    async def _keep(self, where: Window, part: UploadFile, asked: Body) -> Body:
        name, data = part.filename or "file", await part.read()
        if asked.get("field"):
            file = where.workspace.add_file(name, where.me, data)
            return {"id": file.id, "name": file.name}
        await where.client.upload(where.channel.id, name, data, thread_ts=where.thread or None)
        return {"name": name}

    async def move(self, request: Request) -> Response:
        """Move the clock `by` one of the page's steps; answers a line of JSON for every sentence of progress."""
        body = await read(request)
        if body.get("by") not in MOVES:
            raise NonsenseError
        where = window(self.slack, body)
        viewer = where.viewer()
        to = MOVES[body["by"]][1](where.now.astimezone(viewer.zone))

        async def said() -> AsyncIterator[str]:
            try:
                async for line in self.advance(to, viewer.chinese):
                    yield dumps({"line": line}) + "\n"
            except Exception as error:  # whatever a job raises is told to the person who pressed, then raised
                yield dumps({"failed": f"{type(error).__name__}: {error}"}) + "\n"
                raise
            yield dumps({"now": full(where.now.astimezone(viewer.zone), viewer)}) + "\n"

        return StreamingResponse(said(), media_type="application/x-ndjson")

    async def earlier(self, request: Request) -> Response:
        """`GET /earlier?before=ts`: the messages above."""
        where = window(self.slack, request.query_params)
        parts = Parts(where, self.offer, self.places)
        return Response(parts.earlier(request.query_params.get("before", "")), media_type="text/html")


async def read(request: Request) -> Body:
    """The JSON object of a request; raises NonsenseError when there is none."""
    try:
        body = await request.json()
    except ValueError as error:
        raise NonsenseError from error
    if not isinstance(body, dict):
        raise NonsenseError
    return body


async def refuse(request: Request, error: Exception) -> Response:
    """What a NonsenseError is answered with."""
    return JSONResponse({"ok": False, "shown": "This request cannot be read."}, 400)
