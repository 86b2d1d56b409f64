"""Slack's events, stored before any work: a second delivery changes nothing, and a crash loses none."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog
from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from bot.database import Database
from bot.payloads import Payload
from core.models import InboxEvent

ABANDONED = timedelta(minutes=1)  # without a word: whoever worked on it has died
_AT_ONCE = 20

log = structlog.get_logger("genjin.inbox")


async def store(db: Database, payload: Payload) -> bool:
    """Keep the event; False when it is here already. Of a workspace nobody has spoken in yet, none is kept."""
    if not payload.get("event_id"):
        return True
    values = {"workspace_id": db.workspace_id, "event_id": payload["event_id"], "payload": payload, "at": func.now()}
    try:
        async with db.begin() as session:
            new = await session.scalar(
                insert(InboxEvent).values(values).on_conflict_do_nothing().returning(InboxEvent.event_id)
            )
    except IntegrityError:
        return True
    return new is not None


async def finish(db: Database, event_id: str | None) -> None:
    """The work that the event asked for is done, or has failed and been told."""
    if not event_id:
        return
    async with db.begin() as session:
        await session.execute(
            update(InboxEvent)
            .where(InboxEvent.workspace_id == db.workspace_id, InboxEvent.event_id == event_id)
            .values(done_at=func.now())
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
