"""What a card shows: the lead or deal, the next step agreed, the latest follow-ups."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core import accounts, contacts, deals, deciders, invoices, leads, mates, rooms, tasks, undo, visits, workspaces
from core.assignments import offers
from core.deals import outlook
from core.deals.outlook import Outlook
from core.deciders import Lack
from core.errors import Missing
from core.invoices import Invoiced
from core.models import Contact, Deal, DealStatus, Lead, LeadStatus, Mate, Member, Offer, Request, Room, Task, Visit
from core.projects import links
from core.projects.links import Link
from core.requests import read as requests


@dataclass(frozen=True)
class Card:
    """A lead's or a deal's card, as its reader may see it; `outlook` is the deal's."""

    thing: Lead | Deal
    next_task: Task | None
    visits: Sequence[Visit]
    people: Sequence[Contact] = ()  # besides the lead's own contact
    offer: Offer | None = None  # what its owner is still asked
    is_asked: bool = False  # whether its reader is the one
    invoiced: Invoiced | None = None  # not of a customer in the pool: what they were billed is not for everybody
    outlook: Outlook | None = None
    thin: Sequence[Lack] = ()  # what is missing among the people who decide
    links: Sequence[Link] = ()  # the deals that are one project with it
    team: Sequence[Mate] = ()  # colleagues who work on the deal
    room: Room | None = None  # its channel in chat
    requests: Sequence[Request] = ()  # what colleagues ask of each other on it
    undo: int | None = None  # the change by which its reader gave the deal away a moment ago
    leads: bool = True  # whether the deal is its reader's to move, and not only to see or to help with


async def of_lead(session: AsyncSession, *, lead_id: int, by: Member) -> Card:
    """The card of a lead this person may see; of the one that it was folded into, where it was."""
    try:
        lead = await leads.get(session, lead_id=lead_id, by=by)
    except Missing:
        if (kept := await leads.kept_as(session, lead_id=lead_id, by=by)) is None:
            raise
        return await of_lead(session, lead_id=kept, by=by)
    return await _of_lead(session, lead=lead, by=by)


async def of_deal(session: AsyncSession, *, deal_id: int, by: Member, now: datetime) -> Card:
    """The card of a deal this person may see."""
    return await _of_deal(session, deal=await deals.get(session, deal_id=deal_id, by=by), by=by, now=now)


async def of_customer(session: AsyncSession, *, account_id: int, by: Member, deal_first: bool, now: datetime) -> Card:
    """A customer's card: what is open before what is closed, the deal or the lead first as asked."""
    known_deals = await deals.of_account(session, account_id=account_id, by=by)
    known_leads = await leads.of_account(session, account_id=account_id, by=by)
    known: list[Lead | Deal] = [*known_deals, *known_leads] if deal_first else [*known_leads, *known_deals]
    if not known and (kept := await accounts.kept_as(session, account_id=account_id, by=by)):
        return await of_customer(session, account_id=kept, by=by, deal_first=deal_first, now=now)
    if not known:
        raise Missing
    is_open = (LeadStatus.OPEN, DealStatus.OPEN)
    thing = next((each for each in known if each.status in is_open), known[0])
    if isinstance(thing, Deal):
        return await _of_deal(session, deal=thing, by=by, now=now)
    return await _of_lead(session, lead=thing, by=by)


async def _of_lead(session: AsyncSession, *, lead: Lead, by: Member) -> Card:
    held = lead.status == LeadStatus.OPEN and lead.owner_id is not None
    offer = await offers.of_lead(session, lead=lead) if held else None
    return Card(
        lead,
        await tasks.next_for(session, account_id=lead.account_id, by=by),
        await visits.of_account(session, account_id=lead.account_id, by=by),
        await contacts.others(session, account_id=lead.account_id, but=lead.contact_id, by=by),
        offer,
        offer is not None and offer.to_id == by.id,
        await invoices.of_account(session, account_id=lead.account_id, by=by) if lead.owner_id else None,
    )


async def _of_deal(session: AsyncSession, *, deal: Deal, by: Member, now: datetime) -> Card:
    next_task = await tasks.next_for(session, account_id=deal.account_id, by=by)
    workspace = await workspaces.of(session, by=by)
    linked = await links.of_deal(session, deal=deal, by=by)
    joined = [each.deal for each in linked if not each.goes_on]
    return Card(
        deal,
        next_task,
        await visits.of_account(session, account_id=deal.account_id, by=by, joined=joined),
        await contacts.others(session, account_id=deal.account_id, but=None, by=by),
        invoiced=await invoices.of_account(session, account_id=deal.account_id, by=by),
        outlook=await outlook.of(session, deal=deal, next_task=next_task, by=by, now=now),
        thin=(await deciders.lacks_of(session, deals=[deal], workspace=workspace, now=now))[deal.id],
        links=linked,
        team=await mates.of_deal(session, deal=deal),
        room=await rooms.of_deal(session, deal=deal),
        requests=await requests.open_of(session, deal=deal),
        undo=await undo.giving(session, deal=deal, by=by, now=now),
        leads=await deals.is_led(session, deal=deal, by=by),
    )


async def of_room(session: AsyncSession, *, deal: Deal, now: datetime) -> Card:
    """The card of a deal for its channel: what concerns the deal alone, whoever is there."""
    if deal.owner is None:
        raise Missing
    next_task = await tasks.next_of_deal(session, deal=deal)
    return Card(
        deal,
        next_task,
        await visits.of_deal(session, deal=deal),
        outlook=await outlook.of(session, deal=deal, next_task=next_task, by=deal.owner, now=now),
        team=await mates.of_deal(session, deal=deal),
        requests=await requests.open_of(session, deal=deal),
        leads=False,
    )
