"""Many things due at once: all are found in one run, whatever a job takes at a time."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Text, cast, func, insert, select, true, update

from bot.jobs import Jobs
from core.jobs import Job
from core.jobs.closing import warn_closing_deals
from core.jobs.reminders import remind_tasks
from core.jobs.silence import warn_silent_leads
from core.models import Deal, Lead, Notice, Task

HOUR = timedelta(hours=1)


async def test_five_thousand_due_are_told_in_one_run(books, databases):
    """Of each kind a third: leads gone silent, deals that close soon, tasks whose hour has come."""
    jobs = [
        Job("silent", warn_silent_leads, HOUR, ""),
        Job("closing", warn_closing_deals, HOUR, ""),
        Job("tasks", remind_tasks, HOUR, ""),
    ]
    due, count = datetime(2026, 12, 9, 4, tzinfo=UTC), 1700
    await books.lead(to="小李")
    await books.deal()
    async with books.begin() as session:
        for model, set_to in (
            (Lead, {"silent_on": due.date(), "warn_on": due.date()}),
            (Deal, {"expected_close": due.date(), "warn_close_on": due.date()}),
        ):
            await session.execute(update(model).where(model.workspace_id == "T1").values(**set_to))
            await session.execute(copies(model, count - 1))
        session.add_all(
            Task(
                workspace_id="T1", owner_id=books["小李"].id, text="报价", on=due.date(), remind_at=due,
                zone="Asia/Shanghai", created_at=books.now,
            )
            for _ in range(count)
        )  # fmt: skip

    found = [await Jobs(databases, lambda: due, [job]).tick(job.name) for job in jobs]
    again = [await Jobs(databases, lambda: due, [job]).tick(job.name) for job in jobs]

    assert (found, again) == ([count] * 3, [0] * 3)
    assert await books.count(Notice, Notice.mode == "post") == 3 * count


def copies(model, count, unlike=()):
    """So many more of the workspace's one row; columns `unlike` it have a number at their end."""
    table = model.__table__
    own = [column for column in table.columns if column.name != "id"]
    many = func.generate_series(1, count).table_valued("n").render_derived()
    values = [column + cast(many.c.n, Text) if column.name in unlike else column for column in own]
    return insert(table).from_select(
        [column.name for column in own],
        select(*values).where(table.c.workspace_id == "T1").join_from(table, many, true()),
    )
