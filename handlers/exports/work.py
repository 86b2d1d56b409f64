"""What a worker does for an export: read the list page by page, write it out, send it."""

import asyncio

from core import exports
from core.workbooks import Cell, Page, workbook
from handlers.errands import Desk
from handlers.exports import views
from handlers.words import translator_for


async def do(desk: Desk) -> None:
    """Write the list out as its asker may see it now, and send it to them."""
    async with desk.db.begin() as session:
        await desk.hold(session)
        export, by = await exports.get(session, workspace_id=desk.db.workspace_id, export_id=desk.errand.noun_id)
    if export.sent_at is not None or not by.active:
        return
    t, rows, before = translator_for(by), list[list[Cell]](), None
    while len(rows) < exports.MOST:
        async with desk.db.begin() as session:
            await desk.hold(session)
            found = await exports.page(session, which=export.list, by=by, before=before)
        if not found:
            break
        rows += [views.row(each, t) for each in found]
        before = found[-1].id
    title = t.plain(views.TITLES[export.list])
    data = await asyncio.to_thread(workbook, [Page(title, views.head(export.list, t), rows)])
    said = t.n("{n} row", "{n} rows", len(rows))
    await desk.send(by, filename=f"{title} {desk.now():%Y-%m-%d}.xlsx", data=data, said=said)
    async with desk.db.begin() as session:
        await exports.sent(session, export=export, rows=len(rows), by=by, now=desk.now())


async def give_up(desk: Desk) -> None:
    """It is tried again all the same: nothing is half done, and its asker still waits."""
