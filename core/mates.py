"""Mates 商机团队: colleagues of whatever department on the team of a deal. They see it, log and show what they did for
it; it stays its owner's to move, and whoever is taken off sees it no more."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import audit, deals, listed, notices, owners, rooms
from core.access import sees_deal
from core.errors import Refusal, msgid
from core.models import AuditRow, Deal, DealStatus, List, Listed, Mate, Member, Task
from core.names import fold
from core.notices import Telling
from core.requests import end as requests

MOST = 100  # on one team: a menu shows them all


class OwnsIt(Refusal):
    message = msgid("{who} owns {deal}, and needs no place on its team.")
    field = "add"


class TeamFull(Refusal):
    message = msgid("A deal's team holds at most {most} colleagues; these would be {n}. Take some off first.")
    field = "add"


class NobodyChosen(Refusal):
    message = msgid("Choose whom to add or to take off.")
    field = "add"


class NoSuchRole(Refusal):
    message = msgid("There is no role “{word}” on the team of a deal. There are: {roles}.")
    field = "role"


class NotOnIt(Refusal):
    message = msgid("{who} is not on the team of {deal}.")
    field = "off"


async def of_deal(session: AsyncSession, *, deal: Deal) -> Sequence[Mate]:
    """The team of a deal its reader may see, in the order in which they came; whoever left the company is left out."""
    rows = await session.scalars(
        select(Mate)
        .join(Member, (Member.workspace_id == Mate.workspace_id) & (Member.id == Mate.member_id))
        .options(joinedload(Mate.member), joinedload(Mate.role))
        .where(*_of(deal), Member.active)
        .order_by(Mate.at, Mate.id)
        .execution_options(populate_existing=True)
    )
    return rows.all()


def _of(deal: Deal) -> tuple[Any, ...]:
    return Mate.workspace_id == deal.workspace_id, Mate.deal_id == deal.id, Mate.left_at.is_(None)


async def was_on(session: AsyncSession, *, deal: Deal, member: Member) -> bool:
    """Whether they have been on the team of a deal, and are not any more."""
    theirs = select(Mate.id).where(
        Mate.workspace_id == deal.workspace_id, Mate.deal_id == deal.id, Mate.member_id == member.id
    )
    return await session.scalar(theirs.limit(1)) is not None


async def role_called(session: AsyncSession, *, word: str, by: Member) -> Listed | None:
    """The role a word of a line names, in either language; None: no word."""
    roles = await listed.of(session, lists=(List.MATE,), by=by)
    if not word:
        return None
    for role in roles:
        if fold(word) in (fold(role.name_zh), fold(role.name_en)):
            return role
    raise NoSuchRole(word=word[:60], roles=list(roles))


async def put(
    session: AsyncSession,
    *,
    deal_id: int,
    add: Sequence[Member] = (),
    role: Listed | None = None,
    off: Sequence[int] = (),
    by: Member,
    now: datetime,
    source: str | None = None,
) -> tuple[Deal, AuditRow]:
    """Put colleagues on the team of an open deal in a role, take others off (`off`: ids of members). The owner may,
    and whoever decides over them; all concerned are told. Said twice is said once."""
    deal = await deals.lock(session, deal_id=deal_id, by=by)
    if add and deal.status != DealStatus.OPEN:
        raise await deals.why_ended(session, deal=deal, by=by)
    if not add and not off:
        raise NobodyChosen
    if owner := next((each for each in add if each.id == deal.owner_id), None):
        raise OwnsIt(who=owner, deal=deal.name)
    before = await _standing(session, deal)
    wanted = {member_id: role_id for member_id, role_id in before.items() if member_id not in off}
    if gone := next((each for each in off if each not in before), None):
        raise NotOnIt(who=await session.get(Member, (by.workspace_id, gone)) or "–", deal=deal.name)
    wanted |= {each.id: role.id if role else before.get(each.id) for each in add}
    if len(wanted) > max(MOST, len(before)):
        raise TeamFull(most=MOST, n=len(wanted))
    return deal, await _become(session, deal, wanted, by=by, now=now, source=source)


async def join(session: AsyncSession, *, deal: Deal, member: Member, by: Member, now: datetime) -> bool:
    """Let a colleague see a locked deal for something of it that they were given: they are put on its team, unless
    they see it anyhow; whether they were. Of what they were given they are told, and so not of this."""
    if await session.scalar(select(Deal.id).where(Deal.id == deal.id, sees_deal(member))) is not None:
        return False
    before = await _standing(session, deal)
    if len(before) >= MOST:
        raise TeamFull(most=MOST, n=len(before) + 1)
    facts = {"workspace_id": deal.workspace_id, "deal_id": deal.id, "member_id": member.id}
    session.add(Mate(**facts, by_id=by.id, at=now))
    await session.flush()
    after = {"team": _listed({**before, member.id: None}), "steps": []}
    await audit.record(session, row=deal, verb="team", by=by, now=now, before={"team": _listed(before)}, after=after)
    await rooms.follow(session, workspace_id=deal.workspace_id, deal_ids=[deal.id])
    return True


async def part(session: AsyncSession, *, deal: Deal, member: Member, by: Member, now: datetime) -> None:
    """Take back a `join` on a locked deal, as quietly: what it was for was taken back."""
    before = await _standing(session, deal)
    if member.id not in before:
        return
    steps = await _leave(session, deal, [member.id], now=now)
    left = {each: role for each, role in before.items() if each != member.id}
    after = {"team": _listed(left), "steps": steps}
    await audit.record(session, row=deal, verb="team", by=by, now=now, before={"team": _listed(before)}, after=after)
    await rooms.follow(session, workspace_id=deal.workspace_id, deal_ids=[deal.id])


async def _standing(session: AsyncSession, deal: Deal) -> dict[int, int | None]:
    """Who is on the team of a locked deal, and in which role."""
    rows = await session.execute(select(Mate.member_id, Mate.role_id).where(*_of(deal)).order_by(Mate.id))
    return {member_id: role_id for member_id, role_id in rows}  # noqa: C416  # rows, not pairs, to the type checker


async def _become(
    session: AsyncSession,
    deal: Deal,
    wanted: dict[int, int | None],
    *,
    by: Member,
    now: datetime,
    source: str | None = None,
    undoes: AuditRow | None = None,
) -> AuditRow:
    """Make the team of a locked deal these, tell who came and who went, and what they had planned goes to its owner."""
    before = await _standing(session, deal)
    gone = [member_id for member_id in before if member_id not in wanted]
    steps = await _leave(session, deal, gone, now=now)
    for member_id, role_id in wanted.items():
        if member_id in before and before[member_id] != role_id:
            of_theirs = update(Mate).where(*_of(deal), Mate.member_id == member_id)
            await session.execute(of_theirs.values(role_id=role_id))
    come = [
        Mate(workspace_id=deal.workspace_id, deal_id=deal.id, member_id=each, role_id=wanted[each], by_id=by.id, at=now)
        for each in wanted
        if each not in before
    ]
    session.add_all(come)
    deal.version += 1
    await session.flush()
    entry = await audit.record(
        session,
        row=deal,
        verb="undo" if undoes else "team",
        by=by,
        now=now,
        before={"team": _listed(before)},
        after={"team": _listed(wanted), "steps": steps},
        source=source,
        undoes=undoes,
    )
    await _tell(session, deal, [each.member_id for each in come], gone, entry, by=by, now=now)
    await owners.show_again(session, thing=deal, now=now)
    await rooms.follow(session, workspace_id=deal.workspace_id, deal_ids=[deal.id])
    return entry


def _listed(team: dict[int, int | None]) -> list[list[int | None]]:
    """As the audit trail keeps it: by the colleague, each with their role."""
    return [[member_id, team[member_id]] for member_id in sorted(team)]


async def _leave(session: AsyncSession, deal: Deal, gone: Sequence[int], *, now: datetime) -> list[list[int]]:
    """Take members off; which of their planned steps went to the owner, each with whose it was."""
    if not gone:
        return []
    await session.execute(update(Mate).where(*_of(deal), Mate.member_id.in_(gone)).values(left_at=now))
    planned = (Task.workspace_id == deal.workspace_id, Task.deal_id == deal.id, Task.owner_id.in_(gone))
    still = (Task.done_at.is_(None), Task.cancelled_at.is_(None))
    rows = await session.execute(select(Task.id, Task.owner_id).where(*planned, *still).order_by(Task.id))
    steps = [[task_id, owner_id] for task_id, owner_id in rows]
    await session.execute(update(Task).where(*planned, *still).values(owner_id=deal.owner_id))
    await requests.follow(session, workspace_id=deal.workspace_id, deal_ids=[deal.id], now=now)
    return steps


async def _tell(
    session: AsyncSession,
    deal: Deal,
    come: Sequence[int],
    gone: Sequence[int],
    entry: AuditRow,
    *,
    by: Member,
    now: datetime,
) -> None:
    """Whoever came or went by another's hand hears it, and from whom; whoever came gets the card."""
    facts = {"deal": deal.id, "by": by.id}
    tellings = []
    for member_id in (*come, *gone):
        to = await session.get_one(Member, (deal.workspace_id, member_id))
        if member_id == by.id or not to.active:
            continue
        kind = "team_joined" if member_id in come else "team_left"
        tellings.append(Telling(kind=kind, key=f"team:{entry.id}:{to.id}", facts=facts, to=to, due_at=now))
    await notices.tell_many(session, workspace_id=deal.workspace_id, tellings=tellings, now=now)
    for told in tellings:
        if told.kind == "team_joined" and told.to is not None:
            await deals.post(session, deal=deal, to=told.to, now=now)


async def put_back(session: AsyncSession, *, entry: AuditRow, by: Member, now: datetime) -> bool:
    """Make the team as it was before a change to it, with the steps that had gone to the owner; False: it has been
    changed since."""
    deal = await deals.lock(session, deal_id=entry.noun_id, by=by)
    if _listed(await _standing(session, deal)) != entry.after["team"]:
        return False
    wanted = {member_id: role_id for member_id, role_id in entry.before["team"] if member_id != deal.owner_id}
    await _become(session, deal, wanted, by=by, now=now, undoes=entry)
    for task_id, owner_id in entry.after["steps"]:
        of_theirs = (Task.workspace_id == deal.workspace_id, Task.id == task_id, Task.owner_id == deal.owner_id)
        await session.execute(update(Task).where(*of_theirs).values(owner_id=owner_id))
    return True
