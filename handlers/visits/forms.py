"""The form that logs a follow-up, or says one again."""

from typing import Any

from core import tasks, visits
from core.calendar import local_day
from core.models import VisitKind
from core.visits import Planned
from handlers import payload
from handlers.pressing import Submission
from handlers.visits import views


async def log(form: Submission) -> None:
    """Log what the form says; after Edit, in place of what was logged before."""
    step, on = form.text("step"), payload.day(form.fields.get("on"))
    if on is not None and on < local_day(form.now(), form.me.zone):
        raise tasks.NotInThePast(day=on)
    planned = Planned(step or form.t.plain("Follow up"), on) if step or on else None
    async with form.db.begin() as session:
        said: dict[str, Any] = {"line": form.text("line"), "kind": _kind(form.text("kind")), "planned": planned}
        told: dict[str, Any] = {"by": form.me, "now": form.now(), "source": form.source}
        if "audit" in form.kept:
            outcome = await visits.edit(session, audit_id=form.id("audit"), **said, **told)
        else:
            account_id = form.id("account") if "account" in form.kept else None
            outcome = await visits.log(session, **said, **told, account_id=account_id)
    await form.show(views.reply(outcome, form.t))


def _kind(text: str) -> VisitKind:
    ours = set(VisitKind) - {VisitKind.INQUIRY}
    return VisitKind(text) if text in ours else VisitKind.VISIT
