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
from bot.bodies import PATIENCE, only, read
from bot.metrics import REQUESTS

LARGEST = 1_000_000  # bytes; Slack's own bodies stay under a third of it
_OLDEST = 300  # seconds a signature is good for, into the past and into the future

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
            async with asyncio.timeout(PATIENCE):
                body = await read(receive, headers, largest=LARGEST)
        except TimeoutError:
            return await _refuse(send, 408, "too slow", "broken")
        if body is None:
            return await _refuse(send, 413, "too large", "too_large")
        if not self._signed(headers, body):
            return await _refuse(send, 401, "bad signature", "unsigned")
        try:
            scope["genjin.payload"] = payloads.parse(body, only(headers, b"content-type").decode("latin-1"))
        except payloads.Broken as wrong:
            log.warning("broken body", reason=str(wrong), size=len(body))
            return await _refuse(send, 400, "broken body", "broken")
        return await self._app(scope, receive, send)

    def _signed(self, headers: list[tuple[bytes, bytes]], body: bytes) -> bool:
        stamp = only(headers, b"x-slack-request-timestamp")
        # Digits alone: int() would also take spaces, signs, underscores and the digits of other scripts.
        if not (0 < len(stamp) <= 12 and stamp.isdigit() and abs(self._clock() - int(stamp)) <= _OLDEST):
            return False
        expected = b"v0=" + hmac.new(self._secret, b"v0:" + stamp + b":" + body, hashlib.sha256).hexdigest().encode()
        return hmac.compare_digest(expected, only(headers, b"x-slack-signature"))


async def _refuse(send: Send, status: int, reason: str, outcome: str) -> None:
    REQUESTS.labels(kind="other", outcome=outcome).inc()
    text = reason.encode()
    headers = [(b"content-type", b"text/plain"), (b"content-length", str(len(text)).encode())]
    if status == 413:  # the rest of the body is not read, so the connection cannot be used again
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text})
