"""Deals that are expected to close soon: their owner is told some days before."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import notices
from core.calendar import local_day
from core.hearing import heard
from core.jobs.batch import BATCH
from core.models import Deal, DealStatus, Member, Workspace
from core.notices import Telling


async def warn_closing_deals(
    session: AsyncSession, *, workspace: Workspace, now: datetime, forced: bool
) -> int:  # every job is called alike
    """Tell the owners of the deals that close within the workspace's days; once for each expected date."""
    rows = await session.execute(
        select(Deal, Member)
        .join(Member, (Member.workspace_id == Deal.workspace_id) & (Member.id == Deal.owner_id))
        .where(
            Deal.workspace_id == workspace.id,
            Deal.warn_close_on <= local_day(now, workspace.zone),
            Deal.status == DealStatus.OPEN,
        )
        .order_by(Deal.warn_close_on, Deal.id)
        .limit(BATCH)
        .with_for_update(of=Deal, skip_locked=True)
    )
    tellings = []
    found = [(deal, owner) for deal, owner in rows]
    for deal, owner in found:
        tellings.append(
            Telling(
                kind="closing_deal",
                key=f"closing:{deal.id}:{deal.expected_close}:{deal.version}",
                facts={"deal": deal.id, "account": deal.account_id},
                to=owner,
                topic=f"closing:{deal.id}",
                due_at=now,
            )
        )
        deal.warn_close_on = None
    tellings = await heard(session, workspace_id=workspace.id, tellings=tellings, now=now)
    await notices.tell_many(session, workspace_id=workspace.id, tellings=tellings, now=now)
    return len(found)
