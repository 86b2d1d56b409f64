"""Forms of a lead's clock: its rhythm, its pause, why it is not to be kept."""

from core import clocks, workspaces
from core.errors import Missing
from core.figures import whole
from core.silence import keeps, pauses, rhythms
from handlers import payload
from handlers.pressing import Submission
from handlers.silence import dialogs
from handlers.silence import keeps as views


async def rhythm(form: Submission) -> None:
    """Give the lead the rhythm chosen, or leave it to the usual one."""
    async with form.db.begin() as session:
        lead, entry = await rhythms.change(
            session, lead_id=form.id("lead"), days=_days(form), by=form.me, now=form.now(), source=form.source
        )
        workspace, pool = await workspaces.of(session, by=form.me), await clocks.pool_of(session, lead)
    now_set = clocks.rhythm(lead, pool=pool, workspace=workspace)
    await form.show(dialogs.set_to(lead, now_set, form.t, undo=entry.id if entry else None))


def _days(form: Submission) -> int | None:
    chosen = form.text("rhythm")
    if chosen == dialogs.USUAL:
        return None
    written = form.text("days") if chosen == dialogs.OTHER else chosen
    # Whatever is no number is a rhythm nobody may have: the refusal says which they may.
    return whole(written) or 0


async def pause(form: Submission) -> None:
    """Pause the lead until the day chosen."""
    until = payload.day(form.fields.get("until"))
    if until is None:
        raise Missing
    async with form.db.begin() as session:
        lead, entry = await pauses.pause(
            session,
            lead_id=form.id("lead"),
            until=until,
            reason=form.text("reason"),
            by=form.me,
            now=form.now(),
            source=form.source,
        )
    await form.show(dialogs.paused(lead, form.t, undo=entry.id if entry else None))


async def refuse(form: Submission) -> None:
    """Refuse to let the lead be kept; its owner reads why."""
    async with form.db.begin() as session:
        lead, asked, entry = await keeps.refuse(
            session,
            keep_id=form.id("keep"),
            reason=form.text("reason"),
            by=form.me,
            now=form.now(),
            source=form.source,
        )
    await form.show(views.refused(lead, asked, form.t, undo=entry.id if entry else None))
