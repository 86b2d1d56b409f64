"""Buttons and menus of the list of sources: pages, add, edit, costs, merge, spellings, confirm, retire, offer again."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from core import members
from core.calendar import local_day
from core.models import AuditRow, Source
from core.sources import changes, costs, listing
from handlers import pages
from handlers.pressing import Press
from handlers.sources import costs as costs_views
from handlers.sources import views

Verb = Callable[..., Awaitable[tuple[Source, AuditRow]]]


async def show(press: Press) -> None:
    """Turn to another page of the list."""
    await press.show(await _page(press))


async def _page(press: Press, *, said: str = "", undo: int | None = None) -> dict[str, Any]:
    page = pages.number(press.values)
    async with press.db.begin() as session:
        found = await listing.listing(session, by=press.me, page=page, size=views.PAGE)
        if not found.entries and found.total:
            page = (found.total - 1) // views.PAGE
            found = await listing.listing(session, by=press.me, page=page, size=views.PAGE)
    return views.listing(found, page, press.me, press.t, said=said, undo=undo)


async def _change(press: Press, verb: Verb, said: str) -> None:
    """Change an entry, and draw the page again with what was done and the way back."""
    async with press.db.begin() as session:
        entry, row = await verb(
            session, source_id=press.id("source"), by=press.me, now=press.now(), source=press.source
        )
    await press.show(await _page(press, said=press.t(said, name=entry.name), undo=row.id))


async def confirm(press: Press) -> None:
    """Put a name somebody typed on the list for good."""
    await _change(press, changes.confirm, views.CONFIRMED)


async def retire(press: Press) -> None:
    """Offer an entry no longer."""
    await _change(press, changes.retire, views.RETIRED)


async def restore(press: Press) -> None:
    """Offer a retired entry again."""
    await _change(press, changes.restore, views.RESTORED)


async def part(press: Press) -> None:
    """Make another spelling an entry of its own again."""
    await _change(press, changes.part, views.PARTED)


async def new(press: Press) -> None:
    """Open the form that puts a source or a campaign on the list."""
    async with press.db.begin() as session:
        await members.must_manage(session, by=press.me)
    await press.open(views.new_form(press.t))


async def edit(press: Press) -> None:
    """Open the form for an entry's name, and a campaign's source."""
    async with press.db.begin() as session:
        await members.must_manage(session, by=press.me)
        entry = await changes.get(session, source_id=press.id("source"), by=press.me)
        of = await changes.get(session, source_id=entry.parent_id, by=press.me) if entry.parent_id else None
    await press.open(views.edit_form(entry, of, press.t))


async def merge(press: Press) -> None:
    """Open the form that makes an entry another spelling of one there is."""
    async with press.db.begin() as session:
        await members.must_manage(session, by=press.me)
        entry = await changes.get(session, source_id=press.id("source"), by=press.me)
    await press.open(views.merge_form(entry, press.t))


async def spellings(press: Press) -> None:
    """Show the other ways an entry is written, each with a way to part it again."""
    async with press.db.begin() as session:
        await members.must_manage(session, by=press.me)
        source = await changes.get(session, source_id=press.id("source"), by=press.me)
        entry = await listing.one(session, source=source, by=press.me)
    await press.tell(views.spellings(entry, press.t))


async def show_costs(press: Press) -> None:
    """Show a page of what an entry cost."""
    async with press.db.begin() as session:
        source = await changes.get(session, source_id=press.id("source"), by=press.me)
        fetch = partial(costs.of_source, session, source_id=source.id, by=press.me)
        found, total, page = await pages.turn(fetch, pages.number(press.values), views.PAGE)
    await press.tell(costs_views.page_of(source, found, total, page, press.t))


async def add_cost(press: Press) -> None:
    """Open the form for one more cost."""
    async with press.db.begin() as session:
        await members.must_manage(session, by=press.me)
        source = await changes.get(session, source_id=press.id("source"), by=press.me)
    await press.open(costs_views.new_form(source, local_day(press.now(), press.me.zone), press.t))


async def remove_cost(press: Press) -> None:
    """Take a wrong cost out of every count."""
    async with press.db.begin() as session:
        cost, entry = await costs.remove(
            session, cost_id=press.id("cost"), by=press.me, now=press.now(), source=press.source
        )
        source = await changes.get(session, source_id=cost.source_id, by=press.me)
    await press.show(costs_views.removed(source, cost, press.t, undo=entry.id))
