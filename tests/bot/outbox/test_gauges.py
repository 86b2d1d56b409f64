"""What `/metrics` says of notices moves with what becomes of them."""

from datetime import timedelta

from sqlalchemy import update

from bot.metrics import REGISTRY
from bot.outbox.gauges import measure, measure_week
from core.models import Notice

HOUR = timedelta(hours=1)


def gauge(name, **labels):
    return REGISTRY.get_sample_value(name, labels)


async def measured(stage):
    """How the gauges stand: those of now, and of a week's notices of the kind `test` by outcome."""
    async with stage.databases.everywhere().begin() as session:
        await measure(session, now=stage.now())
        await measure_week(session, now=stage.now())
    week = {
        outcome: gauge("genjin_notices_week", kind="test", outcome=outcome)
        for outcome in ("sent", "retried", "expired", "dead")
    }
    stand = {status: gauge("genjin_notices", status=status) for status in ("pending", "sending", "dead")}
    return stand, week, gauge("genjin_notices_acted_share", kind="test"), gauge("genjin_notice_lag_seconds")


async def test_sent_retried_expired_dead_lag_and_what_was_acted_on_are_counted(stage, delivering):
    assert await measured(stage) == (dict.fromkeys(("pending", "sending", "dead"), 0), dict.fromkeys(WEEK), None, 0)

    async with delivering():
        acted = await stage.tell("plain")
        await stage.slack.until(stage.settled)
        stage.slack.faults.add("chat.postMessage", "error_before")
        await stage.tell("tried twice")
        await stage.slack.until(stage.settled)
        stage.slack.faults.add("chat.postMessage", "refused", word="is_archived")
        await stage.tell("never")
        await stage.tell("too late", due_at=stage.now() - 2 * HOUR, expires_at=stage.now() - HOUR)
    await stage.tell("waits", due_at=stage.now() - HOUR)
    async with stage.db.begin() as session:
        await session.execute(update(Notice).where(Notice.key == acted).values(acted_at=stage.now()))

    stand, week, share, lag = await measured(stage)

    assert stand == {"pending": 1, "sending": 0, "dead": 1}
    assert week == {"sent": 2, "retried": 1, "expired": 1, "dead": 1}
    assert share == 0.5
    assert HOUR.total_seconds() <= lag < HOUR.total_seconds() + 60

    stage.hours = timedelta(days=8)  # none of it is of these seven days

    stand, week, share, _ = await measured(stage)
    assert (stand["dead"], week, share) == (1, dict.fromkeys(WEEK), None)


WEEK = ("sent", "retried", "expired", "dead")
