"""What a member may see: one predicate a noun, used by every query and asked again when a button is pressed."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from core.models import (
    Account,
    Deal,
    Evidence,
    Lead,
    Mate,
    Member,
    Pool,
    PoolMember,
    Role,
    SavedView,
    Sharing,
    Task,
    Visit,
)


@dataclass(frozen=True)
class Someone:
    """Any member of a role, for a statement that is built once and asked by many: `holes(by)` fill it."""

    role: Role
    team_id: Any
    workspace_id: Any
    id: Any


Asker = Member | Someone


def anyone_like(by: Member) -> Someone:
    """The asker without their ids; equal for all who see by the same rules, so that statements can be kept."""
    return _ANYONE[by.role, by.team_id is not None]


def holes(by: Member) -> dict[str, Any]:
    """What fills a statement built for `anyone_like(by)`."""
    return {"workspace": by.workspace_id, "me": by.id, "team": by.team_id}


_ANYONE = {
    (role, in_team): Someone(
        role, bindparam("team", type_=Member.team_id.type) if in_team else None, bindparam("workspace"), bindparam("me")
    )
    for role in Role
    for in_team in (True, False)
}


def _held_by_mine(owner_id: InstrumentedAttribute[int | None], by: Asker) -> ColumnElement[bool]:
    """Mine; for a manager also the team's."""
    if by.role != Role.MANAGER or by.team_id is None:
        return owner_id == by.id
    team = select(Member.id).where(Member.workspace_id == by.workspace_id, Member.team_id == by.team_id)
    return or_(owner_id == by.id, owner_id.in_(team))


def sees_lead(by: Asker) -> ColumnElement[bool]:
    """Those of the pools they may see, mine, my team's if I manage it; an admin sees all."""
    here = and_(Lead.workspace_id == by.workspace_id, Lead.status.not_in(("withdrawn", "merged")))
    if by.role == Role.ADMIN:
        return here
    return and_(here, or_(and_(Lead.owner_id.is_(None), in_their_pool(by)), _held_by_mine(Lead.owner_id, by)))


def sees_pool(by: Asker) -> ColumnElement[bool]:
    """The pools open to all, and those a person or their team belongs to; an admin sees all."""
    here = Pool.workspace_id == by.workspace_id
    if by.role == Role.ADMIN:
        return here
    theirs = PoolMember.member_id == by.id
    if by.team_id is not None:
        theirs = or_(theirs, PoolMember.team_id == by.team_id)
    belongs = exists().where(PoolMember.workspace_id == by.workspace_id, PoolMember.pool_id == Pool.id, theirs)
    return and_(here, or_(Pool.open_to_all, belongs))


def in_their_pool(by: Asker) -> ColumnElement[bool]:
    """Whether the lead belongs to a pool they may see, whoever holds it."""
    return Lead.pool_id.in_(select(Pool.id).where(sees_pool(by)))


def holds_deal(by: Asker) -> ColumnElement[bool]:
    """Mine, my team's if I manage it, all for an admin: what is counted as theirs, and theirs to lead."""
    here = and_(Deal.workspace_id == by.workspace_id, Deal.status != "withdrawn")
    if by.role == Role.ADMIN:
        return here
    return and_(here, _held_by_mine(Deal.owner_id, by))


def sees_deal(by: Asker) -> ColumnElement[bool]:
    """Mine, my team's if I manage it, those I am on the team of; an admin sees all."""
    if by.role == Role.ADMIN:
        return holds_deal(by)
    return or_(holds_deal(by), helped_by(by))


def helped_by(by: Asker) -> ColumnElement[bool]:
    """Those I am on the team of."""
    return and_(Deal.workspace_id == by.workspace_id, Deal.status != "withdrawn", Deal.id.in_(_helped_on(by)))


def _helped_on(by: Asker) -> Select[int]:
    """The deals on whose team I am."""
    return select(Mate.deal_id).where(
        Mate.workspace_id == by.workspace_id, Mate.member_id == by.id, Mate.left_at.is_(None)
    )


def sees_account(by: Asker) -> ColumnElement[bool]:
    """A customer is seen through its leads and deals."""
    here = and_(Account.workspace_id == by.workspace_id, Account.merged_into_id.is_(None))
    if by.role == Role.ADMIN:
        return here
    lead = exists().where(Lead.account_id == Account.id, sees_lead(by))
    deal = exists().where(Deal.account_id == Account.id, sees_deal(by))
    return and_(here, or_(lead, deal))


def sees_people(by: Asker, account_id: Any) -> ColumnElement[bool]:
    """Whether how to reach a customer's people is not masked: somebody whose work `by` may see holds a lead or a deal
    of it."""
    lead = exists().where(Lead.account_id == account_id, Lead.owner_id.is_not(None), sees_lead(by))
    return or_(lead, exists().where(Deal.account_id == account_id, sees_deal(by)))


def decides_over(by: Member, owner: Member) -> bool:
    """Whether `by` may dispose of what `owner` holds: their own, their team's if they manage it; an admin all."""
    if by.id == owner.id or by.role == Role.ADMIN:
        return True
    return by.role == Role.MANAGER and by.team_id is not None and by.team_id == owner.team_id


def sees_visit(by: Asker, visit: Any = Visit) -> ColumnElement[bool]:
    """Their own follow-ups, and those on leads and deals they may see: a customer may be several people's."""
    return or_(visit.member_id == by.id, _on_theirs(by, visit))


def sees_task(by: Asker) -> ColumnElement[bool]:
    """Their own tasks, and the steps planned for leads and deals they may see."""
    return or_(Task.owner_id == by.id, _on_theirs(by, Task))


def sees_evidence(by: Asker) -> ColumnElement[bool]:
    """What is on record for leads and deals they may see, and what they put there themselves."""
    here = Evidence.workspace_id == by.workspace_id
    return and_(here, or_(Evidence.by_id == by.id, _on_theirs(by, Evidence)))


def _on_theirs(by: Asker, row: Any) -> ColumnElement[bool]:
    """On a lead or a deal they may see; or on the lead from which such a deal came, whoever held it then: its history
    is the deal's."""
    lead = exists().where(Lead.id == row.lead_id, sees_lead(by))
    deal = exists().where(Deal.id == row.deal_id, sees_deal(by))
    if by.role == Role.ADMIN:
        return or_(lead, deal)
    return or_(lead, deal, exists().where(Deal.lead_id == row.lead_id, sees_deal(by)))


def sees_member(by: Asker) -> ColumnElement[bool]:
    """Whose work a person may look into: their own, their team's if they manage it; an admin everybody's."""
    here = and_(Member.workspace_id == by.workspace_id, Member.active)
    if by.role == Role.ADMIN:
        return here
    if by.role == Role.MANAGER and by.team_id is not None:
        return and_(here, or_(Member.id == by.id, Member.team_id == by.team_id))
    return and_(here, Member.id == by.id)


def sees_view(by: Asker) -> ColumnElement[bool]:
    """Their own, those shared with all, those shared with their team; an admin sees every shared one. What stands in
    it, each may see for themselves."""
    here = SavedView.workspace_id == by.workspace_id
    shared = SavedView.sharing == Sharing.ALL
    if by.role == Role.ADMIN:
        shared = SavedView.sharing != Sharing.OWN
    elif by.team_id is not None:
        shared = or_(shared, and_(SavedView.sharing == Sharing.TEAM, SavedView.team_id == by.team_id))
    return and_(here, or_(SavedView.made_by_id == by.id, shared))
