"""What is going on with a customer: all that logging one more follow-up needs to know, read in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, select, text
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.access import sees_deal, sees_lead
from core.models import Deal, DealStatus, Lead, LeadStatus, Member, Stage, Visit, Workspace

REPEAT = timedelta(minutes=10)
EARLIER = 20  # notes a new one is compared with


@dataclass(frozen=True)
class Thread:
    """Where things stand with a customer. `earlier` holds its last notes, newest first; `repeated` the visit that
    this very line has logged within ten minutes."""

    workspace: Workspace
    lead: Lead | None
    deal: Deal | None
    stage: Stage | None
    earlier: Sequence[dict[str, Any]] = field(default_factory=list)
    repeated: int | None = None

    @property
    def thing(self) -> Lead | Deal | None:
        """What the follow-up is about: the deal once there is one."""
        return self.deal or self.lead


def _lead_of(account_id: int, by: Member) -> Any:
    """The open lead a follow-up of `by` belongs to: their own before others'."""
    return (
        select(Lead.id)
        .where(Lead.account_id == account_id, Lead.status == LeadStatus.OPEN, sees_lead(by))
        .order_by((Lead.owner_id == by.id).desc().nulls_last(), Lead.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _deal_of(account_id: int, by: Member) -> Any:
    return (
        select(Deal.id)
        .where(Deal.account_id == account_id, Deal.status == DealStatus.OPEN, sees_deal(by))
        .order_by((Deal.owner_id == by.id).desc(), Deal.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _earlier(account_id: int, by: Member) -> Any:
    visit = aliased(Visit)
    last = (
        select(visit.id, visit.note, visit.at, visit.counts, Member.name)
        .join(Member, and_(Member.workspace_id == visit.workspace_id, Member.id == visit.member_id))
        .where(visit.workspace_id == by.workspace_id, visit.account_id == account_id, visit.undone_at.is_(None))
        .order_by(visit.at.desc(), visit.id.desc())
        .limit(EARLIER)
        .subquery()
    )
    facts = func.jsonb_build_object("note", last.c.note, "at", last.c.at, "counts", last.c.counts, "by", last.c.name)
    return select(func.jsonb_agg(aggregate_order_by(facts, last.c.at.desc(), last.c.id.desc()))).scalar_subquery()


def _repeated(fingerprint: str, by: Member, now: datetime) -> Any:
    return (
        select(Visit.id)
        .where(
            Visit.workspace_id == by.workspace_id,
            Visit.member_id == by.id,
            Visit.fingerprint == fingerprint,
            Visit.logged_at > now - REPEAT,
            Visit.undone_at.is_(None),
        )
        .order_by(Visit.id.desc())
        .limit(1)
        .scalar_subquery()
    )


async def of(session: AsyncSession, *, account_id: int, fingerprint: str, by: Member, now: datetime) -> Thread:
    """Where things stand with a customer `by` may see."""
    here = by.workspace_id
    found = await session.execute(
        select(Workspace, Lead, Deal, Stage, _earlier(account_id, by), _repeated(fingerprint, by, now))
        .select_from(Workspace)
        .outerjoin(Lead, and_(Lead.workspace_id == here, Lead.id == _lead_of(account_id, by)))
        .outerjoin(Deal, and_(Deal.workspace_id == here, Deal.id == _deal_of(account_id, by)))
        .outerjoin(Stage, and_(Stage.workspace_id == here, Stage.id == Deal.stage_id))
        .where(Workspace.id == here)
    )
    workspace, lead, deal, stage, earlier, repeated = found.one()
    return Thread(workspace, lead, deal, stage, earlier or [], repeated)


async def one_at_a_time(session: AsyncSession, *, fingerprint: str, by: Member) -> None:
    """The same line sent twice at once waits for its twin, so that the second sees what the first logged."""
    await session.execute(
        text("select pg_advisory_xact_lock(hashtextextended(:line, :member))"),
        {"line": f"{by.workspace_id} {fingerprint}", "member": by.id},
    )
