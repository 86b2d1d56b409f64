"""The doors of the stand-in: /api/METHOD, response_urls, uploads and downloads."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from sandbox.answers import say
from sandbox.api.call import Call, read_args
from sandbox.api.methods import METHODS, Method
from sandbox.errors import SlackError
from sandbox.faults import Fault, Record
from sandbox.workspace import Workspace

if TYPE_CHECKING:
    from sandbox.slack import Slack

HANG = 60  # seconds a "timeout" keeps its caller waiting at most


class Server:
    """Answers the bot's calls."""

    def __init__(self, slack: "Slack") -> None:
        self.slack = slack

    def routes(self) -> list[Route]:
        """All of them."""
        return [
            Route("/api/{method}", self.api, methods=["GET", "POST"]),
            Route("/commands/{team}/{token}", self.response_url, methods=["POST"]),
            Route("/upload/{team}/{file}/{secret}", self.upload, methods=["POST", "PUT"]),
            Route("/files-pri/{path:path}", self.download, methods=["GET"]),
        ]

    async def api(self, request: Request) -> Response:
        """One call of the Web API."""
        method = request.path_params["method"]
        known = METHODS.get(method)
        record = Record(method, {}, None, self.slack.clock.now())
        self.slack.calls.append(record)
        self.slack.pulse.begin()
        try:
            record.args = await read_args(request)
            return await self._answered(request, record, lambda: self._carry_out(request, record, known))
        except SlackError as refusal:
            return self._refused(record, refusal)
        finally:
            self.slack.pulse.end(seen=bool(known and known.seen and record.ok))

    def _carry_out(self, request: Request, record: Record, known: Method | None) -> dict[str, Any]:
        if known is None:
            raise SlackError("unknown_method", more={"req_method": record.method})
        ws = self._workspace(request, record, known)
        record.team = ws.id
        if ws.app.lacks(known.scopes):
            more = {"needed": ",".join(known.scopes), "provided": ",".join(sorted(ws.app.scopes))}
            raise SlackError("missing_scope", more=more)
        return known.answer(Call(self.slack, ws, record.method, record.args))

    def _workspace(self, request: Request, record: Record, known: Method) -> Workspace:
        token = request.headers.get("authorization", "").removeprefix("Bearer ").strip() or record.args.get("token", "")
        if known.token == "none":
            return self.slack.workspace
        if not token:
            raise SlackError("not_authed")
        if known.token == "app":
            if token != self.slack.app.app_token:
                raise SlackError("not_allowed_token_type" if str(token).startswith("xoxb-") else "invalid_auth")
            return self.slack.workspace
        ws = next((w for w in self.slack.workspaces.values() if w.bot_token == token), None)
        if ws is None:
            raise SlackError("not_allowed_token_type" if token == self.slack.app.app_token else "invalid_auth")
        if not ws.installed:
            raise SlackError("account_inactive")
        return ws

    async def _answered(self, request: Request, record: Record, work: Callable[[], dict[str, Any]]) -> Response:
        """The answer of `work`, spoilt by a fault when one is waiting."""
        fault = self.slack.faults.next(record)
        if fault is None:
            found = work()
            record.ok = True
            return JSONResponse({"ok": True, **found}, headers=self._scopes())
        if fault.accepts():
            work()
            record.ok = True
        else:
            record.ok = False
        record.error = fault.kind
        return await self._spoilt(request, fault)

    async def _spoilt(self, request: Request, fault: Fault) -> Response:
        if fault.kind == "rate_limited":
            refusal = SlackError("ratelimited")
            return JSONResponse(refusal.as_json(), 429, {"Retry-After": str(fault.retry_after)})
        if fault.kind == "refused":
            return JSONResponse(SlackError(fault.word).as_json())
        if fault.kind == "bad_json":
            return PlainTextResponse('{"ok": tru', media_type="application/json")
        if fault.kind.startswith("timeout"):
            with suppress(TimeoutError):
                async with asyncio.timeout(HANG):
                    await _gone(request)
        if fault.kind.startswith(("timeout", "drop")):
            _cut(request)
        return PlainTextResponse("Internal Server Error", 500)

    def _scopes(self) -> dict[str, str]:
        """What Slack tells with every answer: the scopes of the token."""
        granted = ",".join(sorted(self.slack.app.scopes))
        return {"X-OAuth-Scopes": granted} if granted else {}

    def _refused(self, record: Record, refusal: SlackError) -> Response:
        record.ok, record.error = False, refusal.word
        return JSONResponse(refusal.as_json(), refusal.status, refusal.headers)

    async def response_url(self, request: Request) -> Response:
        """An answer at a response_url: ephemeral unless it says otherwise."""
        record = Record("response_url", {}, request.path_params["team"], self.slack.clock.now())
        self.slack.calls.append(record)
        self.slack.pulse.begin()
        try:
            record.args = await read_args(request)
            return await self._answered(request, record, lambda: self._respond(request, record))
        except SlackError as refusal:
            refusal.status = 404 if refusal.status == 404 else 400
            return self._refused(record, refusal)
        finally:
            self.slack.pulse.end(seen=bool(record.ok))

    def _respond(self, request: Request, record: Record) -> dict[str, Any]:
        ws = self.slack.workspaces.get(request.path_params["team"])
        if ws is None:
            raise SlackError("expired_url", status=404)
        url = ws.tickets.use_response_url(request.path_params["token"])
        pressed = ws.message(url.channel, url.ts) if url.ts else None
        before = pressed.as_json() if pressed else {}
        message = say(ws, record.args, user=url.user, channel=url.channel, ts=url.ts, thread_ts=url.thread_ts)
        if message is None and pressed is not None:
            self.slack.events.deleted(ws, pressed)
        elif message is pressed and message is not None:
            self.slack.events.edited(ws, message, before)
        elif message is not None:
            self.slack.events.posted(ws, message)
        return {}

    async def upload(self, request: Request) -> Response:
        """The bytes of a file the bot announced."""
        ws = self.slack.workspaces.get(request.path_params["team"])
        file = ws.files.get(request.path_params["file"]) if ws else None
        if file is None or file.complete or file.secret != request.path_params["secret"]:
            return PlainTextResponse("not found", 404)
        file.data = await _bytes(request)
        return PlainTextResponse(f"OK - {len(file.data)}")

    async def download(self, request: Request) -> Response:
        """A private file: Slack answers a sign-in page to whoever has no token."""
        number = request.path_params["path"].partition("/")[0]
        team, _, file_id = number.partition("-")
        ws = self.slack.workspaces.get(team)
        if ws is None or file_id not in ws.files:
            return PlainTextResponse("not found", 404)
        if request.headers.get("authorization") != f"Bearer {ws.bot_token}":
            return Response("<!DOCTYPE html><title>Sign in</title>", media_type="text/html")
        file = ws.files[file_id]
        return Response(file.data, media_type=file.mimetype())


async def _bytes(request: Request) -> bytes:
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await request.body()
    async with request.form() as form:
        for part in form.values():
            if not isinstance(part, str):
                return await part.read()
    return b""


async def _gone(request: Request) -> None:
    """Until the caller has hung up."""
    while (await request.receive())["type"] != "http.disconnect":
        continue


def _cut(request: Request) -> None:
    """Break the connection without an answer; uvicorn keeps the transport beside its receive channel."""
    transport = getattr(getattr(request.receive, "__self__", None), "transport", None)
    if transport is not None:
        transport.abort()
