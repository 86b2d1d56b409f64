"""What a manager does to a lead by the rules of its pool: lock and unlock it, move it, look at its contact."""

from core import leads
from core.pools import locks, rehoming, reveals
from handlers.leads import views as lead_views
from handlers.pools import dialogs
from handlers.pressing import Press, Submission


async def lock(press: Press) -> None:
    """Keep the lead where it is."""
    async with press.db.begin() as session:
        lead, entry = await locks.lock(
            session, lead_id=press.id("lead"), by=press.me, now=press.now(), source=press.source
        )
        lead = await leads.get(session, lead_id=lead.id, by=press.me)
    said = press.t(
        "🔒 *{customer}* is locked: it is neither claimed nor released nor recycled.", customer=lead.account.name
    )
    await press.tell(lead_views.changed(lead, press.t, said=said, undo=entry.id if entry else None))


async def unlock(press: Press) -> None:
    """Let the lead be claimed, released and recycled again."""
    async with press.db.begin() as session:
        lead, entry = await locks.unlock(
            session, lead_id=press.id("lead"), by=press.me, now=press.now(), source=press.source
        )
        lead = await leads.get(session, lead_id=lead.id, by=press.me)
    said = press.t("🔓 *{customer}* is no longer locked.", customer=lead.account.name)
    await press.tell(lead_views.changed(lead, press.t, said=said, undo=entry.id if entry else None))


async def show_contact(press: Press) -> None:
    """Show a manager how to reach the contact of a lead nobody has claimed; it goes on record."""
    async with press.db.begin() as session:
        lead = await reveals.reveal(
            session, lead_id=press.id("lead"), by=press.me, now=press.now(), source=press.source
        )
    await press.tell(lead_views.contact(lead, press.t))


async def choose_pool(press: Press) -> None:
    """Open the form that moves the lead to another pool."""
    async with press.db.begin() as session:
        lead, others = await rehoming.choices(session, lead_id=press.id("lead"), by=press.me)
    await press.open(dialogs.move_form(lead, others, press.t))


async def move(form: Submission) -> None:
    """Move the lead to the pool chosen."""
    pool_id = form.chosen("pool") or 0
    async with form.db.begin() as session:
        lead, entry = await rehoming.move(
            session, lead_id=form.id("lead"), pool_id=pool_id, by=form.me, now=form.now(), source=form.source
        )
        lead = await leads.get(session, lead_id=lead.id, by=form.me)
    said = form.t("*{customer}* belongs to {pool} now.", customer=lead.account.name, pool=lead.pool)
    await form.show(lead_views.changed(lead, form.t, said=said, undo=entry.id if entry else None))
