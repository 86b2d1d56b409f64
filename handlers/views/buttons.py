"""Buttons and menus beneath lists: pages, order, cards, the forms, the file; and the list of views."""

from dataclasses import replace

from core import cards, exports
from core.errors import Missing
from core.views import COLUMNS, look
from core.views.saved import get, prefer, remove
from core.views.vocabulary import vocabulary
from handlers import cards as card_views
from handlers import more, pages, payload
from handlers.blocks import Message
from handlers.exports.views import begun
from handlers.pressing import Press, result
from handlers.views import dialogs, kept, views
from handlers.views.carried import opened, read
from handlers.views.words import title


async def turn(press: Press) -> None:
    """Show another page."""
    async with press.db.begin() as session:
        looked = await read(session, press.values, by=press.me)
        found = await look(session, shape=looked.shape, by=press.me, now=press.now(), page=looked.page)
    await press.show(views.picture(looked, found, press.t))


async def stage(press: Press) -> None:
    """Show the deals of a stage beside the board."""
    async with press.db.begin() as session:
        looked = await read(session, press.values, by=press.me)
        found = await look(session, shape=looked.shape, by=press.me, now=press.now())
    await press.tell(views.picture(looked, found, press.t))


async def sort(press: Press) -> None:
    """Put the list in another order, from its first page."""
    column, down = press.values.get("sort"), press.values.get("down")
    if column not in COLUMNS or not isinstance(down, bool):
        raise Missing
    async with press.db.begin() as session:
        looked = await read(session, payload.beneath(press.action), by=press.me)
        looked = looked.otherwise(replace(looked.shape, sort=str(column), down=down))
        found = await look(session, shape=looked.shape, by=press.me, now=press.now())
    await press.show(views.picture(looked, found, press.t))


async def card(press: Press) -> None:
    """Show the card of a deal beside the list."""
    async with press.db.begin() as session:
        found = await cards.of_deal(session, deal_id=press.id("deal"), by=press.me, now=press.now())
    await _beside(press, card_views.draw(found, press.t))


async def _beside(press: Press, message: Message) -> None:
    """Beneath the list for the presser alone; over it where the list is a window."""
    if (press.body.get("view") or {}).get("type") == "modal":
        await press.open(result(message, press.t))
    else:
        await press.tell(message)


async def narrow(press: Press) -> None:
    """Open the form that asks what is wanted."""
    async with press.db.begin() as session:
        looked = await read(session, press.values, by=press.me)
        known = await vocabulary(session, by=press.me)
    await press.open(dialogs.filter_form(looked, known, press.t))


async def save(press: Press) -> None:
    """Open the form that keeps the list under a name."""
    async with press.db.begin() as session:
        looked = await read(session, press.values, by=press.me)
    await press.open(dialogs.save_form(looked, press.t, me=press.me))


async def export(press: Press) -> None:
    """Have all the rows of the list written out."""
    async with press.db.begin() as session:
        looked = await read(session, press.values, by=press.me)
        name = title(looked.view, press.t, changed=looked.changed)
        await exports.ask_for_list(
            session, shape=looked.shape, name=name, by=press.me, now=press.now(), source=press.source
        )
    await _beside(press, begun(exports.VIEW, press.t, name=name))


async def show_all(press: Press) -> None:
    """Show the views there are."""
    async with press.db.begin() as session:
        drawn = await kept.drawn(session, by=press.me, t=press.t, page=pages.number(press.values))
    await press.show(drawn)


async def _open(press: Press) -> None:
    async with press.db.begin() as session:
        looked = opened(await get(session, key=_key(press), by=press.me))
        found = await look(session, shape=looked.shape, by=press.me, now=press.now())
    await press.show(views.picture(looked, found, press.t))


async def _rename(press: Press) -> None:
    async with press.db.begin() as session:
        looked = opened(await get(session, key=_key(press), by=press.me))
    await press.open(dialogs.save_form(looked, press.t, me=press.me))


async def _prefer(press: Press) -> None:
    await _preferred(press, _key(press))


async def _usual(press: Press) -> None:
    await _preferred(press, None)


async def _preferred(press: Press, key: str | None) -> None:
    async with press.db.begin() as session:
        view = await prefer(session, key=key, by=press.me, now=press.now())
        note = kept.preferred(view, press.t)
        drawn = await kept.drawn(session, by=press.me, t=press.t, note=note)
    await press.show(drawn)


async def _remove(press: Press) -> None:
    async with press.db.begin() as session:
        row, entry = await remove(session, key=_key(press), by=press.me, now=press.now(), source=press.source)
        note = kept.removed(row, press.t)
        drawn = await kept.drawn(session, by=press.me, t=press.t, note=note, undo=entry.id)
    await press.show(drawn)


def _key(press: Press) -> str:
    return str(press.values.get("view"))


# What is done to a view of the list of views.
menu = more.chosen({"open": _open, "rename": _rename, "prefer": _prefer, "usual": _usual, "remove": _remove})
