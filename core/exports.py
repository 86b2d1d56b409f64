"""Exports 导出: a list written out as a workbook, exactly the rows that whoever asked may see."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import audit, dead_leads, errands, pools
from core.access import sees_deal, sees_lead
from core.errors import Missing
from core.models import Deal, DealStatus, Export, Lead, LeadStatus, Member
from core.pools import Only
from core.views import Shape

LEADS, POOL, MINE, DEAD = "leads", "pool", "mine", "dead"
DEALS, MY_DEALS, OPEN_DEALS = "deals", "my_deals", "open_deals"
VIEW = "view"  # any list of deals: its shape is kept with the export
OF_LEADS, OF_DEALS = (LEADS, POOL, MINE, DEAD), (DEALS, MY_DEALS, OPEN_DEALS)
PAGE = 1000
MOST = 100_000  # rows of one workbook


async def ask(session: AsyncSession, *, which: str, by: Member, now: datetime, source: str | None = None) -> Export:
    """Have a list written out and sent to whoever asks, by a worker; it is on record who asked for what."""
    if which not in (*OF_LEADS, *OF_DEALS):
        raise Missing
    export = Export(workspace_id=by.workspace_id, member_id=by.id, list=which, created_at=now)
    return await _ask(session, export, {"list": which}, by=by, now=now, source=source)


async def ask_for_pool(
    session: AsyncSession, *, pool_id: int, only: Only | None, by: Member, now: datetime, source: str | None = None
) -> Export:
    """The same for a pool as it is looked at: its free leads, or those of one region, tag or source."""
    pool = await pools.get(session, pool_id=pool_id, by=by)
    export = Export(workspace_id=by.workspace_id, member_id=by.id, list=POOL, created_at=now)
    part = {"by": only.by, "is": only.value} if only else {}
    export.title, export.shape = pool.name, {"pool": pool.id, **part}
    return await _ask(session, export, {"list": POOL, **export.shape}, by=by, now=now, source=source)


async def ask_for_list(
    session: AsyncSession, *, shape: Shape, name: str, by: Member, now: datetime, source: str | None = None
) -> Export:
    """The same for a list of deals as it is looked at: these columns, in this order."""
    export = Export(workspace_id=by.workspace_id, member_id=by.id, list=VIEW, created_at=now)
    export.title, export.shape = name, shape.pack()
    return await _ask(session, export, {"list": VIEW, **export.shape}, by=by, now=now, source=source)


async def _ask(
    session: AsyncSession, export: Export, told: dict[str, Any], *, by: Member, now: datetime, source: str | None
) -> Export:
    session.add(export)
    await session.flush()
    await audit.record(session, row=export, verb="ask", by=by, now=now, after=told, source=source)
    await errands.ask(session, workspace_id=by.workspace_id, noun="export", noun_id=export.id)
    return export


async def get(session: AsyncSession, *, workspace_id: str, export_id: int) -> tuple[Export, Member]:
    """An export and whose it is."""
    export = await session.get_one(Export, (workspace_id, export_id))
    return export, await session.get_one(Member, (workspace_id, export.member_id))


async def page(session: AsyncSession, *, export: Export, by: Member, before: int | None) -> Sequence[Any]:
    """The next rows of a list, newest first, below this id. What `by` may see is asked anew for each page."""
    model = Lead if export.list in OF_LEADS else Deal
    rows = _list(export.list, export.shape or {}, by).order_by(model.id.desc()).limit(PAGE)
    if before is not None:
        rows = rows.where(model.id < before)
    return (await session.scalars(rows)).all()


def _list(which: str, part: Mapping[str, Any], by: Member) -> Select[Any]:
    if which in OF_LEADS:
        known = (Lead.account, Lead.owner, Lead.contact, Lead.source, Lead.campaign, Lead.pool)
        leads = select(Lead).options(*(joinedload(each) for each in known)).where(sees_lead(by))
        if which == POOL:
            only = Only.told(part.get("by"), part.get("is"))
            of_pool = [Lead.pool_id == part["pool"]] if part else []
            like = [only.where] if only else []
            return leads.where(Lead.owner_id.is_(None), Lead.status == LeadStatus.OPEN, *of_pool, *like)
        if which == DEAD:
            return leads.where(dead_leads.free())
        return leads.where(Lead.owner_id == by.id, Lead.status == LeadStatus.OPEN) if which == MINE else leads
    options = (joinedload(each) for each in (Deal.account, Deal.owner, Deal.stage, Deal.pipeline))
    deals = select(Deal).options(*options).where(sees_deal(by))
    if which == DEALS:
        return deals
    deals = deals.where(Deal.status == DealStatus.OPEN)
    return deals.where(Deal.owner_id == by.id) if which == MY_DEALS else deals


async def sent(session: AsyncSession, *, export: Export, rows: int, by: Member, now: datetime) -> None:
    """It has gone out, with so many rows."""
    kept = await session.get_one(Export, (export.workspace_id, export.id))
    kept.sent_at, kept.rows = now, rows
    await audit.record(session, row=kept, verb="send", by=by, now=now, after={"list": export.list, "rows": rows})
