"""The form that moves a task to another day."""

from core import tasks
from core.calendar import local_day
from handlers import payload
from handlers.pressing import Submission
from handlers.today import views


async def later(form: Submission) -> None:
    """Move the task."""
    on = payload.day(form.fields.get("on")) or local_day(form.now(), form.me.zone)
    at = payload.clock(form.fields.get("at"))
    async with form.db.begin() as session:
        task, entry = await tasks.postpone(
            session,
            task_id=form.id("task"),
            on=on,
            at=at,
            by=form.me,
            now=form.now(),
            lead_time=payload.minutes(form.fields.get("lead_time")),
            source=form.source,
        )
    await form.show(views.ticked(task, form.t, undo=entry.id))
