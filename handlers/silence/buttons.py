"""Buttons on a lead's clock: Keep 7 more days 再保留7天, Approve 同意, Refuse… 不同意, Pause until… 暂停, why."""

from core import clocks, leads, silence, workspaces
from core.calendar import local_day
from core.silence import keeps, pauses
from handlers.pressing import Press
from handlers.silence import dialogs, why
from handlers.silence import keeps as views


async def keep(press: Press) -> None:
    """Ask whoever leads the presser to let them keep the lead."""
    async with press.db.begin() as session:
        lead, asked, entry = await keeps.ask(
            session, lead_id=press.id("lead"), by=press.me, now=press.now(), source=press.source
        )
    await press.tell(views.asked(lead, asked, press.t, undo=entry.id if entry else None))


async def approve(press: Press) -> None:
    """Let its owner keep the lead; the question is struck through where it stands."""
    async with press.db.begin() as session:
        lead, asked, entry = await keeps.approve(
            session, keep_id=press.id("keep"), by=press.me, now=press.now(), source=press.source
        )
    await press.tell(views.approved(lead, asked, press.t, undo=entry.id if entry else None))


async def refuse(press: Press) -> None:
    """Open the form that asks why not."""
    async with press.db.begin() as session:
        lead, asked = await keeps.to_answer(session, keep_id=press.id("keep"), by=press.me)
    await press.open(views.refuse_form(lead, asked, press.t, most=keeps.LONGEST))


async def pause(press: Press) -> None:
    """Open the form that pauses the lead, or ends its pause."""
    async with press.db.begin() as session:
        lead = await leads.get(session, lead_id=press.id("lead"), by=press.me)
        keeps.must_be_theirs(lead, press.me)
        zone = (await workspaces.of(session, by=press.me)).zone
    await press.open(dialogs.pause_form(lead, local_day(press.now(), zone), press.t))


async def end_pause(press: Press) -> None:
    """Let the clock begin anew today."""
    async with press.db.begin() as session:
        lead, entry = await pauses.end(
            session, lead_id=press.id("lead"), by=press.me, now=press.now(), source=press.source
        )
    await press.tell(dialogs.ended(lead, press.t, undo=entry.id))


async def rhythm(press: Press) -> None:
    """Open the form that says how often the lead is to be followed up."""
    async with press.db.begin() as session:
        lead = await leads.get(session, lead_id=press.id("lead"), by=press.me)
        leads.must_be_open(lead)
        workspace, pool = await workspaces.of(session, by=press.me), await clocks.pool_of(session, lead)
    await press.open(dialogs.rhythm_form(lead, clocks.usual(lead, pool=pool, workspace=workspace), press.t))


async def explain(press: Press) -> None:
    """Tell the arithmetic about the lead, or about that of the customer chosen."""
    async with press.db.begin() as session:
        if "account" in press.values:
            account_id = press.id("account")
            story = await silence.of_customer(session, account_id=account_id, by=press.me, now=press.now())
        else:
            story = await silence.story(session, lead_id=press.id("lead"), by=press.me, now=press.now())
    await press.tell(why.picture(story, press.t))
