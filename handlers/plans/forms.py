"""Forms of a deal's plan, as they are sent. Each shows the plan as it is then."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from core import deals, members
from core.calendar import local_day
from core.errors import OddNumber
from core.figures import whole
from core.models import AuditRow, Task
from core.plans import change
from core.plans import shift as shifting
from core.plans.change import Clash, Told
from core.plans.shift import MOST
from handlers import payload
from handlers.blocks import View
from handlers.pages import number
from handlers.plans import dialogs
from handlers.plans.buttons import drawn, stands
from handlers.pressing import Submission


async def save(form: Submission) -> None:
    """Add a milestone, or change it; what somebody else changed meanwhile is told."""
    async with form.db.begin() as session:
        outcome = await _saved(form, session)
        if isinstance(outcome, Clash):
            return await form.redraw(await _again(form, session, outcome))
        task, entry = outcome
        note = await stands(session, task, by=form.me, t=form.t)
        shown = await drawn(session, form, form.id("deal"), page=number(form.kept), note=note, entry=entry)
    return await form.show(shown)


async def _saved(form: Submission, session: AsyncSession) -> tuple[Task, AuditRow] | Clash:
    who = form.fields.get("owner")
    owner = await members.known(session, slack_id=who, by=form.me) if who else None
    typed, on = form.text("text").strip(), payload.day(form.fields.get("on"))
    if "task" not in form.kept:
        return await change.add(
            session,
            deal_id=form.id("deal"),
            milestone=Told(typed, on, owner),
            by=form.me,
            now=form.now(),
            source=form.source,
        )
    return await change.change(
        session,
        task_id=form.id("task"),
        milestone=Told(typed if typed != form.kept.get("named") else None, on, owner),
        seen=form.id("seen") if form.kept.get("seen") else 0,
        told_of=form.id("told") if form.kept.get("told") else 0,
        by=form.me,
        now=form.now(),
        source=form.source,
    )


async def _again(form: Submission, session: AsyncSession, clash: Clash) -> View:
    """The form once more, with what was typed in it."""
    deal = await deals.get(session, deal_id=form.id("deal"), by=form.me)
    tomorrow = local_day(form.now(), form.me.zone) + timedelta(days=1)
    seen, page = form.id("seen") if form.kept.get("seen") else 0, number(form.kept)
    return dialogs.milestone_form(deal, form.t, on=tomorrow, task=clash.task, seen=seen, page=page, clash=clash)


async def finish(form: Submission) -> None:
    """A milestone is reached, and this is what came of it."""
    async with form.db.begin() as session:
        task, entry = await change.finish(
            session,
            task_id=form.id("task"),
            outcome=form.text("outcome"),
            by=form.me,
            now=form.now(),
            source=form.source,
        )
        note = form.t("Reached: {milestone}", milestone=task)
        shown = await drawn(session, form, form.id("deal"), page=number(form.kept), note=note, entry=entry)
    await form.show(shown)


async def shift(form: Submission) -> None:
    """Move all that is open."""
    days = whole(form.text("days"))
    if days is None or abs(days) > 9999:
        raise OddNumber(field="days", least=1, most=MOST)
    async with form.db.begin() as session:
        deal, count, entry = await shifting.shift(
            session, deal_id=form.id("deal"), days=days, by=form.me, now=form.now(), source=form.source
        )
        told = form.t.n("{n} working day", "{n} working days", abs(days))
        way = form.t("later by {days}", days=told) if days > 0 else form.t("earlier by {days}", days=told)
        moved = form.t.n("{n} milestone moved:", "{n} milestones moved:", count)
        shown = await drawn(session, form, deal.id, note=f"{moved} {way}", entry=entry)
    await form.show(shown)
