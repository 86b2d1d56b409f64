"""Bolt, put together: who we are, who is asking, what answers, and where errors are told."""

import os
import secrets
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import structlog
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot import inbox, leftovers, payloads, slack
from bot.clock import Clock
from bot.database import Databases
from bot.errors import tell_error
from bot.listening import Runner, Work, quicken
from bot.metrics import REQUESTS, SECONDS
from bot.payloads import Payload
from bot.people import Meeting
from bot.settings import Settings
from bot.slack import OneWorkspace
from handlers import register

_HEADERS = ("x-slack-retry-num", "x-slack-retry-reason")  # no other header of a request means anything to us

log = structlog.get_logger("genjin.app")


class Bot:
    """Gives each payload its answer, whichever way it came."""

    def __init__(
        self,
        settings: Settings,
        databases: Databases,
        client: AsyncWebClient,
        handlers: Callable[[AsyncApp], None] = register.register,
    ) -> None:
        self.work = Work()
        self.clock = Clock(settings.genjin_clock)
        self.workspace = OneWorkspace(client)
        self._databases = databases
        self._base, self._home = (settings.base if settings.public_url else ""), settings.base
        with _without_environment():
            self.bolt = AsyncApp(
                name="genjin",
                # Without the token: Bolt takes it from what `authorize` says.
                client=slack.client(None, client.base_url, client.session),
                authorize=self.workspace,
                # The guard has verified it on the raw bytes, before anything was parsed.
                request_verification_enabled=False,
                signing_secret=settings.signing_secret,
            )
        self.bolt.use(Meeting(databases, self.clock, client, self.work))
        handlers(self.bolt)
        leftovers.register(self.bolt)
        quicken(self.bolt)
        self.bolt.error(tell_error)
        self.bolt._async_listener_runner = Runner(self.bolt, self.work, self._finished)

    async def answer(
        self, payload: Payload, headers: Mapping[str, str] | None = None, *, base: str = "", **known: bool
    ) -> BoltResponse:
        """The answer to a verified payload. Whatever happens inside, it is one that Slack takes. `base`: the address
        under which Slack reached us."""
        started, kind = time.perf_counter(), payloads.kind(payload)
        kept: dict[str, str | Sequence[str]] = {
            name: value for name, value in (headers or {}).items() if name in _HEADERS
        }
        try:
            # "socket_mode" only tells Bolt that the body is parsed already.
            request = AsyncBoltRequest(
                mode="socket_mode",
                body=payload,
                headers=kept,
                context={"base": self._base or base or self._home, **known},
            )
            response = await self.bolt.async_dispatch(request)
            outcome = request.context.get("outcome", "ok")
        except Exception:
            log.exception("dispatch failed", ref=secrets.token_hex(4), kind=kind)
            response, outcome = BoltResponse(status=400, body="broken body"), "broken"
        REQUESTS.labels(kind=kind, outcome=outcome).inc()
        SECONDS.labels(kind=kind).observe(time.perf_counter() - started)
        return response

    async def resume(self) -> int:
        """Work through the events that a dead process left behind; returns how many there were."""
        return await inbox.resume(self._databases.everywhere(), lambda payload: self.answer(payload, resumed=True))

    async def _finished(self, request: AsyncBoltRequest) -> None:
        """After a listener: its event is done, unless the database was away and it should be tried again."""
        if payloads.kind(request.body) == "event" and request.context.get("outcome") != "down":
            try:
                await inbox.finish(request.context["db"], request.body.get("event_id"))
            except Exception as failed:
                log.error("event not marked done", event_id=request.body.get("event_id"), reason=str(failed))


@contextmanager
def _without_environment() -> Iterator[None]:
    """Bolt reads these by itself, and a client id even turns it into another kind of app: it is told what counts."""
    names = [name for name in os.environ if name.startswith("SLACK_")]
    hidden = {name: os.environ.pop(name) for name in names}
    try:
        yield
    finally:
        os.environ.update(hidden)
