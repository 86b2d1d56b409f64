"""All that was said of deals: the line or form that entered them, the lead they came from, every follow-up since."""

import re
from collections import defaultdict
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.calendar import local_day
from core.models import Account, AuditRow, Deal, Lead, Visit
from core.projects.need import Told

MOST = 30  # follow-ups of one deal that are read, the newest


async def of(session: AsyncSession, *, deals: Sequence[Deal], zone: str) -> dict[int, list[Told]]:
    """What was said of each deal, the oldest first. Three statements, however many deals."""
    if not deals:
        return {}
    here, ids = deals[0].workspace_id, [deal.id for deal in deals]
    leads = {deal.lead_id: deal.id for deal in deals if deal.lead_id is not None}
    said: dict[int, list[Told]] = defaultdict(list)
    sources = await session.execute(
        select(Deal.id, Account.name, Lead.interest, Lead.region)
        .join(Account, (Account.workspace_id == Deal.workspace_id) & (Account.id == Deal.account_id))
        .outerjoin(Lead, (Lead.workspace_id == Deal.workspace_id) & (Lead.id == Deal.lead_id))
        .where(Deal.workspace_id == here, Deal.id.in_(ids))
    )
    about = {row.id: row for row in sources}
    entered = await session.scalars(
        select(AuditRow).where(
            AuditRow.workspace_id == here,
            AuditRow.noun == "deal",
            AuditRow.noun_id.in_(ids),
            AuditRow.verb.in_(("create", "convert")),
        )
    )
    lines = {row.noun_id: row.after.get("said", "") for row in entered}
    for deal in deals:
        row, day = about[deal.id], local_day(deal.created_at, zone)
        for words in (row.interest, _without(deal.name, row.name), lines.get(deal.id)):
            if words:
                said[deal.id].append(Told(words, day))
    visits = await session.scalars(
        select(Visit)
        .where(
            Visit.workspace_id == here,
            or_(Visit.deal_id.in_(ids), Visit.lead_id.in_(leads)),
            Visit.undone_at.is_(None),
        )
        .order_by(Visit.at, Visit.id)
    )
    noted: dict[int, list[Told]] = defaultdict(list)
    for visit in visits:
        deal_id = visit.deal_id if visit.deal_id in about else leads.get(visit.lead_id or 0)
        if deal_id is None:
            continue
        noted[deal_id].append(Told(visit.note, visit.at.astimezone(ZoneInfo(zone)).date()))
    return {deal.id: [*said[deal.id], *noted[deal.id][-MOST:]] for deal in deals}


def _without(name: str, customer: str) -> str:
    """A deal's name without its customer's, who says nothing of where the goods go."""
    return re.sub(re.escape(customer), " ", name, flags=re.IGNORECASE).strip()
