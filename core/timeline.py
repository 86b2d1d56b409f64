"""A customer's timeline 历史: every follow-up, owner, stage, price and change, by whom and from where, newest first.

It is read from the audit trail, so that whatever is ever changed stands in it without being written twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core import accounts
from core.access import sees_deal, sees_evidence, sees_lead, sees_people, sees_task, sees_visit
from core.errors import Missing
from core.models import (
    Account,
    AuditRow,
    Contact,
    Deal,
    Evidence,
    Invoice,
    Lead,
    LeadStatus,
    Member,
    Request,
    Review,
    Stage,
    Task,
    Visit,
)
from core.projects.links import joined_into

PEOPLE = ("owner_id", "from_id", "to_id", "joined_by")  # columns that name a member
TWICE = ("deal", "convert")  # the history of its lead says so
PRIVATE = ("mute", "unmute", "distinct")  # what concerns nobody but who chose it


@dataclass(frozen=True)
class Event:
    """One change. `actor`: None where a scheduled job made it; `visit`: the follow-up logged; `undone`: it was taken
    back since."""

    row: AuditRow
    actor: Member | None
    visit: Visit | None
    undone: bool


@dataclass(frozen=True)
class Page:
    """A page of a customer's timeline, with the members and stages it names by their ids. `masked`: the lead lies in
    the pool, so that phones and addresses are not for its readers."""

    account: Account
    events: Sequence[Event]
    total: int
    masked: bool
    members: dict[int, Member] = field(default_factory=dict)
    stages: dict[int, Stage] = field(default_factory=dict)


async def of_customer(session: AsyncSession, *, account_id: int, by: Member, page: int = 0, size: int = 15) -> Page:
    """A page of what has happened with a customer, as far as `by` may see it. Six statements, however long it is."""
    account = await accounts.get(session, account_id=account_id, by=by)
    if account is None:
        raise Missing
    account_id = account.id
    theirs = _theirs(account_id, by)
    total = await session.scalar(select(func.count()).select_from(AuditRow).where(theirs))
    rows = await session.execute(
        select(AuditRow, Member, Visit, _undone())
        .outerjoin(Member, (Member.workspace_id == AuditRow.workspace_id) & (Member.id == AuditRow.actor_id))
        .outerjoin(Visit, _is_visit())
        .where(theirs)
        .order_by(AuditRow.at.desc(), AuditRow.id.desc())
        .limit(size)
        .offset(page * size)
    )
    events = [Event(row, actor, visit, undone) for row, actor, visit, undone in rows]
    return Page(
        account,
        events,
        total or 0,
        not await session.scalar(select(sees_people(by, account_id))),
        await _members(session, events, by=by),
        await _stages(session, events, by=by),
    )


def _theirs(account_id: int, by: Member) -> ColumnElement[bool]:
    """What was done to this customer, its leads, deals, follow-ups, contacts and tasks, where `by` may see those; and
    to what was merged into it; of a deal, and of one that was one project with it, the history of its lead too."""
    here = by.workspace_id
    own = or_(Account.id == account_id, Account.merged_into_id == account_id)
    accounts_ = select(Account.id).where(Account.workspace_id == here, own)
    deals = select(Deal.id).where(Deal.account_id == account_id, sees_deal(by))
    joined = joined_into(here, deals)
    whole = or_(Deal.id.in_(joined), Deal.id.in_(deals))
    once = select(Deal.lead_id).where(Deal.workspace_id == here, whole, Deal.lead_id.is_not(None))
    merged = and_(Lead.workspace_id == here, Lead.status == LeadStatus.MERGED)
    seen = {
        "account": accounts_,
        "contact": select(Contact.id).where(Contact.workspace_id == here, Contact.account_id.in_(accounts_)),
        "lead": select(Lead.id).where(
            Lead.workspace_id == here,
            or_(and_(Lead.account_id == account_id, or_(sees_lead(by), merged)), Lead.id.in_(once)),
        ),
        "deal": select(Deal.id).where(Deal.workspace_id == here, or_(Deal.id.in_(deals), Deal.id.in_(joined))),
        "request": select(Request.id).where(Request.workspace_id == here, Request.deal_id.in_(deals)),
        "review": select(Review.id).where(Review.workspace_id == here, Review.deal_id.in_(deals)),
        "evidence": select(Evidence.id).where(
            Evidence.workspace_id == here,
            or_(and_(Evidence.account_id == account_id, sees_evidence(by)), Evidence.deal_id.in_(joined)),
        ),
        "task": select(Task.id).where(Task.workspace_id == here, Task.account_id == account_id, sees_task(by)),
        "invoice": select(Invoice.id).where(Invoice.workspace_id == here, Invoice.account_id == account_id),
        "visit": select(Visit.id).where(
            Visit.workspace_id == here,
            or_(
                and_(Visit.account_id == account_id, sees_visit(by)),
                Visit.deal_id.in_(joined),
                Visit.lead_id.in_(once),
            ),
        ),
    }
    of = or_(*(and_(AuditRow.noun == noun, AuditRow.noun_id.in_(each)) for noun, each in seen.items()))
    shown = and_(AuditRow.verb.not_in(PRIVATE), tuple_(AuditRow.noun, AuditRow.verb) != tuple_(*TWICE))
    return and_(AuditRow.workspace_id == here, of, shown, AuditRow.undoes_id.is_(None))


def _is_visit() -> ColumnElement[bool]:
    return and_(
        Visit.workspace_id == AuditRow.workspace_id,
        AuditRow.noun == "visit",
        AuditRow.verb.in_(("log", "inquire")),
        Visit.id == AuditRow.noun_id,
    )


def _undone() -> ColumnElement[bool]:
    undoing = aliased(AuditRow)
    return exists().where(undoing.workspace_id == AuditRow.workspace_id, undoing.undoes_id == AuditRow.id)


def _ids(events: Iterable[Event], columns: Iterable[str]) -> set[int]:
    wanted = set(columns)
    values: Iterable[tuple[str, Any]] = (
        pair for event in events for kept in (event.row.before, event.row.after) for pair in kept.items()
    )
    return {value for name, value in values if name in wanted and isinstance(value, int)}


async def _members(session: AsyncSession, events: Sequence[Event], *, by: Member) -> dict[int, Member]:
    of_teams = {each for event in events for each in team_of(event.row.before, event.row.after)}
    ids = _ids(events, PEOPLE) | of_teams
    found = await session.scalars(select(Member).where(Member.workspace_id == by.workspace_id, Member.id.in_(ids)))
    return {member.id: member for member in found}


def team_of(*kept: Mapping[str, Any]) -> set[int]:
    """The members whom what the trail keeps of a change to a deal's team names."""
    return {member_id for each in kept for member_id, _ in each.get("team", ())}


async def _stages(session: AsyncSession, events: Sequence[Event], *, by: Member) -> dict[int, Stage]:
    found = await session.scalars(
        select(Stage).where(Stage.workspace_id == by.workspace_id, Stage.id.in_(_ids(events, ("stage_id",))))
    )
    return {stage.id: stage for stage in found}


async def customer_of(session: AsyncSession, *, noun: str, thing_id: int, by: Member) -> int:
    """The customer of a lead or deal this person may see."""
    asked = (
        select(Lead.account_id).where(Lead.id == thing_id, sees_lead(by))
        if noun == "lead"
        else select(Deal.account_id).where(Deal.id == thing_id, sees_deal(by))
    )
    found = await session.scalar(asked)
    if found is None:
        raise Missing
    return found
