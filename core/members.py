"""Members: met through Slack, given roles and teams by an admin or from the shell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import audit, workspaces
from core.access import sees_member
from core.errors import NotAllowed, Refusal, msgid
from core.models import Member, Role, Team, Workspace

_COLUMNS = Member.__table__.columns
_MEET = select(Member).from_statement(
    text(f"select {', '.join(_COLUMNS.keys())} from meet(:workspace, :slack)").columns(*_COLUMNS)
)


class Somebody(str):
    """A person of whom no more is known than their id in chat."""


class NotAMember(Refusal):
    message = msgid("{who} has not used Genjin yet, or has left. Ask them to type /today once, then try again.")


class WhoIsThat(Refusal):
    message = msgid("Nobody here is called {name}. Mention them with @, as Slack offers them.")
    field = "owner"


class Outsider(Refusal):
    message = msgid("{who} is an app, a guest or from another company, and cannot use Genjin. Choose a colleague.")


@dataclass(frozen=True)
class Profile:
    """What Slack says of a user. `admin`: a workspace admin or owner. `zone`: IANA name. `locale`: such as zh-CN."""

    slack_id: str
    name: str
    locale: str
    zone: str
    admin: bool = False
    active: bool = True


async def meet(session: AsyncSession, *, workspace_id: str, slack_id: str) -> Member | None:
    """Who is this? One statement, which also opens the row-level wall for that workspace. None at first contact."""
    found = await session.scalars(_MEET, {"workspace": workspace_id, "slack": slack_id})
    return found.first()


async def welcome(
    session: AsyncSession, *, workspace_id: str, workspace_name: str, profile: Profile, now: datetime
) -> Member:
    """Take in somebody seen for the first time (and their workspace), or bring their profile up to date."""
    await workspaces.found(
        session, workspace_id=workspace_id, name=workspace_name, zone=profile.zone, locale=profile.locale, now=now
    )
    facts = {"name": profile.name, "locale": profile.locale, "zone": profile.zone, "active": profile.active}
    stored = await session.scalars(
        insert(Member)
        .values(
            workspace_id=workspace_id,
            slack_id=profile.slack_id,
            role=Role.ADMIN if profile.admin else Role.REP,
            created_at=now,
            **facts,
        )
        .on_conflict_do_update(index_elements=["workspace_id", "slack_id"], set_=facts)
        .returning(Member),
        execution_options={"populate_existing": True},
    )
    return stored.one()


async def set_role(
    session: AsyncSession, *, member: Member, role: Role | None, team: str | None, by: Member | None, now: datetime
) -> Member:
    """Give a role, a team (made when new), or both. `by=None`: from the shell."""
    before = audit.snapshot(member, ("role", "team_id"))
    if role is not None:
        member.role = role
    if team is not None:
        member.team_id = (await team_named(session, workspace_id=member.workspace_id, name=team)).id
    after = audit.snapshot(member, ("role", "team_id"))
    await audit.record(session, row=member, verb="role", by=by, now=now, before=before, after=after)
    return member


async def team_named(session: AsyncSession, *, workspace_id: str, name: str) -> Team:
    """The team of that name, made when it is new."""
    await session.execute(insert(Team).values(workspace_id=workspace_id, name=name).on_conflict_do_nothing())
    found = await session.scalars(select(Team).where(Team.workspace_id == workspace_id, Team.name == name))
    return found.one()


async def known(session: AsyncSession, *, slack_id: str, by: Member) -> Member:
    """The active member a person picked in Slack."""
    found = await session.scalars(
        select(Member).where(Member.workspace_id == by.workspace_id, Member.slack_id == slack_id, Member.active)
    )
    member = found.first()
    if member is None:
        raise NotAMember(who=Somebody(slack_id))
    return member


async def meant(session: AsyncSession, *, who: str, is_name: bool, by: Member) -> Member:
    """The active member a line means, by their id in Slack, or by the name that they have there."""
    if not is_name:
        return await known(session, slack_id=who, by=by)
    rows = await session.scalars(
        select(Member)
        .where(Member.workspace_id == by.workspace_id, Member.active, func.lower(Member.name) == who.lower())
        .limit(2)
    )
    found = rows.all()
    if len(found) != 1:
        raise WhoIsThat(name=who)
    return found[0]


async def team_of(session: AsyncSession, *, by: Member) -> Sequence[Member]:
    """Those whose work `by` may look into, by name: the team for a manager, all for an admin."""
    found = await session.scalars(select(Member).where(sees_member(by)).order_by(Member.team_id, Member.name))
    return found.all()


async def manager_of(session: AsyncSession, *, member: Member) -> Member | None:
    """Whom to ask: the team's manager, else an admin; never the member themselves."""
    found = await session.scalars(
        select(Member)
        .where(
            Member.workspace_id == member.workspace_id,
            Member.active,
            Member.id != member.id,
            (Member.role == Role.ADMIN) | ((Member.role == Role.MANAGER) & (Member.team_id == member.team_id)),
        )
        .order_by(Member.role.desc(), Member.id)
        .limit(1)
    )
    return found.first()


async def lock(session: AsyncSession, *, by: Member) -> None:
    """Hold a member's own counters (quotas) still for this transaction."""
    await session.execute(
        select(Member.id)
        .where(Member.workspace_id == by.workspace_id, Member.id == by.id)
        .with_for_update(key_share=True)
    )


async def lock_many(session: AsyncSession, *, people: Sequence[Member]) -> None:
    """The same for several, always in one order, so that two who do so wait for each other instead of in a circle."""
    if people:
        await session.execute(
            select(Member.id)
            .where(Member.workspace_id == people[0].workspace_id, Member.id.in_([member.id for member in people]))
            .order_by(Member.id)
            .with_for_update(key_share=True)
        )


async def must_manage(session: AsyncSession, *, by: Member) -> None:
    """Refuse, and name whom to ask, unless `by` decides for others."""
    if not by.manages:
        asked = await manager_of(session, member=by)
        raise NotAllowed(who=asked or "–")


async def count(session: AsyncSession, *, workspace: Workspace) -> int:
    """How many active members the workspace has."""
    found = await session.scalar(
        select(func.count()).select_from(Member).where(Member.workspace_id == workspace.id, Member.active)
    )
    return found or 0


async def in_team(session: AsyncSession, *, team: Team) -> Sequence[Member]:
    """The active members of a team, by name."""
    found = await session.scalars(
        select(Member)
        .where(Member.workspace_id == team.workspace_id, Member.team_id == team.id, Member.active)
        .order_by(Member.name)
    )
    return found.all()


async def admin_of(session: AsyncSession, *, member: Member) -> Member | None:
    """An admin of the member's workspace."""
    found = await session.scalars(
        select(Member)
        .where(Member.workspace_id == member.workspace_id, Member.active, Member.role == Role.ADMIN)
        .order_by(Member.id)
        .limit(1)
    )
    return found.first()


async def roster(session: AsyncSession, *, by: Member) -> Sequence[Member]:
    """Everybody of the workspace with their team: whom to turn to is no secret."""
    found = await session.scalars(
        select(Member)
        .options(joinedload(Member.team))
        .where(Member.workspace_id == by.workspace_id, Member.active)
        .order_by(Member.team_id.nulls_last(), Member.role, Member.name)
    )
    return found.all()


async def active_of(session: AsyncSession, *, workspace: Workspace) -> Sequence[Member]:
    """Everybody who is there, for jobs."""
    found = await session.scalars(
        select(Member).where(Member.workspace_id == workspace.id, Member.active).order_by(Member.id)
    )
    return found.all()


async def teams(session: AsyncSession, *, by: Member) -> Sequence[Team]:
    """The workspace's teams, by name."""
    found = await session.scalars(select(Team).where(Team.workspace_id == by.workspace_id).order_by(Team.name))
    return found.all()
