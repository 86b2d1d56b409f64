"""Buttons on a deal's plan: shown, made from the template, added to, moved; the menu of each milestone."""

from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from core import changes, days, deals, workspaces
from core.calendar import local_day
from core.models import AuditRow, Member, Task
from core.plans import change, read
from core.plans import make as making
from handlers import more
from handlers.asking import Ask
from handlers.blocks import Message
from handlers.pages import number
from handlers.plans import dialogs, views
from handlers.pressing import Press, Submission
from handlers.words import Translate


async def drawn(
    session: AsyncSession,
    told: Press | Submission | Ask,
    deal_id: int,
    *,
    page: int = 0,
    note: str | None = None,
    entry: AuditRow | None = None,
) -> Message:
    """The plan as it is now."""
    plan = await read.of(session, deal_id=deal_id, by=told.me, now=told.now(), page=page, size=views.PAGE)
    return views.picture(plan, told.t, note=note, undo=entry.id if entry else None)


async def stands(session: AsyncSession, task: Task, *, by: Member, t: Translate) -> str:
    """How a milestone stands that was just written down; that its day is a day off, where it is."""
    workspace = await workspaces.of(session, by=by)
    works = task.on is None or days.works(task.on, workspace=workspace)
    said = t("*{milestone}*: {day}, {owner}.", milestone=task, day=task.on, owner=task.owner)
    return said if works else t.sentences(said, t("That is a day off."))


async def show(press: Press) -> None:
    """Show the plan beside the card, or turn to a page of it."""
    async with press.db.begin() as session:
        shown = await drawn(session, press, press.id("deal"), page=number(press.values))
    await (press.show(shown) if "page" in press.values else press.tell(shown))


async def make(press: Press) -> None:
    """Make the plan from the template."""
    async with press.db.begin() as session:
        deal, entry = await making.make(
            session, deal_id=press.id("deal"), by=press.me, now=press.now(), source=press.source
        )
        note = press.t("The plan is made from the template, with dates by working days from today on.")
        shown = await drawn(session, press, deal.id, note=note, entry=entry)
    await press.show(shown)


async def add(press: Press) -> None:
    """Open the form for a milestone."""
    async with press.db.begin() as session:
        deal = await deals.get(session, deal_id=press.id("deal"), by=press.me)
    await press.open(dialogs.milestone_form(deal, press.t, on=_tomorrow(press)))


def _tomorrow(press: Press) -> date:
    return local_day(press.now(), press.me.zone) + timedelta(days=1)


async def shift(press: Press) -> None:
    """Open the form that moves all that is open."""
    async with press.db.begin() as session:
        deal = await deals.get(session, deal_id=press.id("deal"), by=press.me)
    await press.open(dialogs.shift_form(deal, press.t))


async def _done(press: Press) -> None:
    await press.show(await _reached(press))


async def tick(press: Press) -> None:
    """A milestone of the stage left behind is reached; the plan is told beside the card."""
    await press.tell(await _reached(press))


async def _reached(press: Press) -> Message:
    async with press.db.begin() as session:
        task, entry = await change.finish(
            session, task_id=press.id("task"), outcome="", by=press.me, now=press.now(), source=press.source
        )
        return await _after(session, press, task, entry, press.t("Reached: {milestone}", milestone=task))


async def _reopen(press: Press) -> None:
    async with press.db.begin() as session:
        task, entry = await change.reopen(
            session, task_id=press.id("task"), by=press.me, now=press.now(), source=press.source
        )
        shown = await _after(session, press, task, entry, press.t("Still to be reached: {milestone}", milestone=task))
    await press.show(shown)


async def _drop(press: Press) -> None:
    async with press.db.begin() as session:
        task, entry = await change.remove(
            session, task_id=press.id("task"), by=press.me, now=press.now(), source=press.source
        )
        shown = await _after(session, press, task, entry, press.t("Out of the plan: {milestone}", milestone=task))
    await press.show(shown)


async def _after(session: AsyncSession, press: Press, task: Task, entry: AuditRow | None, note: str) -> Message:
    assert task.deal_id is not None  # it is a milestone
    return await drawn(session, press, task.deal_id, page=number(press.values), note=note, entry=entry)


async def _edit(press: Press) -> None:
    async with press.db.begin() as session:
        task, deal = await change.held(session, task_id=press.id("task"), by=press.me)
        seen = await changes.last(session, row=task)
    form = dialogs.milestone_form(deal, press.t, on=_tomorrow(press), task=task, seen=seen, page=number(press.values))
    await press.open(form)


async def word(press: Press) -> None:
    """Open the form that asks what came of a milestone."""
    async with press.db.begin() as session:
        task, deal = await change.held(session, task_id=press.id("task"), by=press.me, own=True)
    await press.open(dialogs.outcome_form(task, press.t, deal_id=deal.id, page=number(press.values)))


# What is to be done with a milestone.
menu = more.chosen({"done": _done, "reopen": _reopen, "drop": _drop, "edit": _edit, "word": word})
