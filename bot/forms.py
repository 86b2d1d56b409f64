"""Web forms over HTTP: the page of a form, and what is sent through it, from that page, from another's, or as JSON."""

import asyncio
import json
import re
import secrets
from collections.abc import AsyncGenerator, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

import structlog
from starlette.datastructures import FormData, Headers
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from bot import bodies, reached
from bot.database import Database, Databases
from bot.metrics import REQUESTS
from bot.troubles import is_outage
from core import webforms
from core.errors import Missing, Refusal, msgid
from core.models import WebForm
from core.webforms import posts
from handlers.webforms import page
from handlers.webforms.page import Shown

LARGEST = 64_000  # bytes; a form filled to the brim is a tenth of it
MOST_FIELDS = 40
WAIT = msgid("That was sent too often just now. Please wait a minute, then send it again.")
AWAY = msgid("That did not get through to us. Please send it again in a moment.")
GONE = msgid("This form is closed. Please look for another way to reach us.")
TOO_LARGE = msgid("That is more than fits here. Please shorten it.")
UNREADABLE = msgid("That could not be read. Please fill in the form again.")
_ADDRESS = re.compile(r"([A-Z0-9]{2,32})/([\w-]{8,40})\.([\w-]{8,40})", re.ASCII)
METHODS = ("GET", "POST", "OPTIONS")
_OPEN = {"Access-Control-Allow-Origin": "*"}
_PREFLIGHT = {
    **_OPEN,
    "Access-Control-Allow-Methods": ", ".join(METHODS),
    "Access-Control-Allow-Headers": "Content-Type",
    "Access-Control-Max-Age": "86400",
}

log = structlog.get_logger("genjin.forms")


class Unreadable(Exception):  # noqa: N818  # it says what the body is not
    """The body is none that a form sends. Holds the status to answer with, and the sentence."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(said)
        self.status, self.said = status, said


@dataclass(frozen=True)
class _Post:
    """One request to a form: the form, the words its visitor reads, and how they want to be answered."""

    form: WebForm | None
    request: Request
    wants_json: bool

    def answer(
        self, status: int, said: str, *, outcome: str, told: Mapping[str, str] | None = None, **more: Any
    ) -> Response:
        """The sentence, on the page with what was typed still there; or as JSON."""
        REQUESTS.labels(kind="web form", outcome=outcome).inc()
        shown = Shown.of(self.form, self.request.query_params, self.request.headers.get("accept-language", ""))
        field, holes = more.get("field"), more.get("holes") or {}
        headers = {**_OPEN, **more.get("headers", {})}
        if self.wants_json:
            body = {"ok": status == 200, "message": shown.t.plain(said, **holes), **({"field": field} if field else {})}
            return JSONResponse(body, status_code=status, headers=headers)
        drawn = page.drawn(shown, told or {}, said=said, holes=holes, field=field)
        return HTMLResponse(drawn, status_code=status, headers={**page.HEADERS, **headers})


async def show(request: Request) -> Response:
    """The page of a form; after it was sent, the thanks."""
    post = _Post(None, request, wants_json=False)
    try:
        form = await _form(request)
    except Exception as broken:
        return _sorry(post, broken, {})
    if form is None:
        return post.answer(404, GONE, outcome="refused")
    shown = Shown.of(form, request.query_params, request.headers.get("accept-language", ""))
    drawn = page.thanks(shown) if "sent" in request.query_params else page.drawn(shown, {})
    return HTMLResponse(drawn, headers={**page.HEADERS, **_OPEN})


async def allow(_request: Request) -> Response:
    """What a browser asks before a page of another site may post here."""
    return Response(status_code=204, headers=_PREFLIGHT)


async def answer(request: Request) -> Response:
    """Whatever may be asked of a form's address: one route, so that a refusal names every method there is."""
    match request.method:
        case "POST":
            return await take(request)
        case "OPTIONS":
            return await allow(request)
    return await show(request)


async def take(request: Request) -> Response:
    """Take in what was sent. Whatever is wrong with it is one sentence; an outage is said to be one."""
    post = _Post(None, request, _wants_json(request.headers))
    told: dict[str, str] = {}
    try:
        form = await _form(request)
        post = _Post(form, request, post.wants_json)
        if form is None:
            return post.answer(404, GONE, outcome="refused")
        told = await _told(request)
        return await _taken(post, form, told)
    except Unreadable as wrong:
        return post.answer(wrong.status, wrong.said, outcome="broken")
    except Refusal as error:
        more = {"field": error.field, "holes": error.holes}
        return post.answer(422, error.message, outcome="refused", told=told, **more)
    except Exception as broken:
        return _sorry(post, broken, told)


def _sorry(post: _Post, broken: Exception, told: Mapping[str, str]) -> Response:
    """It is us, not them: what they typed stands on the page, to be sent again."""
    log.error("form not taken", ref=secrets.token_hex(4), form=post.form.id if post.form else None, exc_info=broken)
    outcome = "down" if is_outage(broken) else "failed"
    return post.answer(503, AWAY, outcome=outcome, told=told, headers={"Retry-After": "30"})


async def _taken(post: _Post, form: WebForm, told: Mapping[str, str]) -> Response:
    db, now = _database(post.request), post.request.app.state.bot.clock.now()
    async with db.begin() as session:
        wait = await posts.tried(session, form=form, address=reached.visitor(post.request.scope), now=now)
    if wait:
        return post.answer(429, WAIT, outcome="refused", told=told, headers={"Retry-After": str(wait)})
    async with db.begin() as session:
        await posts.receive(session, form=form, told=told, now=now)
    if post.wants_json:
        return post.answer(200, form.thanks or page.THANKS, outcome="ok")
    REQUESTS.labels(kind="web form", outcome="ok").inc()
    return RedirectResponse(page.sent(post.request.url.path, post.request.query_params), status_code=303, headers=_OPEN)


def _database(request: Request) -> Database:
    databases: Databases = request.app.state.databases
    return databases.of(request.path_params["workspace"])


async def _form(request: Request) -> WebForm | None:
    """The form of the address; None where there is none, or none any more."""
    here = _ADDRESS.fullmatch(f"{request.path_params['workspace']}/{request.path_params['token']}")
    if here is None:
        return None
    async with _database(request).begin() as session:
        with suppress(Missing):
            return await webforms.at(session, workspace_id=here[1], key=here[2], signature=here[3])
    return None


def _wants_json(headers: Headers) -> bool:
    accepts = headers.get("accept", "")
    kind = headers.get("content-type", "").split(";", 1)[0].strip().lower()
    return "text/html" not in accepts and (kind == "application/json" or "application/json" in accepts)


async def _told(request: Request) -> dict[str, str]:
    """The fields that were sent, as text. Raises `Unreadable`."""
    try:
        async with asyncio.timeout(bodies.PATIENCE):
            body = await bodies.read(request.receive, request.scope["headers"], largest=LARGEST)
    except TimeoutError:
        raise Unreadable(408, UNREADABLE) from None
    if body is None:
        raise Unreadable(413, TOO_LARGE)
    kind = request.headers.get("content-type", "").split(";", 1)[0].strip().lower()
    try:
        match kind:
            case "application/x-www-form-urlencoded":
                fields = _pairs(body)
            case "multipart/form-data":
                fields = await _parts(request.headers, body)
            case "application/json":
                fields = _object(json.loads(body))
            case _:
                raise Unreadable(415, UNREADABLE)
    except (ValueError, RecursionError, MultiPartException):
        raise Unreadable(400, UNREADABLE) from None
    return {name: _clean(value) for name, value in fields.items()}


def _pairs(body: bytes) -> dict[str, str]:
    """Pages of a Chinese site may still be written in GBK, and send what was typed in it without a word."""
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return _gathered(_parsed(body.decode(encoding), encoding=encoding, errors="strict"))
    return _gathered(_parsed(body.decode("utf-8", "replace"), encoding="utf-8", errors="replace"))


_parsed = partial(parse_qsl, keep_blank_values=True, max_num_fields=MOST_FIELDS)


async def _parts(headers: Headers, body: bytes) -> dict[str, str]:
    async def stream() -> AsyncGenerator[bytes, None]:
        yield body

    parser = MultiPartParser(headers, stream(), max_files=MOST_FIELDS, max_fields=MOST_FIELDS)
    try:
        found: FormData = await parser.parse()
    except (KeyError, UnicodeDecodeError, LookupError):  # no boundary, or letters of another kind
        raise Unreadable(400, UNREADABLE) from None
    told = _gathered((name, value) for name, value in found.multi_items() if isinstance(value, str))
    await found.close()  # a page's field for a file is sent even where it is empty: files are left out
    return told


def _object(told: Any) -> dict[str, str]:
    if not isinstance(told, dict):
        raise Unreadable(400, UNREADABLE)
    several = ((name, each) for name, value in told.items() for each in (value if isinstance(value, list) else [value]))
    return _gathered(
        (name, str(value))
        for name, value in several
        if isinstance(value, str | int | float) and not isinstance(value, bool)
    )


def _gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """By name; a field sent several times, as boxes that are ticked are, holds each of its values once."""
    found = dict[str, dict[str, None]]()
    for name, value in pairs:
        found.setdefault(name, {})[value] = None
    return {name: "、".join(value for value in values if value.strip()) for name, values in found.items()}


def _clean(text: str) -> str:
    """Without what PostgreSQL cannot store, and what nobody sees: signs that turn a name around hide whose it is."""
    text = text.replace("\r\n", "\n")  # as browsers send the lines of a text
    return "".join(char if char.isprintable() or char == "\n" else " " if char.isspace() else "" for char in text)
