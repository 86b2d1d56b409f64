"""Out to the bot: signed requests, or envelopes in Socket Mode."""

import asyncio
import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import aiohttp
from slack_sdk.signature import SignatureVerifier

from sandbox.outcome import Ack

if TYPE_CHECKING:
    from sandbox.slack import Slack

FORM = "application/x-www-form-urlencoded"
AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"


@dataclass
class Delivery:
    """One thing sent to the bot. `kind` is Socket Mode's word: slash_commands, interactive or events_api."""

    kind: str
    payload: dict[str, Any]
    ack: Ack | None = None


class Wire:
    """Sends to `url` when it is set, else over the sockets. Keeps every delivery."""

    def __init__(self, slack: "Slack") -> None:
        self._slack = slack
        self._session: aiohttp.ClientSession | None = None
        self.url: str | None = None
        self.deliveries: list[Delivery] = []

    async def command(self, payload: dict[str, Any]) -> Ack:
        """A slash command."""
        return await self._send(Delivery("slash_commands", payload))

    async def interaction(self, payload: dict[str, Any]) -> Ack:
        """Actions, submissions, shortcuts, suggestions."""
        return await self._send(Delivery("interactive", payload))

    async def event(self, payload: dict[str, Any]) -> None:
        """An event, with Slack's retries when the bot does not take it."""
        delivery = Delivery("events_api", payload)
        ack = await self._send(delivery)
        for number, delay in enumerate(self._slack.retry_delays, start=1):
            if ack.ok:
                return
            await asyncio.sleep(delay)
            reason = "http_timeout" if ack.error == "operation_timeout" else "http_error"
            ack = await self.again(delivery, number=number, reason=reason)

    async def again(self, delivery: Delivery, *, number: int, reason: str) -> Ack:
        """The same event once more, under the same event_id, marked as a retry."""
        return await self._send(Delivery(delivery.kind, delivery.payload), number=number, reason=reason)

    async def _send(self, delivery: Delivery, *, number: int = 0, reason: str = "") -> Ack:
        self.deliveries.append(delivery)
        with self._slack.pulse.delivery():
            if self.url is not None:
                delivery.ack = await self._post(delivery, number, reason)
            else:
                retry = {"retry_attempt": number, "retry_reason": reason} if delivery.kind == "events_api" else {}
                timeout = self._slack.ack_timeout
                delivery.ack = await self._slack.sockets.send(delivery.kind, delivery.payload, retry, timeout)
        return delivery.ack

    async def _post(self, delivery: Delivery, number: int, reason: str) -> Ack:
        body, kind = _encoded(delivery)
        headers = self._headers(body, kind) | _retry_headers(number, reason)
        timeout = aiohttp.ClientTimeout(total=self._slack.ack_timeout)
        try:
            async with self._open().post(f"{self.url}", data=body, headers=headers, timeout=timeout) as answer:
                text = await answer.text()
                return _read(answer.status, answer.content_type, text)
        except TimeoutError:
            return Ack(0, error="operation_timeout")
        except aiohttp.ClientError:
            return Ack(0, error="dispatch_failed")

    def _headers(self, body: bytes, kind: str) -> dict[str, str]:
        # Bots check signatures against real time, so the workspace's own clock has no say here.
        stamp = str(int(time.time()))
        signature = SignatureVerifier(self._slack.app.signing_secret).generate_signature(timestamp=stamp, body=body)
        return {
            "Content-Type": kind,
            "User-Agent": AGENT,
            "Accept": "application/json,*/*",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature or "",
        }

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        return self._session

    async def close(self) -> None:
        """Hang up."""
        if self._session is not None:
            await self._session.close()
            self._session = None


def _encoded(delivery: Delivery) -> tuple[bytes, str]:
    if delivery.kind == "events_api":
        return json.dumps(delivery.payload).encode(), "application/json"
    fields = delivery.payload if delivery.kind == "slash_commands" else {"payload": json.dumps(delivery.payload)}
    return urlencode(fields).encode(), FORM


def _retry_headers(number: int, reason: str) -> dict[str, str]:
    return {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason} if number else {}


def _read(status: int, kind: str, text: str) -> Ack:
    if status != 200:
        return Ack(status, text, "dispatch_failed")
    if kind == "application/json" and text:
        try:
            return Ack(status, json.loads(text))
        except ValueError:
            return Ack(status, text, "invalid_command_response")
    return Ack(status, text or None)
