"""What a manager should know in the morning: exceptions first, then who did what."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core.calendar import instant, working_day_before
from core.models import Deal, DealStatus, Lead, LeadStatus, Member, Request, Role, StageMove, Task, Visit, Workspace
from core.plans import read as plans
from core.requests import read as requests

MOST = 10


@dataclass
class Line:
    """One member's row: follow-ups since the last working morning, leads held and silent, open deals and their sums."""

    member: Member
    follow_ups: int = 0
    leads: int = 0
    silent: int = 0
    deals: int = 0
    sums: dict[str, Decimal] = field(default_factory=dict)


class Some(NamedTuple):
    """The first deals of a kind, and how many there are in all."""

    first: Sequence[Deal]
    total: int


class Unanswered(NamedTuple):
    """The first requests that came to nothing and were taken to a manager, and how many there are in all."""

    first: Sequence[Request]
    total: int


class Late(NamedTuple):
    """The first late milestones with their deals, and how many there are in all."""

    first: Sequence[tuple[Deal, Task]]
    total: int


@dataclass(frozen=True)
class Digest:
    """A team's morning. `since`: the last working day; the lists hold at most ten, the counts all."""

    day: date
    since: date
    lines: Sequence[Line]
    silent: Sequence[Lead]
    closing: Some
    overdue: Some
    late: Late
    unanswered: Unanswered
    moves: Sequence[tuple[StageMove, Deal]]
    move_count: int

    @property
    def idle(self) -> list[Member]:
        """The reps who logged nothing that counts since the last working morning; to lead is other work."""
        return [line.member for line in self.lines if not line.follow_ups and line.member.role == Role.REP]

    @property
    def silent_count(self) -> int:
        """How many leads of the team are silent."""
        return sum(line.silent for line in self.lines)


async def of_team(
    session: AsyncSession, *, workspace: Workspace, people: Sequence[Member], day: date, now: datetime
) -> Digest:
    """The digest of these members for the morning of `day`, in ten statements however many they are."""
    since = working_day_before(day, country=workspace.country, overrides=workspace.overrides)
    start = instant(since, time(), workspace.zone)
    lines = {member.id: Line(member) for member in people}
    ids = list(lines)
    await _count_follow_ups(session, workspace, lines, start, now)
    await _count_leads(session, workspace, lines, day)
    await _count_deals(session, workspace, lines)
    soon = day + timedelta(days=workspace.close_warning_days)
    moves, move_count = await _moves(session, workspace, ids, start, now)
    return Digest(
        day=day,
        since=since,
        lines=list(lines.values()),
        silent=await _silent(session, workspace, ids, day),
        closing=await _deals(session, workspace, ids, Deal.expected_close.between(day, soon)),
        overdue=await _deals(session, workspace, ids, Deal.expected_close < day),
        late=await _late(session, workspace, ids, day),
        unanswered=await _unanswered(session, workspace, ids),
        moves=moves,
        move_count=move_count,
    )


async def _count_follow_ups(
    session: AsyncSession, workspace: Workspace, lines: dict[int, Line], start: datetime, now: datetime
) -> None:
    rows = await session.execute(
        select(Visit.member_id, func.count())
        .where(
            Visit.workspace_id == workspace.id,
            Visit.member_id.in_(lines),
            Visit.at >= start,
            Visit.at < now,
            Visit.counts,
            Visit.undone_at.is_(None),
        )
        .group_by(Visit.member_id)
    )
    for member_id, count in rows:
        lines[member_id].follow_ups = count


async def _count_leads(session: AsyncSession, workspace: Workspace, lines: dict[int, Line], day: date) -> None:
    rows = await session.execute(
        select(Lead.owner_id, func.count(), func.count().filter(Lead.silent_on <= day))
        .where(Lead.workspace_id == workspace.id, Lead.owner_id.in_(lines), Lead.status == LeadStatus.OPEN)
        .group_by(Lead.owner_id)
    )
    for owner_id, count, silent in rows:
        if owner_id is not None:
            lines[owner_id].leads, lines[owner_id].silent = count, silent


async def _count_deals(session: AsyncSession, workspace: Workspace, lines: dict[int, Line]) -> None:
    rows = await session.execute(
        select(Deal.owner_id, Deal.currency, func.count(), func.coalesce(func.sum(Deal.amount), 0))
        .where(Deal.workspace_id == workspace.id, Deal.owner_id.in_(lines), Deal.status == DealStatus.OPEN)
        .group_by(Deal.owner_id, Deal.currency)
    )
    for owner_id, currency, count, amount in rows:
        if owner_id is not None:
            lines[owner_id].deals += count
            lines[owner_id].sums[currency] = Decimal(amount or 0)


async def _silent(session: AsyncSession, workspace: Workspace, ids: list[int], day: date) -> Sequence[Lead]:
    rows = await session.scalars(
        select(Lead)
        .options(joinedload(Lead.account), joinedload(Lead.owner))
        .where(
            Lead.workspace_id == workspace.id,
            Lead.owner_id.in_(ids),
            Lead.status == LeadStatus.OPEN,
            Lead.silent_on <= day,
        )
        .order_by(Lead.silent_on, Lead.id)
        .limit(MOST)
    )
    return rows.all()


async def _deals(session: AsyncSession, workspace: Workspace, ids: list[int], which: object) -> Some:
    rows = await session.execute(
        select(Deal, func.count().over())
        .options(joinedload(Deal.account), joinedload(Deal.owner), joinedload(Deal.stage))
        .where(
            Deal.workspace_id == workspace.id,
            Deal.owner_id.in_(ids),
            Deal.status == DealStatus.OPEN,
            which,  # type: ignore[arg-type]  # a condition on deals
        )
        .order_by(Deal.expected_close, Deal.id)
        .limit(MOST)
    )
    found = rows.all()
    return Some([deal for deal, _ in found], found[0][1] if found else 0)


async def _late(session: AsyncSession, workspace: Workspace, ids: list[int], day: date) -> Late:
    """Milestones of the team's deals whose day has passed, those of one deal together."""
    longest = func.min(Task.on).over(partition_by=Deal.id)
    rows = await session.execute(
        select(Deal, Task, func.count().over())
        .join(Task, (Task.workspace_id == Deal.workspace_id) & (Task.deal_id == Deal.id))
        .options(joinedload(Task.owner))
        .where(
            Task.workspace_id == workspace.id,
            plans.is_open(),
            Task.on < day,
            Deal.owner_id.in_(ids),
            Deal.status == DealStatus.OPEN,
        )
        .order_by(longest, Deal.id, Task.on, Task.place)
        .limit(MOST)
    )
    found = rows.all()
    return Late([(deal, task) for deal, task, _ in found], found[0][2] if found else 0)


async def _unanswered(session: AsyncSession, workspace: Workspace, ids: list[int]) -> Unanswered:
    """What was asked on the team's deals, is overdue and was taken to a manager."""
    rows = await session.execute(
        requests.whole()
        .add_columns(func.count().over())
        .where(
            Request.workspace_id == workspace.id,
            Request.raised_at.is_not(None),
            Request.ended_at.is_(None),
            Deal.owner_id.in_(ids),
        )
        .order_by(Request.raised_at, Request.id)
        .limit(MOST)
    )
    found = rows.all()
    return Unanswered([request for request, _ in found], found[0][1] if found else 0)


async def _moves(
    session: AsyncSession, workspace: Workspace, ids: list[int], start: datetime, now: datetime
) -> tuple[list[tuple[StageMove, Deal]], int]:
    latest = (  # of each deal: where it has come to, however many steps that took
        select(func.max(StageMove.id))
        .where(
            StageMove.workspace_id == workspace.id,
            StageMove.at >= start,
            StageMove.at < now,
            StageMove.from_id.is_not(None),
        )
        .group_by(StageMove.deal_id)
    )
    rows = await session.execute(
        select(StageMove, Deal, func.count().over())
        .options(joinedload(StageMove.to), joinedload(StageMove.by))
        .join(Deal, (Deal.workspace_id == StageMove.workspace_id) & (Deal.id == StageMove.deal_id))
        .where(
            StageMove.workspace_id == workspace.id,
            StageMove.id.in_(latest),
            Deal.owner_id.in_(ids),
            Deal.status != DealStatus.WITHDRAWN,
        )
        .order_by(StageMove.at.desc(), StageMove.id.desc())
        .limit(MOST)
    )
    found = rows.all()
    return [(move, deal) for move, deal, _ in found], found[0][2] if found else 0
