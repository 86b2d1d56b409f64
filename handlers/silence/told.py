"""Notices about silent leads, drawn as they are sent: from how the lead's clock stands then, for whoever reads them."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from core import leads, silence, visits
from core.access import decides_over
from core.calendar import local_day
from core.errors import Missing
from core.models import Lead, LeadStatus, Member, Warned
from core.silence import Standing, keeps, recycling
from handlers.blocks import Message
from handlers.silence import alerts, dialogs, no_deal
from handlers.silence import keeps as views
from handlers.telling import Telling

BEFORE = 3  # follow-ups that a manager sees with the question


async def silent_lead(session: AsyncSession, telling: Telling) -> Message:
    """The alert: to the owner, to the team; struck through where nobody need do anything any more."""
    lead, reader = await _lead(session, telling), telling.reader
    if telling.facts.get("audience") == "deal":
        return no_deal.due(lead, telling.workspace, _today(telling), reader, telling.t)
    how = await _standing(session, lead, telling) if lead.warned else None
    if how is None:
        return alerts.dealt_with(lead, telling.t, plainly=not _theirs(lead, reader))
    if reader is not None and reader.id == lead.owner_id:
        return alerts.to_owner(how, _today(telling), telling.t)
    if reader is not None and _asked(how):
        return await _question(session, how, telling)
    if lead.warned == Warned.TEAM:
        return alerts.to_team(how, _today(telling), telling.t)
    return alerts.dealt_with(lead, telling.t, plainly=True)


async def keep_asked(session: AsyncSession, telling: Telling) -> Message:
    """The question whether a lead may be kept; with the team's alert, where that has come too."""
    lead = await _lead(session, telling)
    if telling.facts.get("step") == "past":
        return views.settled(lead, None, telling.t, again=True)
    how = await _standing(session, lead, telling)
    if how is not None and _asked(how):
        return await _question(session, how, telling)
    if how is not None and lead.warned == Warned.TEAM:
        return alerts.to_team(how, _today(telling), telling.t)
    return views.settled(lead, await keeps.last_of(session, lead=lead), telling.t)


async def _lead(session: AsyncSession, telling: Telling) -> Lead:
    lead = await leads.shown_to_all(session, workspace_id=telling.workspace.id, lead_id=telling.facts["lead"])
    if lead is None:
        raise Missing
    return lead


def _today(telling: Telling) -> date:
    """The day to count to: that of the drawing, for one among several in a message is drawn again long after it was
    told; and the workspace's, whose working days count."""
    return local_day(telling.now, telling.workspace.zone)


def _theirs(lead: Lead, reader: Member | None) -> bool:
    """Whether the reader may know how the lead stands: everybody what lies in the pool, a channel what it was told."""
    return reader is None or lead.owner is None or decides_over(reader, lead.owner)


async def _standing(session: AsyncSession, lead: Lead, telling: Telling) -> Standing | None:
    """How its clock stands, where one runs and the reader may know."""
    if lead.status != LeadStatus.OPEN or not _theirs(lead, telling.reader):
        return None
    return await silence.standing(session, lead=lead, workspace=telling.workspace)


def _asked(how: Standing) -> bool:
    return how.keep is not None and how.keep.answer is None


async def _question(session: AsyncSession, how: Standing, telling: Telling) -> Message:
    assert how.keep is not None  # it is asked
    last = await visits.of_account(session, account_id=how.lead.account_id, by=telling.member, most=BEFORE)
    granted = await keeps.granted(session, lead=how.lead)
    return views.question(how, how.keep, last, granted, _today(telling), telling.t)


async def keep_answered(session: AsyncSession, telling: Telling) -> Message:
    """How the question was answered, to whoever asked; or that it was not in time."""
    lead = await _lead(session, telling)
    keep = await keeps.get(session, workspace_id=telling.workspace.id, keep_id=telling.facts["keep"])
    mine = lead.owner_id == keep.owner_id
    how = await silence.standing(session, lead=lead, workspace=telling.workspace) if mine else None
    return views.answered(lead, keep, how, _today(telling), telling.t)


async def lead_paused(session: AsyncSession, telling: Telling) -> Message:
    """That somebody else has paused a lead, or let its clock begin anew."""
    lead = await _lead(session, telling)
    if not _theirs(lead, telling.member) or lead.owner is None:
        raise Missing
    by = await session.get(Member, (telling.workspace.id, telling.facts["by"]))
    return dialogs.told(lead, by, _today(telling), telling.t)


async def leads_recycled(session: AsyncSession, telling: Telling) -> Message:
    """Which leads went back into their pool."""
    gone = await recycling.gone(session, workspace_id=telling.workspace.id, pairs=telling.facts["leads"])
    if not gone:
        raise Missing
    own = telling.reader is not None and all(owner and owner.id == telling.reader.id for _, owner in gone)
    if telling.facts.get("cause") == "no_deal":
        return alerts.recycled(gone, telling.t, said=no_deal.back(len(gone), telling.t, own=own), own=own)
    return alerts.recycled(gone, telling.t, said=alerts.unfollowed(len(gone), telling.t, own=own), own=own)
