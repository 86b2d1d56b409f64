"""Buttons on an import: Import 导入, Adjust columns… 调整列, Leave it 不导入, Undo import 撤销导入, the template."""

from core.imports import batches, orders, showing
from handlers import errands
from handlers.blocks import message, section
from handlers.imports import books, dialogs, views
from handlers.pressing import Press, result


async def start(press: Press) -> None:
    """Have it written."""
    async with press.db.begin() as session:
        batch = await orders.start(session, import_id=press.id("import"), by=press.me, now=press.now())
        shown = await showing.shown(session, import_id=batch.id, by=press.me, now=press.now())
    await press.show(views.picture(shown, press.now(), press.t))


async def cancel(press: Press) -> None:
    """Leave the file alone."""
    async with press.db.begin() as session:
        batch = await orders.cancel(session, import_id=press.id("import"), by=press.me, now=press.now())
        shown = await showing.shown(session, import_id=batch.id, by=press.me, now=press.now())
    await press.show(views.picture(shown, press.now(), press.t))


async def undo(press: Press) -> None:
    """Have it taken back."""
    async with press.db.begin() as session:
        batch = await orders.undo(session, import_id=press.id("import"), by=press.me, now=press.now())
        shown = await showing.shown(session, import_id=batch.id, by=press.me, now=press.now())
    await press.show(views.picture(shown, press.now(), press.t))


async def adjust(press: Press) -> None:
    """Open the form with the columns."""
    async with press.db.begin() as session:
        shown = await showing.shown(session, import_id=press.id("import"), by=press.me, now=press.now())
        orders.must_be_open(shown.batch)
        top = await batches.top(session, batch=shown.batch)
        team = await orders.choosable(session, by=press.me)
    await press.open(dialogs.adjust(shown, top, team, press.t))


async def template(press: Press) -> None:
    """Send an empty list with its headers into the presser's messages."""
    name, data = books.template(press.t)
    await errands.send(press.client, press.me, filename=name, data=data, said=press.t("Fill it in, and drop it here."))
    said = press.t("The template is in your messages with me.")
    await press.open(result(message(said, [section(said)]), press.t))
