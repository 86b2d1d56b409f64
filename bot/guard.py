"""What stands before Bolt: nothing unsigned gets in or learns anything, nothing malformed gets through.

Bolt 1.30 answers 500 to a timestamp that is no number and reads the body before it checks the signature
(bolt-python #1447), so both are done here, on the raw bytes.
"""

import asyncio
import hashlib
import hmac
import time
from collections.abc import Callable

import structlog
from starlette.types import ASGIApp, Receive, Scope, Send

from bot import payloads
from bot.metrics import REQUESTS

LARGEST = 1_000_000  # bytes; Slack's own bodies stay under a third of it
_OLDEST = 300  # seconds a signature is good for, into the past and into the future
_PATIENCE = 10  # seconds for a body to arrive

log = structlog.get_logger("genjin.guard")


class Guard:
    """An ASGI application in front of another: 401, 400, 408 or 413, or the other with the payload in its scope."""

    def __init__(self, app: ASGIApp, *, secret: str, clock: Callable[[], float] = time.time) -> None:
        if not secret:
            raise ValueError("an empty secret would let everything in")
        self._app = app
        self._secret = secret.encode()
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers: list[tuple[bytes, bytes]] = scope["headers"]
        try:
            async with asyncio.timeout(_PATIENCE):
                body = await _read(receive, headers)
        except TimeoutError:
            return await _refuse(send, 408, "too slow", "broken")
        if body is None:
            return await _refuse(send, 413, "too large", "too_large")
        if not self._signed(headers, body):
            return await _refuse(send, 401, "bad signature", "unsigned")
        try:
            scope["genjin.payload"] = payloads.parse(body, _only(headers, b"content-type").decode("latin-1"))
        except payloads.Broken as wrong:
            log.warning("broken body", reason=str(wrong), size=len(body))
            return await _refuse(send, 400, "broken body", "broken")
        return await self._app(scope, receive, send)

    def _signed(self, headers: list[tuple[bytes, bytes]], body: bytes) -> bool:
        stamp = _only(headers, b"x-slack-request-timestamp")
        # Digits alone: int() would also take spaces, signs, underscores and the digits of other scripts.
        if not (0 < len(stamp) <= 12 and stamp.isdigit() and abs(self._clock() - int(stamp)) <= _OLDEST):
            return False
        expected = b"v0=" + hmac.new(self._secret, b"v0:" + stamp + b":" + body, hashlib.sha256).hexdigest().encode()
        return hmac.compare_digest(expected, _only(headers, b"x-slack-signature"))


def _only(headers: list[tuple[bytes, bytes]], name: bytes) -> bytes:
    """The header's value; nothing when it is missing, or given twice so that two readers could differ."""
    found = [value for key, value in headers if key == name]
    return found[0] if len(found) == 1 else b""


async def _read(receive: Receive, headers: list[tuple[bytes, bytes]]) -> bytes | None:
    """The whole body; None as soon as it is known to be too large."""
    told = _only(headers, b"content-length")
    if told.isdigit() and (len(told) > 12 or int(told) > LARGEST):
        return None
    parts, size = [], 0
    while True:
        message = await receive()
        part: bytes = message.get("body", b"")
        size += len(part)
        if size > LARGEST:
            return None
        parts.append(part)
        if message["type"] == "http.disconnect" or not message.get("more_body"):
            return b"".join(parts)


async def _refuse(send: Send, status: int, reason: str, outcome: str) -> None:
    REQUESTS.labels(kind="other", outcome=outcome).inc()
    text = reason.encode()
    headers = [(b"content-type", b"text/plain"), (b"content-length", str(len(text)).encode())]
    if status == 413:  # the rest of the body is not read, so the connection cannot be used again
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text})
