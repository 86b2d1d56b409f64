"""Buttons and menus of web forms: pages, a new one, edit, its address, another address, close, open again."""

from collections.abc import Awaitable, Callable
from functools import partial

from core import pools, settings, webforms
from core.models import AuditRow, Source, WebForm
from handlers import pages
from handlers.blocks import Message
from handlers.pressing import Press
from handlers.webforms import address as where
from handlers.webforms import views

Verb = Callable[..., Awaitable[tuple[WebForm, AuditRow]]]


async def show(press: Press) -> None:
    """Turn to another page of the forms."""
    await press.show(await _page(press))


async def _page(press: Press, *, said: str = "", undo: int | None = None) -> Message:
    async with press.db.begin() as session:
        fetch = partial(webforms.all_of, session, by=press.me, now=press.now())
        found, total, page = await pages.turn(fetch, pages.number(press.values), views.PAGE)
    return views.listing(found, total, page, press.t, said=said, undo=undo)


async def new(press: Press) -> None:
    """Open the form that makes one."""
    async with press.db.begin() as session:
        await settings.must_be_admin(session, by=press.me)
        known = await pools.all_of(session, by=press.me)
    await press.open(views.form_of(None, None, None, known, press.t))


async def edit(press: Press) -> None:
    """Open the form with what one asks and where its leads go."""
    async with press.db.begin() as session:
        form = await webforms.get(session, form_id=press.id("form"), by=press.me)
        known = await pools.all_of(session, by=press.me)
        source, campaign = [
            await session.get(Source, (form.workspace_id, each)) if each else None
            for each in (form.source_id, form.campaign_id)
        ]
    await press.open(views.form_of(form, source, campaign, known, press.t))


async def address(press: Press) -> None:
    """Show where a form is, and how to put it into a page."""
    async with press.db.begin() as session:
        form = await webforms.get(session, form_id=press.id("form"), by=press.me)
    await press.tell(where.picture(form, press.base, press.t))


async def rotate(press: Press) -> None:
    """Give a form another address; the earlier one is void."""
    async with press.db.begin() as session:
        form, _ = await webforms.rotate(
            session, form_id=press.id("form"), by=press.me, now=press.now(), source=press.source
        )
    said = press.t("A new address; the earlier one is void from now on.")
    await press.show(where.picture(form, press.base, press.t, said=said))


async def close(press: Press) -> None:
    """Take in nothing more through a form."""
    await _change(press, webforms.close, views.CLOSED)


async def reopen(press: Press) -> None:
    """Let a closed form take in leads again."""
    await _change(press, webforms.reopen, views.REOPENED)


async def _change(press: Press, verb: Verb, said: str) -> None:
    async with press.db.begin() as session:
        form, entry = await verb(session, form_id=press.id("form"), by=press.me, now=press.now(), source=press.source)
    await press.show(await _page(press, said=press.t(said, name=form.name), undo=entry.id))
