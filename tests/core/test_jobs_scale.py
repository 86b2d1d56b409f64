"""What a job reads is what is due, not what exists. How long that takes: `python -m benchmarks.tick`."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, text, update

from core import notices
from core.jobs import JOBS
from core.models import Deal, InboxEvent, Keep, Lead, Notice, Task, Workspace
from tests.core.test_jobs_batches import copies

NOW = datetime(2026, 12, 8, 4, tzinfo=UTC)
TODAY, LATER = date(2026, 12, 8), date(2027, 6, 1)
DUE, MANY = 20, 4000
TABLES = ["leads", "tasks", "deals", "accounts", "visits", "notices", "keeps", "inbox"]


@pytest.fixture
async def pile(books):
    """Thousands of leads, deals, tasks and questions for later, of events just come and notices told; and twenty of
    each that are due, to go back, to be forgotten or missed; freshly counted."""
    await books.lead(to="小李")
    await books.deal("宏达机械")
    async with books.begin() as session:
        session.add(
            Task(
                workspace_id="T1", owner_id=books["小李"].id, text="报价", on=LATER, zone="Asia/Shanghai",
                remind_at=NOW + timedelta(days=100), created_at=books.now,
            )
        )  # fmt: skip
        lead = (await session.scalars(select(Lead).where(Lead.workspace_id == "T1"))).one()
        xiaoli = books["小李"].id
        session.add(
            Keep(
                workspace_id="T1", lead_id=lead.id, owner_id=xiaoli, asked_id=xiaoli, asked_at=NOW, clock_from=NOW,
                answer_by=LATER, due_on=LATER, answer="moot", answered_at=NOW,
            )
        )  # fmt: skip
        told = {"kind": "task_due", "key": "task", "facts": {"task": 1}, "to": books["小李"], "due_at": NOW}
        await notices.tell(session, workspace_id="T1", now=NOW, **told)
        session.add(InboxEvent(workspace_id="T1", event_id="E0", payload={}, at=NOW, done_at=NOW))
        await session.flush()
        lead_later = {"silent_on": LATER, "warn_on": LATER, "recycle_on": LATER, "rhythm_days": 7}
        await session.execute(update(Lead).where(Lead.workspace_id == "T1").values(**lead_later))
        await session.execute(
            update(Deal)
            .where(Deal.workspace_id == "T1")
            .values(expected_close=LATER, warn_close_on=LATER, compared=Deal.version, people_on=LATER)
        )
        for model, unlike in ((Lead, ()), (Deal, ()), (Task, ()), (Keep, ()), (Notice, ("key",))):
            await session.execute(copies(model, MANY, unlike))
        await session.execute(update(Notice).values(status="sent"))
        await session.execute(_EVENTS, {"now": NOW, "many": MANY, "due": DUE})
        for model, values in (
            (Lead, {"silent_on": TODAY, "warn_on": TODAY, "recycle_on": TODAY}),
            (Keep, {"due_on": TODAY, "answer": "withdrawn"}),
            (Notice, {"status": "expired"}),
            (Deal, {"expected_close": TODAY, "warn_close_on": TODAY, "compared": None, "people_on": TODAY}),
            (Task, {"on": TODAY, "remind_at": NOW}),
        ):
            first = select(model.id).where(model.workspace_id == "T1").order_by(model.id).limit(DUE)
            await session.execute(update(model).where(model.workspace_id == "T1", model.id.in_(first)).values(**values))
    async with books.begin() as session:
        await session.execute(text("analyze " + ", ".join(TABLES)))
        await session.execute(_COUNT_ANEW)
    return books


async def test_a_job_reads_what_is_due_not_what_exists(pile):
    too_much = {job.name: {table: n for table, n in (await read_by(pile, job)).items() if n > 10 * DUE} for job in JOBS}

    assert {name: read for name, read in too_much.items() if read} == {}


async def read_by(books, job):
    """The rows of each table that a job reads; what it writes is taken back, so that the next finds the same pile."""
    async with books.begin() as session:
        workspace = (await session.scalars(select(Workspace).where(Workspace.id == "T1"))).one()
        await job.run(session, workspace=workspace, now=NOW, forced=True)
        await session.flush()
        rows = await session.execute(_READ, {"tables": TABLES})
        read = {row.relname: row.read for row in rows}
        await session.execute(_COUNT_ANEW)
        await session.rollback()
    return read


_EVENTS = text("""
    insert into inbox (workspace_id, event_id, payload, at, done_at)
    select 'T1', 'E' || n, '{}', :now - case when n <= :due then interval '1 year' else interval '0' end, :now
    from generate_series(1, :many) as n
""")
# What a connection has read is told with this transaction, not with the one that follows.
_COUNT_ANEW = text("select pg_stat_force_next_flush()")
_READ = text("""
    select relname, seq_tup_read + idx_tup_fetch as read from pg_stat_xact_user_tables
    where relname = any(:tables) and schemaname = current_schema()
""")
