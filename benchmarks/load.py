"""A load of signed slash commands over kept-alive connections, and what came back."""

import asyncio
import hashlib
import hmac
import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode


@dataclass
class Result:
    """What a load measured: seconds for each request, and those that were not answered with 200."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    failed: int = 0

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.times) / self.seconds

    def percentile(self, share: float) -> float:
        """Milliseconds within which that share was answered."""
        return sorted(self.times)[min(int(len(self.times) * share), len(self.times) - 1)] * 1000


def request(secret: str, user: str, text: str) -> bytes:
    """One signed `/visit` as bytes on the wire."""
    body = urlencode(
        {
            "token": "t",
            "team_id": "T0100000001",
            "team_domain": "bench",
            "channel_id": "D0100000001",
            "channel_name": "directmessage",
            "user_id": user,
            "user_name": user.lower(),
            "command": "/visit",
            "text": text,
            "api_app_id": "A0100000001",
            "is_enterprise_install": "false",
            "response_url": "http://127.0.0.1:9/none",
            "trigger_id": "1.2.3",
        }
    ).encode()
    stamp = str(int(time.time()))
    signature = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    head = (
        "POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\nX-Slack-Request-Timestamp: {stamp}\r\n"
        f"X-Slack-Signature: v0={signature}\r\n\r\n"
    )
    return head.encode() + body


async def run(port: int, requests: Iterator[bytes], *, count: int, at_once: int = 32) -> Result:
    """Send `count` requests, `at_once` at a time."""
    result = Result()
    todo = itertools.islice(requests, count)
    started = time.perf_counter()
    await asyncio.gather(*(_one(port, todo, result) for _ in range(at_once)))
    result.seconds = time.perf_counter() - started
    return result


async def _one(port: int, todo: Iterator[bytes], result: Result) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for request_bytes in todo:
        begun = time.perf_counter()
        writer.write(request_bytes)
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            (int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")), 0
        )
        body = await reader.readexactly(length)
        result.times.append(time.perf_counter() - begun)
        if not head.startswith(b"HTTP/1.1 200") or (length and b'"blocks"' not in body):
            result.failed += 1
    writer.close()
