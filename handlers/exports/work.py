"""What a worker does for an export: read the list page by page, write it out, send it."""

import asyncio

from core import exports
from core.models import Export, Member
from core.views import names_in, order
from core.views import rows as deals_of
from core.views import shape as shapes
from core.workbooks import Cell, Page, workbook
from handlers.errands import Desk
from handlers.exports import views
from handlers.views import cells
from handlers.words import Translate, translator_for


async def do(desk: Desk) -> None:
    """Write the list out as its asker may see it now, and send it to them."""
    async with desk.db.begin() as session:
        await desk.hold(session)
        export, by = await exports.get(session, workspace_id=desk.db.workspace_id, export_id=desk.errand.noun_id)
    if export.sent_at is not None or not by.active:
        return
    t = translator_for(by)
    if export.list == exports.VIEW:
        page = await _list_of_deals(desk, export, by, t)
    else:
        title = export.title or t.plain(views.TITLES[export.list])
        page = Page(title, views.head(export.list, t), await _rows(desk, export, by, t))
    data = await asyncio.to_thread(workbook, [page])
    count = len(list(page.rows))
    said = t.n("{n} row", "{n} rows", count)
    await desk.send(by, filename=f"{page.title} {desk.now():%Y-%m-%d}.xlsx", data=data, said=said)
    async with desk.db.begin() as session:
        await exports.sent(session, export=export, rows=count, by=by, now=desk.now())


async def _rows(desk: Desk, export: Export, by: Member, t: Translate) -> list[list[Cell]]:
    rows, before = list[list[Cell]](), None
    while len(rows) < exports.MOST:
        async with desk.db.begin() as session:
            await desk.hold(session)
            found = await exports.page(session, export=export, by=by, before=before)
        if not found:
            break
        rows += [views.row(each, t) for each in found]
        before = found[-1].id
    return rows


async def _list_of_deals(desk: Desk, export: Export, by: Member, t: Translate) -> Page:
    """Which deals the list has, and in which order, is asked once, so that none is missing and none stands twice."""
    asked = shapes.parse(export.shape)
    async with desk.db.begin() as session:
        await desk.hold(session)
        ids = await order(session, shape=asked, by=by, now=desk.now(), most=exports.MOST)
    rows: list[list[Cell]] = []
    for begins in range(0, len(ids), exports.PAGE):
        async with desk.db.begin() as session:
            await desk.hold(session)
            part = ids[begins : begins + exports.PAGE]
            found = await deals_of(session, ids=part, columns=asked.columns, by=by, now=desk.now())
            names = await names_in(session, found=found, by=by)
        rows += [cells.row(each, asked, names, t) for each in found]
    return Page(export.title or t.plain(views.TITLES[exports.DEALS]), cells.head(asked, t), rows)


async def give_up(desk: Desk) -> None:
    """It is tried again all the same: nothing is half done, and its asker still waits."""
