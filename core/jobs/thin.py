"""Deals that hang by a thread: nobody who decides is known, one contact only, nobody new for weeks. Said once each."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import members, notices
from core.calendar import local_day
from core.deciders import lacks_of
from core.deciders.warn import for_manager
from core.hearing import heard
from core.jobs.batch import BATCH
from core.models import Deal, DealStatus, Member, Workspace
from core.notices import Telling

AGAIN = timedelta(days=5)  # how often a deal is looked at


async def warn_thin_deals(
    session: AsyncSession, *, workspace: Workspace, now: datetime, forced: bool
) -> int:  # every job is called alike
    """Tell a deal's owner, and where it is grave who leads them, what is missing there; each thing once."""
    today = local_day(now, workspace.zone)
    rows = await session.execute(
        select(Deal, Member)
        .join(Member, (Member.workspace_id == Deal.workspace_id) & (Member.id == Deal.owner_id))
        .where(Deal.workspace_id == workspace.id, Deal.people_on <= today, Deal.status == DealStatus.OPEN)
        .order_by(Deal.people_on, Deal.id)
        .limit(BATCH)
        .with_for_update(of=Deal, skip_locked=True)
    )
    due = [(deal, owner) for deal, owner in rows]
    told = await lacks_of(session, deals=[deal for deal, _ in due], workspace=workspace, now=now)
    tellings = []
    for deal, owner in due:
        deal.people_on = today + AGAIN
        missing = [each for each in told[deal.id] if each.kind != "gone"]  # which was told when it was logged
        if not missing:
            continue
        kinds = "+".join(sorted(each.kind for each in missing))
        hears = [owner]
        if for_manager(missing, owner) and (manager := await members.manager_of(session, member=owner)):
            hears.append(manager)
        tellings += [
            Telling(
                kind="thin_deal",
                key=f"thin:{deal.id}:{kinds}:{reader.id}",
                facts={"deal": deal.id, "account": deal.account_id},
                to=reader,
                topic=f"thin:{deal.id}:{reader.id}",
                due_at=now,
            )
            for reader in hears
        ]
    tellings = await heard(session, workspace_id=workspace.id, tellings=tellings, now=now)
    await notices.tell_many(session, workspace_id=workspace.id, tellings=tellings, now=now)
    return len(due)
