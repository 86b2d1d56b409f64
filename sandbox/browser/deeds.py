"""What people do on the page, one function a verb: read the request, do it in the stand-in, say what came of it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from json import dumps
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from sandbox.browser import entered, slackese
from sandbox.browser.draw.dates import full
from sandbox.browser.draw.selects import options_list
from sandbox.browser.parts import MOVES, Offer, Parts
from sandbox.browser.places import Places
from sandbox.browser.window import Window, window
from sandbox.messages import Message
from sandbox.outcome import Outcome
from sandbox.slack import Slack
from sandbox.views import View

Body = dict[str, Any]
Advance = Callable[[datetime, bool], AsyncIterator[str]]  # to when, and whether the viewer reads Chinese


class NonsenseError(Exception):
    """A request the page would never send; answered with 400."""


class GoneError(LookupError):
    """What the person acted on is no longer there; the sentence is a key of `words`."""


@dataclass(frozen=True)
class Deeds:
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


def same(where: Window, body: Body) -> Window:
    """The window, if it is the one the page meant; a person or channel that is gone is never replaced by another."""
    if where.me.id != body.get("as") or where.channel.id != body.get("channel"):
        raise GoneError("You are no longer in this channel.")
    return where


def told(where: Window, outcome: Outcome) -> Body:
    """An outcome as the page reads it, Slack's own sentences in the person's language."""
    shown = slackese.in_chinese(outcome.shown) if where.viewer().chinese else outcome.shown
    return {"ok": outcome.ok, "error": outcome.error, "shown": shown, "errors": outcome.errors}


def subject(where: Window, body: Body) -> Message | View:
    """The message or view an element stands in."""
    on = body.get("on") or {}
    if on.get("view"):
        view = where.workspace.views.get(str(on["view"]))
        if view is None or view.user != where.me.id:
            raise GoneError("This window is no longer open.")
        return view
    message = where.workspace.message(str(on.get("channel")), str(on.get("ts")))
    if message is None or message.only_for not in (None, where.me.id):
        raise GoneError("This message is no longer there.")
    return message


async def send(where: Window, body: Body) -> Body:
    """A message, or a slash command."""
    outcome = await where.client.send(where.channel.id, str(body.get("text", "")), thread_ts=where.thread or None)
    return told(where, outcome)


async def enter(where: Window, body: Body) -> Body:
    """Remember what stands in the inputs around an element; what is no longer drawn is passed over."""
    on = subject(where, body)
    for block, actions in entered.values(body.get("state") or [], where.viewer()).items():
        for action, value in actions.items():
            try:
                where.client.enter(on, block, action, value)
            except LookupError:
                continue
    return {"ok": True}


async def act(where: Window, body: Body) -> Body:
    """Press or choose; what else stands in the inputs goes along."""
    await enter(where, body)
    value = entered.value(str(body.get("type")), body.get("value"), where.viewer())
    outcome = await where.client.act(subject(where, body), str(body["block"]), str(body["action"]), value)
    return told(where, outcome)


async def suggest(where: Window, body: Body) -> Body:
    """Options of an external select."""
    found = await where.client.suggest(
        subject(where, body), str(body["block"]), str(body["action"]), str(body["typed"])
    )
    key = "option_groups" if found and "options" in found[0] else "options"
    return {"ok": True, "html": options_list({key: found}, where.viewer())}


async def submit(where: Window, body: Body) -> Body:
    """Send the form."""
    await enter(where, body)
    return told(where, await where.client.submit(str(body["on"]["view"])))


async def dismiss(where: Window, body: Body) -> Body:
    """Close the modal on top, or the whole stack."""
    await where.client.dismiss(str(body["on"]["view"]), everything=bool(body.get("everything")))
    return {"ok": True}


async def shortcut(where: Window, body: Body) -> Body:
    """A global shortcut, or one on the message `ts`."""
    channel = where.channel.id if body.get("ts") else None
    return told(where, await where.client.shortcut(str(body["callback"]), channel, body.get("ts")))


async def edit(where: Window, body: Body) -> Body:
    """Other words in one's own message."""
    on = subject(where, body)
    if isinstance(on, Message) and on.user == where.me.id:
        where.client.edit(on, str(body.get("text", "")))
    return {"ok": True}


async def delete(where: Window, body: Body) -> Body:
    """Take one's own message away."""
    on = subject(where, body)
    if isinstance(on, Message) and on.user == where.me.id:
        where.client.delete(on)
    return {"ok": True}


VERBS: dict[str, Callable[[Window, Body], Awaitable[Body]]] = {
    "send": send,
    "enter": enter,
    "act": act,
    "suggest": suggest,
    "submit": submit,
    "dismiss": dismiss,
    "shortcut": shortcut,
    "edit": edit,
    "delete": delete,
}
