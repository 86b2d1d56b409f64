"""A deal given to a colleague: its plans go along, and both are told."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import notices, owners, workspaces
from core.access import decides_over
from core.calendar import local_day
from core.deals.dates import wind
from core.deals.read import lock_open
from core.errors import Refusal, msgid
from core.models import AuditRow, Deal, Member, OwnerChange, Role

LONGEST = 300  # characters of a reason


class HasItAlready(Refusal):
    message = msgid("{deal} belongs to {who} already.")
    field = "to"


class NotAColleague(Refusal):
    message = msgid("{who} is not in the team of {owner}. Choose one of that team, or ask an admin.")
    field = "to"


class WhyGiven(Refusal):
    message = msgid("Say why in a few words: both sides read it, and it stands in the deal's history.")
    field = "reason"


async def give(
    session: AsyncSession,
    *,
    deal_id: int,
    to: Member,
    by: Member,
    now: datetime,
    reason: str,
    source: str | None = None,
) -> tuple[Deal, AuditRow]:
    """Give an open deal to somebody of its owner's team: the owner may, and whoever decides over them; an admin to
    anybody. Both are told why: who gets it, and who loses it by another's hand."""
    deal = await lock_open(session, deal_id=deal_id, by=by)
    if deal.owner_id == to.id:
        raise HasItAlready(deal=deal.name, who=to)
    owner = deal.owner or by
    if by.role != Role.ADMIN and (owner.team_id is None or owner.team_id != to.team_id or not decides_over(by, owner)):
        raise NotAColleague(who=to, owner=owner)
    if not (reason := reason.strip()[:LONGEST]):
        raise WhyGiven
    # Whoever has it now is warned of its close anew.
    workspace = await workspaces.of(session, by=by)
    wind(deal, pipeline=deal.pipeline, workspace=workspace, today=local_day(now, workspace.zone))
    entry = await owners.change(
        session,
        thing=deal,
        to=to,
        cause="give",
        by=by,
        now=now,
        reason=reason,
        after={"reason": reason},
        source=source,
    )
    if owner.id != by.id:
        await tell_former(session, deal=deal, former=owner, entry=entry, by=by, now=now)
    if to.id != by.id:
        await notices.tell(
            session,
            workspace_id=deal.workspace_id,
            kind="deal_given",
            key=f"given:{deal.id}:{entry.id}",
            facts={"deal": deal.id, "by": by.id},
            to=to,
            due_at=now,
            now=now,
        )
    return deal, entry


async def tell_former(
    session: AsyncSession, *, deal: Deal, former: Member, entry: AuditRow, by: Member, now: datetime
) -> None:
    """Whoever loses a deal by another's hand hears it, and from whom."""
    await notices.tell(
        session,
        workspace_id=deal.workspace_id,
        kind="deal_taken",
        key=f"gone:{deal.id}:{entry.id}",
        facts={"deal": deal.id, "by": by.id, "to": deal.owner_id},
        to=former,
        due_at=now,
        now=now,
    )


async def why_given(session: AsyncSession, *, deal_id: int, to: Member) -> str | None:
    """What was said when a member was given a deal, the last time."""
    found = await session.scalars(
        select(OwnerChange.reason)
        .where(OwnerChange.workspace_id == to.workspace_id, OwnerChange.deal_id == deal_id, OwnerChange.to_id == to.id)
        .order_by(OwnerChange.id.desc())
        .limit(1)
    )
    return found.first()
