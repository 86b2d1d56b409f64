"""What is going on with a customer: all that logging one more follow-up needs to know, read in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import DateTime, ScalarSelect, Select, and_, bindparam, func, select, text
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.access import Someone, anyone_like, holes, sees_deal, sees_lead, sees_visit
from core.models import Account, Deal, DealStatus, Lead, LeadStatus, Member, Pool, Room, Stage, Visit, Workspace

REPEAT = timedelta(minutes=10)
EARLIER = 20  # notes a new one is compared with

_ALONE = text("select pg_advisory_xact_lock(hashtextextended(:line, :member))")


@dataclass(frozen=True)
class Thread:
    """Where things stand with a customer. `earlier` holds its last notes, newest first, whoever wrote them (`seen`:
    the writer may read it); `repeated` the visit that this very line has logged within ten minutes; `merged` says that
    the customer has just been merged with another, where all of this is now."""

    workspace: Workspace
    lead: Lead | None
    deal: Deal | None
    stage: Stage | None
    pool: Pool | None
    room: str | None = None  # the channel of the deal, where there is one
    earlier: Sequence[dict[str, Any]] = field(default_factory=list)
    repeated: int | None = None
    merged: bool = False

    @property
    def last(self) -> dict[str, Any] | None:
        """The last note that the writer may read."""
        return next((note for note in self.earlier if note["seen"]), None)

    @property
    def thing(self) -> Lead | Deal | None:
        """What the follow-up is about: the deal once there is one."""
        return self.deal or self.lead


def _lead_of(by: Someone) -> ScalarSelect[int]:
    """The open lead a follow-up belongs to: the writer's own before others'."""
    return (
        select(Lead.id)
        .where(Lead.account_id == bindparam("account"), Lead.status == LeadStatus.OPEN, sees_lead(by))
        .order_by((Lead.owner_id == by.id).desc().nulls_last(), Lead.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _deal_of(by: Someone) -> ScalarSelect[int]:
    return (
        select(Deal.id)
        .where(Deal.account_id == bindparam("account"), Deal.status == DealStatus.OPEN, sees_deal(by))
        .order_by((Deal.owner_id == by.id).desc(), Deal.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _earlier(by: Someone) -> ScalarSelect[Any]:
    visit = aliased(Visit)
    last = (
        select(visit.id, visit.note, visit.at, visit.counts, Member.name, sees_visit(by, visit).label("seen"))
        .join(Member, and_(Member.workspace_id == visit.workspace_id, Member.id == visit.member_id))
        .where(
            visit.workspace_id == by.workspace_id,
            visit.account_id == bindparam("account"),
            visit.undone_at.is_(None),
        )
        .order_by(visit.at.desc(), visit.id.desc())
        .limit(EARLIER)
        .subquery()
    )
    facts = func.jsonb_build_object(
        *("note", last.c.note, "at", last.c.at, "counts", last.c.counts, "by", last.c.name, "seen", last.c.seen)
    )
    return select(func.jsonb_agg(aggregate_order_by(facts, last.c.at.desc(), last.c.id.desc()))).scalar_subquery()


def _repeated(by: Someone) -> ScalarSelect[int]:
    return (
        select(Visit.id)
        .where(
            Visit.workspace_id == by.workspace_id,
            Visit.member_id == by.id,
            Visit.fingerprint == bindparam("fingerprint"),
            Visit.logged_at > bindparam("since", type_=DateTime(timezone=True)),
            Visit.undone_at.is_(None),
        )
        .order_by(Visit.id.desc())
        .limit(1)
        .scalar_subquery()
    )


@lru_cache(maxsize=16)
def _thread(by: Someone) -> Select[Any]:
    here = by.workspace_id
    customer = and_(Account.workspace_id == here, Account.id == bindparam("account"))
    return (
        select(Workspace, Lead, Deal, Stage, Pool, Room.channel)
        .add_columns(_earlier(by), _repeated(by), Account.merged_into_id.is_not(None))
        .select_from(Workspace)
        .join(Account, customer)
        .outerjoin(Lead, and_(Lead.workspace_id == here, Lead.id == _lead_of(by)))
        .outerjoin(Deal, and_(Deal.workspace_id == here, Deal.id == _deal_of(by)))
        .outerjoin(Stage, and_(Stage.workspace_id == here, Stage.id == Deal.stage_id))
        .outerjoin(Room, and_(Room.workspace_id == here, Room.deal_id == Deal.id, Room.archived_at.is_(None)))
        .outerjoin(Pool, and_(Pool.workspace_id == here, Pool.id == Lead.pool_id))
        .where(Workspace.id == here)
        .with_for_update(read=True, key_share=True, of=Account)
        .execution_options(populate_existing=True)
    )


async def of(session: AsyncSession, *, account_id: int, fingerprint: str, by: Member, now: datetime) -> Thread:
    """Where things stand with a customer `by` may see; who is not merged before this transaction ends."""
    asked = {**holes(by), "account": account_id, "fingerprint": fingerprint, "since": now - REPEAT}
    found = await session.execute(_thread(anyone_like(by)), asked)
    workspace, lead, deal, stage, pool, room, earlier, repeated, merged = found.one()
    return Thread(workspace, lead, deal, stage, pool, room, earlier or [], repeated, merged)


async def one_at_a_time(session: AsyncSession, *, fingerprint: str, by: Member) -> None:
    """The same line sent twice at once waits for its twin, so that the second sees what the first logged."""
    await session.execute(_ALONE, {"line": f"{by.workspace_id} {fingerprint}", "member": by.id})
