"""The form of a handover, sent."""

from core import handovers, members
from handlers import payload
from handlers.handovers import dialogs, views
from handlers.pressing import Submission


async def begin(form: Submission) -> None:
    """Have all that somebody holds handed over."""
    async with form.db.begin() as session:
        of = await handovers.holder(session, member_id=form.chosen("from") or 0, by=form.me)
        to = form.text("to")
        row, held = await handovers.begin(
            session,
            of=of,
            to=None if to == dialogs.BY_RANK else await members.known(session, slack_id=to, by=form.me),
            by=form.me,
            now=form.now(),
            back_on=payload.day(form.fields.get("back_on")),
            note=form.fields.get("note"),
            source=form.source,
        )
    await form.show(views.begun(row, of, held, form.t))
