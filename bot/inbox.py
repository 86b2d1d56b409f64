"""Slack's events, stored before any work: a second delivery changes nothing, and a crash loses none.

What they say is kept until the work is done, and no longer. That they came is kept for some days more; a delivery older
than that is refused, since nobody could tell any more whether it is the first.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from bot.database import Database
from bot.payloads import Payload
from core.jobs.prune import EVENTS_KEPT
from core.models import InboxEvent

ABANDONED = timedelta(minutes=1)  # without a word: whoever worked on it has died
_AT_ONCE = 20
_OLDEST = EVENTS_KEPT - timedelta(days=1)  # Slack delivers for some hours at most; the day is for clocks that differ

log = structlog.get_logger("genjin.inbox")


async def store(db: Database, payload: Payload, *, now: datetime) -> bool:
    """Keep the event; False when it is here already, or too old for anybody to know. `now` by the bot's clock.

    Of a workspace nobody has spoken in yet, none is kept.
    """
    if not payload.get("event_id"):
        return True
    if _too_old(payload, now):
        log.warning("event refused: too old", event_id=payload["event_id"], event_time=payload["event_time"])
        return False
    values = {"workspace_id": db.workspace_id, "event_id": payload["event_id"], "payload": payload, "at": func.now()}
    try:
        async with db.begin() as session:
            new = await session.scalar(
                insert(InboxEvent).values(values).on_conflict_do_nothing().returning(InboxEvent.event_id)
            )
    except IntegrityError:
        return True
    return new is not None


def _too_old(payload: Payload, now: datetime) -> bool:
    """Whether it happened so long ago, by the machine's clock and by the bot's, which may have been moved."""
    happened = payload.get("event_time")
    if not isinstance(happened, int | float):
        return False
    return happened < (min(now, datetime.now(UTC)) - _OLDEST).timestamp()


async def finish(db: Database, event_id: str | None) -> None:
    """The work that the event asked for is done, or has failed and been told."""
    if not event_id:
        return
    async with db.begin() as session:
        await session.execute(
            update(InboxEvent)
            .where(InboxEvent.workspace_id == db.workspace_id, InboxEvent.event_id == event_id)
            .values(done_at=func.now(), payload={})
        )


async def resume(everywhere: Database, work: Callable[[Payload], Awaitable[object]]) -> int:
    """Give the events that a dead process left behind to `work`, each to one process; returns how many."""
    async with everywhere.begin() as session:
        left = (
            select(InboxEvent.workspace_id, InboxEvent.event_id)
            .where(InboxEvent.done_at.is_(None), InboxEvent.at < func.now() - ABANDONED)
            .order_by(InboxEvent.at)
            .limit(_AT_ONCE)
            .with_for_update(skip_locked=True)
            .cte("left")
        )
        taken = await session.scalars(
            update(InboxEvent)
            .where(InboxEvent.workspace_id == left.c.workspace_id, InboxEvent.event_id == left.c.event_id)
            .values(at=func.now())
            .returning(InboxEvent.payload)
        )
        payloads = taken.all()
    for payload in payloads:
        log.warning("event resumed", event_id=payload.get("event_id"))
        await work(payload)
    return len(payloads)
