"""Deals that may be one project: found on the day they come to look alike, and put before whoever decides."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from core.jobs.batch import BATCH
from core.models import Deal, DealStatus, Workspace
from core.projects import find, pairs, said
from core.projects.need import read

# Deals changed meanwhile are compared again: they are not held still while hundreds are looked at.
_COMPARED = text("""
update deals set compared = seen.version
from unnest(cast(:ids as bigint[]), cast(:versions as bigint[])) as seen(id, version)
where deals.workspace_id = :workspace and deals.id = seen.id
""")


async def find_same_projects(
    session: AsyncSession, *, workspace: Workspace, now: datetime, forced: bool
) -> int:  # every job is called alike
    """Read what changed deals are about and look for others' deals like them; of those no longer open, nothing."""
    only = func.pg_try_advisory_xact_lock(func.hashtextextended(f"projects {workspace.id}", 0))
    if not await session.scalar(select(only)):
        return 0  # another worker is at it
    found = await session.scalars(
        select(Deal)
        .where(Deal.workspace_id == workspace.id, Deal.compared.is_distinct_from(Deal.version))
        .order_by(Deal.id)
        .limit(BATCH)
    )
    deals = found.all()
    live = [deal for deal in deals if deal.status == DealStatus.OPEN and deal.owner_id is not None]
    await _compare(session, live, workspace=workspace, now=now)
    await _leave(session, [deal.id for deal in deals if deal not in live], workspace=workspace, now=now)
    seen = {"ids": [deal.id for deal in deals], "versions": [deal.version for deal in deals]}
    await session.execute(_COMPARED, {"workspace": workspace.id, **seen})
    return len(deals)


async def _compare(session: AsyncSession, deals: Sequence[Deal], *, workspace: Workspace, now: datetime) -> None:
    words = await said.of(session, deals=deals, zone=workspace.zone)
    needs = {deal.id: read(words[deal.id]) for deal in deals}
    await find.remember(session, workspace_id=workspace.id, needs=needs, now=now)
    for deal in deals:
        alike = await find.alike(
            session, workspace_id=workspace.id, deal_id=deal.id, owner_id=deal.owner_id or 0, need=needs[deal.id]
        )
        await pairs.put(session, deal=deal, found=alike, now=now)


async def _leave(session: AsyncSession, deal_ids: Sequence[int], *, workspace: Workspace, now: datetime) -> None:
    """Deals no longer open are not looked for, and nobody need answer about them."""
    if deal_ids:
        await find.forget(session, workspace_id=workspace.id, deal_ids=deal_ids)
        waiting = await pairs.open_of(session, workspace_id=workspace.id, deal_ids=deal_ids)
        await pairs.close(session, workspace_id=workspace.id, pair_ids=waiting, now=now)
