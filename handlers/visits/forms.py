"""The form that logs a follow-up, or says one again."""

from core import undo, visits
from core.models import VisitKind
from core.visits import Planned
from handlers import payload
from handlers.pressing import Submission
from handlers.visits import views


async def log(form: Submission) -> None:
    """Log what the form says; after Edit, in place of what was logged before."""
    step, on = form.text("step"), payload.day(form.fields.get("on"))
    planned = Planned(step or form.t.plain("Follow up"), on) if step or on else None
    async with form.db.begin() as session:
        if "audit" in form.kept:
            await undo.undo(session, audit_id=form.id("audit"), by=form.me, now=form.now(), source=form.source)
        outcome = await visits.log(
            session,
            line=form.text("line"),
            kind=_kind(form.text("kind")),
            by=form.me,
            now=form.now(),
            source=form.source,
            account_id=form.id("account") if "account" in form.kept else None,
            planned=planned,
        )
    await form.show(views.reply(outcome, form.t))


def _kind(text: str) -> VisitKind:
    return VisitKind(text) if text in set(VisitKind) else VisitKind.VISIT
