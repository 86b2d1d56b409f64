"""The outbox: takes lanes with something due, sends what stands at their heads, twenty at once, until told to stop."""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.database import Databases
from bot.outbox.bell import listen
from bot.outbox.claims import Claimed, Named, claim
from bot.outbox.delivery import LEASE_OVER, Delivery, Render
from bot.outbox.limits import Limits
from bot.outbox.outcomes import Again, Outcome, Sent, Settled, report, settle, settle_sent
from bot.outbox.together import Together, give
from bot.outbox.wire import Wire

_GATHER = 0.01  # seconds: what arrives together is claimed together

log = structlog.get_logger(__name__)


class Delivered(NamedTuple):
    """How many notices were sent, and why the others were not (by key)."""

    sent: int
    undone: dict[str, str]


class Outbox:
    """Delivery of notices. Any number side by side, in one process or many; none sends what another holds."""

    def __init__(
        self,
        databases: Databases,
        wire: Wire,
        render: Render,
        now: Callable[[], datetime],
        limits: Limits | None = None,
    ) -> None:
        self._databases = databases
        self._limits = limits or Limits()
        # More connections than the pool keeps would be opened and closed for each message.
        self._desk = asyncio.Semaphore(self._limits.at_desk)
        self._delivery = Delivery(databases, wire, render, self._limits, self._desk)
        self._settling = Together(self._settle_some, most=self._limits.settled_together, desk=self._desk)
        self._now = now
        self._room = self._limits.at_once
        self._wake = asyncio.Event()
        self._on_their_way: set[asyncio.Task[None]] = set()

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until `stop` is set, then finish what is on its way and give the lanes back."""
        helpers = [
            asyncio.create_task(listen(self._databases.engine, self._wake.set)),
            asyncio.create_task(self._wake_on(stop)),
        ]
        try:
            while not stop.is_set():
                await self._turn()
        finally:
            for helper in helpers:
                helper.cancel()
            await self._finish()

    async def deliver(self, named: Named, *, within: float) -> Delivered:
        """Send those of these notices that still wait, whatever their hour, and in their lanes what is due before them.

        Takes `within` seconds at most. Other workers may be sending at the same time.
        """
        until = time.monotonic() + within
        waiting = left = await self._left(named)
        while left and time.monotonic() < until:
            await self._turn(left)
            left = await self._left(waiting)
        await self._finish()
        async with self._databases.everywhere().begin() as session:
            stand = (await session.execute(_STAND, _names(waiting))).all()
        undone = {row.key: row.error or row.status for row in stand if row.status not in _DONE}
        return Delivered(sum(row.status == "sent" for row in stand), undone)

    async def _turn(self, named: Named | None = None) -> None:
        self._wake.clear()
        room = self._room - len(self._on_their_way)
        for claimed in await self._claim(room, named) if room > 0 else []:
            task = asyncio.create_task(self._send(claimed))
            self._on_their_way.add(task)
            task.add_done_callback(self._arrived)
        with suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), self._limits.poll)
            await asyncio.sleep(_GATHER)

    def _arrived(self, task: asyncio.Task[None]) -> None:
        self._on_their_way.discard(task)
        self._wake.set()

    async def _claim(self, room: int, named: Named | None) -> Sequence[Claimed]:
        try:
            async with self._databases.everywhere().begin() as session:
                return await claim(session, limits=self._limits, room=room, now=self._now(), named=named)
        except (SQLAlchemyError, OSError) as broken:
            log.warning("no database: delivery waits", why=type(broken).__name__)
            await asyncio.sleep(self._limits.poll)
            return []

    async def _send(self, claimed: Claimed) -> None:
        outcome = await self._delivery.carry(claimed)
        self._take(outcome)
        settled = await self._settle(claimed, outcome)
        report(claimed, outcome, settled.status if settled else None)
        if settled:  # the lane may go on then, which is mostly between two looks
            asyncio.get_running_loop().call_later(settled.next_in - self._limits.ahead, self._wake.set)

    def _take(self, outcome: Outcome) -> None:
        """Take fewer at once where leases run out before their turn, as on a machine that is too busy; then more again.

        Else all that is claimed would be too late, be claimed again, and be too late again.
        """
        if isinstance(outcome, Again) and outcome.why == LEASE_OVER:
            self._room = max(1, self._room // 2)
        elif isinstance(outcome, Sent):
            self._room = min(self._limits.at_once, self._room + 1)

    async def _settle(self, claimed: Claimed, outcome: Outcome) -> Settled | None:
        while True:
            try:
                if isinstance(outcome, Sent):
                    return await self._settling.ask("", (claimed, outcome))
                async with self._desk, self._databases.of(claimed.workspace_id).begin() as session:
                    return await settle(session, claimed, outcome, self._limits)
            except (SQLAlchemyError, OSError) as broken:
                # While the lane is ours the answer is worth keeping; after that it is looked up in Slack.
                if time.monotonic() > claimed.deadline:
                    log.warning("what came of a notice could not be kept", key=claimed.key, why=type(broken).__name__)
                    return None
                await asyncio.sleep(self._limits.poll)

    async def _settle_some(
        self, _where: str, some: Sequence[tuple[tuple[Claimed, Sent], asyncio.Future[Settled | None]]]
    ) -> None:
        async with self._databases.everywhere().begin() as session:
            settled = await settle_sent(session, [each for each, _ in some], self._limits)
        for (_, answer), each in zip(some, settled, strict=True):  # only now is it committed
            give(answer, each)

    async def _finish(self) -> None:
        if self._on_their_way:
            _, late = await asyncio.wait(self._on_their_way, timeout=self._limits.lease)
            for task in late:
                task.cancel()

    async def _wake_on(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._wake.set()

    async def _left(self, named: Named) -> Named:
        try:
            async with self._databases.everywhere().begin() as session:
                rows = await session.execute(_LEFT, _names(named))
                return [(row.workspace_id, row.key) for row in rows]
        except (SQLAlchemyError, OSError):
            return named


def _names(named: Named) -> dict[str, list[str]]:
    return {"workspaces": [workspace for workspace, _ in named], "keys": [key for _, key in named]}


_NAMED = (
    "(notices.workspace_id, notices.key) in (select * from unnest(cast(:workspaces as text[]), cast(:keys as text[])))"
)
# What was folded into another message goes with it.
_ASKED = f"""
    (select notices.workspace_id, notices.key as asked, whole.key, whole.status, whole.error
     from notices join notices as whole on whole.workspace_id = notices.workspace_id
     and whole.id = coalesce(notices.folded_into, notices.id)
     where {_NAMED}) as told
"""
_LEFT = text(f"select distinct workspace_id, key from {_ASKED} where status in ('pending', 'sending')")
_STAND = text(f"select asked as key, status, error from {_ASKED} order by asked")
_DONE = {"sent", "dropped", "superseded"}
