"""What a thread in chat is about: the lead or deal of the notice it hangs under, or of the follow-up it began with."""

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import deals, leads
from core.errors import Missing
from core.models import AuditRow, Deal, Evidence, Lead, Member, Notice, Visit


async def about(session: AsyncSession, *, channel: str, ts: str, by: Member) -> Lead | Deal | None:
    """The one lead or deal that the message `ts` (Slack's) speaks of, if `by` may see it; several are none."""
    told = await _told(session, channel=channel, ts=ts, by=by)
    meant = told or await _said(session, source=f"message:{channel}:{ts}", by=by)
    for noun, thing_id in sorted(meant):  # a deal before the lead it was
        try:
            if noun == "deal":
                return await deals.get(session, deal_id=thing_id, by=by)
            return await leads.get(session, lead_id=thing_id, by=by)
        except Missing:
            return None
    return None


async def _told(session: AsyncSession, *, channel: str, ts: str, by: Member) -> set[tuple[str, int]]:
    """What the notices in that message are about; nothing where they are about several things."""
    message = select(Notice.id).where(
        Notice.workspace_id == by.workspace_id, Notice.slack_ts == ts, Notice.slack_channel == channel
    )
    rows = await session.scalars(
        select(Notice.facts).where(
            Notice.workspace_id == by.workspace_id, or_(Notice.id.in_(message), Notice.folded_into.in_(message))
        )
    )
    found = {(noun, facts[noun]) for facts in rows for noun in ("deal", "lead") if isinstance(facts.get(noun), int)}
    return found if len(found) == 1 else set()


async def _said(session: AsyncSession, *, source: str, by: Member) -> set[tuple[str, int]]:
    """What the line in that message was logged for, or the files in it."""
    logged = (
        select(Visit.lead_id, Visit.deal_id)
        .join(AuditRow, (AuditRow.workspace_id == Visit.workspace_id) & (AuditRow.noun_id == Visit.id))
        .where(
            Visit.workspace_id == by.workspace_id,
            Visit.undone_at.is_(None),
            AuditRow.noun == "visit",
            AuditRow.source == source,
        )
    )
    shown = select(Evidence.lead_id, Evidence.deal_id).where(
        Evidence.workspace_id == by.workspace_id, Evidence.source == source, Evidence.withdrawn_at.is_(None)
    )
    rows = await session.execute(logged.union(shown))
    found = [(lead_id, deal_id) for lead_id, deal_id in rows]
    deals_of = {("deal", deal_id) for _, deal_id in found if deal_id is not None}
    return deals_of | {("lead", lead_id) for lead_id, deal_id in found if lead_id is not None and deal_id is None}
