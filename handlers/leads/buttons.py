"""Buttons on leads: Claim 认领, Release 退回公海, Edit 修改, and turning pages."""

from functools import partial
from typing import Any

from core import cards, claims, leads, workspaces
from core.cards import Card
from core.leads import edits
from core.models import Lead, Workspace
from core.pools import Only, reveals, shelves
from handlers import cards as card_views
from handlers import pages, payload
from handlers.blocks import Message
from handlers.leads import dialogs, fields, lists, views
from handlers.payload import Payload
from handlers.pressing import Press
from handlers.words import translator


async def claim(press: Press) -> None:
    """Claim the lead; its card (or the page of the pool it was pressed on) says whose it is now."""
    shown = shelf_of(press.values) if "page" in press.values else None
    async with press.db.begin() as session:
        lead, entry = await claims.claim(
            session, lead_id=press.id("lead"), by=press.me, now=press.now(), source=press.source, offer=True
        )
        card = await cards.of_lead(session, lead_id=lead.id, by=press.me)
        workspace = await workspaces.of(session, by=press.me)
    undo = entry.id if entry else None
    if shown is not None:
        await _pool(press, shown, taken=lead, undo=undo)
    else:
        await _show(press, card, workspace, undo=undo, told=views.yours(lead, press.t, undo=undo))


async def release(press: Press) -> None:
    """Put the lead back into the pool."""
    async with press.db.begin() as session:
        lead, entry = await claims.release(
            session, lead_id=press.id("lead"), by=press.me, now=press.now(), source=press.source
        )
        seen = await leads.is_seen(session, lead=lead, by=press.me)
        card = await cards.of_lead(session, lead_id=lead.id, by=press.me) if seen else Card(lead, None, ())
        workspace = await workspaces.of(session, by=press.me)
    told = views.released(lead, press.t, undo=entry.id, seen=seen)
    if seen or press.before_others:
        await _show(press, card, workspace, undo=entry.id, told=told)
    else:
        await press.show(told)


async def _show(press: Press, card: Card, workspace: Workspace, *, undo: int | None, told: Message) -> None:
    """Redraw the card that was pressed. Where others read it too it speaks the channel's language, says no more than
    they may know, and the way back is for the presser's eyes alone."""
    if press.before_others and isinstance(card.thing, Lead):
        await press.show(views.card(card.thing, translator(workspace.locale, workspace.zone)))
        await press.tell(told)
    else:
        await press.show(card_views.draw(card, press.t, undo=undo))


async def show(press: Press) -> None:
    """Open a lead's card, or that of the customer chosen."""
    async with press.db.begin() as session:
        if "account" in press.values:
            card = await cards.of_customer(
                session, account_id=press.id("account"), by=press.me, deal_first=False, now=press.now()
            )
        else:
            card = await cards.of_lead(session, lead_id=press.id("lead"), by=press.me)
    await press.tell(card_views.draw(card, press.t))


async def edit(press: Press) -> None:
    """Open the form with all that is known of the lead; where its contact is masked, that it was shown is on record."""
    async with press.db.begin() as session:
        lead = await edits.open_for(session, lead_id=press.id("lead"), by=press.me)
        await reveals.note(session, lead=lead, by=press.me, now=press.now(), source=press.source)
    await press.open(dialogs.edit_form(lead, fields.of_lead(lead), press.t))


async def add_contact(press: Press) -> None:
    """Open the form for one more of the customer's people."""
    async with press.db.begin() as session:
        lead = await edits.open_for(session, lead_id=press.id("lead"), by=press.me)
    await press.open(dialogs.contact_form(lead, press.t))


async def new(press: Press) -> None:
    """Open the form for a new lead, with the name that was looked for."""
    name = press.values.get("customer")
    await press.open(dialogs.new_form(press.t, customer=name if isinstance(name, str) else ""))


async def pool(press: Press) -> None:
    """Show another page, another pool, or those of its leads that are of one region, tag or source."""
    await _pool(press, shelf_of(press.values))


def shelf_of(values: Payload) -> dict[str, Any]:
    """Which leads of which pool a button or a menu leads to."""
    only = Only.told(values.get("by"), values.get("is"))
    pool_id = payload.number(values, "pool") if "pool" in values else None
    return {"page": pages.number(values), "pool_id": pool_id, "only": only}


async def _pool(press: Press, shown: dict[str, Any], *, taken: Lead | None = None, undo: int | None = None) -> None:
    async with press.db.begin() as session:
        shelf = await shelves.look(session, by=press.me, now=press.now(), size=lists.PAGE, **shown)
    await press.show(lists.pool(shelf, press.t, taken=taken, undo=undo, several=press.me.manages))


async def mine(press: Press) -> None:
    """Turn to another page of the own leads."""
    page = pages.number(press.values)
    async with press.db.begin() as session:
        found, total, page = await pages.turn(partial(leads.mine, session, by=press.me), page, lists.PAGE)
    await press.show(lists.mine(found, total, page, press.now(), press.t, several=lists.own(press.me)))
