"""Buttons on tasks: Done 完成, Later… 改期, My day 我的一天."""

from datetime import timedelta

from core import tasks, today
from core.calendar import local_day
from handlers.pressing import Press
from handlers.today import views


async def done(press: Press) -> None:
    """Tick the task off."""
    async with press.db.begin() as session:
        task, entry = await tasks.finish(
            session, task_id=press.id("task"), by=press.me, now=press.now(), source=press.source
        )
    await press.tell(views.ticked(task, press.t, undo=entry.id if entry else None))


async def later(press: Press) -> None:
    """Move the task as the menu says; another day is asked for in a form."""
    way = press.values.get("to")
    if way not in tasks.WAYS:
        return await _another_day(press)
    async with press.db.begin() as session:
        task, entry = await tasks.put_off(
            session, task_id=press.id("task"), way=way, by=press.me, now=press.now(), source=press.source
        )
    return await press.tell(views.ticked(task, press.t, undo=entry.id))


async def _another_day(press: Press) -> None:
    async with press.db.begin() as session:
        task = await tasks.lock(session, task_id=press.id("task"), by=press.me)
    tomorrow = local_day(press.now(), press.me.zone) + timedelta(days=1)
    await press.open(views.later_form(task, press.t, tomorrow=tomorrow))


async def show(press: Press) -> None:
    """Show the day as it is now, in place of what was pressed on."""
    async with press.db.begin() as session:
        day = await today.of(session, member=press.me, now=press.now())
    await press.show(views.picture(day, press.t))
