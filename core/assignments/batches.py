"""Many leads given at once 批量分配: to one person, or shared out by rank; shown before, told once, undone at once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, leads, members, owners, workspaces
from core.access import sees_lead
from core.assignments import offers, standings
from core.assignments.giving import must_be_of_team, must_be_short
from core.assignments.offers import Asking
from core.assignments.ranking import Field, rank
from core.assignments.spreading import Given, spread
from core.errors import Refusal, msgid
from core.models import Assignment, AuditRow, Lead, LeadStatus, Member
from core.owners import Change
from core.pools import locks


class NothingChosen(Refusal):
    message = msgid("Choose at least one lead, or tick all that are shown.")
    field = "all"


@dataclass(frozen=True)
class Share:
    """What one member gets, the leads in the order in which they were given."""

    member: Member
    given: Sequence[Given]

    @property
    def leads(self) -> list[Lead]:
        """The leads alone."""
        return [each.lead for each in self.given]

    @property
    def in_common(self) -> list[str]:
        """What they are good at that these leads are about, the most frequent first."""
        counted = Counter(tag for each in self.given if each.to for tag in each.to.reasons.matches)
        return [tag for tag, _ in counted.most_common(5)]

    @property
    def knows(self) -> int:
        """How many of them are of customers that they follow already."""
        return sum(each.to.reasons.knows for each in self.given if each.to)


@dataclass(frozen=True)
class Plan:
    """Who gets what. `left`: nobody gets these; `gone`: how many more are no longer open, or not the asker's to give;
    `theirs`: how many the one chosen has already. `most`: leads held at once by the workspace's rule."""

    shares: Sequence[Share]
    left: Sequence[Given]
    gone: int
    theirs: int
    among: Field

    @property
    def total(self) -> int:
        """How many leads are given."""
        return sum(len(share.given) for share in self.shares)

    def held(self, share: Share) -> tuple[int, int]:
        """How many leads a member holds then, and of how many."""
        (first, *_) = share.given
        held, cap = (first.to.reasons.held, first.to.reasons.cap) if first.to else (0, 0)
        return held + len(share.given), cap


@dataclass(frozen=True)
class Batch:
    """What was given, and the audit row that undoes it all; None where nothing was."""

    plan: Plan
    assignment: Assignment | None
    entry: AuditRow | None


async def preview(
    session: AsyncSession, *, lead_ids: Sequence[int], to: Member | None, by: Member, now: datetime
) -> Plan:
    """Who would get which of these leads, as things stand; nothing is written."""
    await members.must_manage(session, by=by)
    if not lead_ids:
        raise NothingChosen
    people = await _people(session, to=to, by=by)
    ids = await session.scalars(
        select(Lead.id).where(Lead.id.in_(lead_ids), sees_lead(by), Lead.status == LeadStatus.OPEN)
    )
    found = await leads.these(session, workspace_id=by.workspace_id, lead_ids=ids.all())
    found = await locks.theirs(session, leads=found, by=by)
    return await _plan(session, found, len(set(lead_ids)), people, to=to, by=by, now=now)


async def assign_many(
    session: AsyncSession,
    *,
    lead_ids: Sequence[int],
    to: Member | None = None,
    by: Member,
    now: datetime,
    note: str | None = None,
    source: str | None = None,
) -> Batch:
    """Give open leads of the pools or of the team to `to`, or (None) share them out among those `by` leads, by rank and
    within what each has room for. Everybody is told once, and asked to accept.

    What is no longer there, not `by`'s to give, locked by another team's manager, or suits nobody, stays as it is: see
    `Plan`. About thirty statements, however many leads.
    """
    await members.must_manage(session, by=by)
    must_be_short(note)
    if not lead_ids:
        raise NothingChosen
    people = await _people(session, to=to, by=by)
    await members.lock_many(session, people=people)
    found = await leads.lock_many(session, lead_ids=lead_ids, by=by)
    found = await locks.theirs(session, leads=found, by=by)
    plan = await _plan(session, found, len(set(lead_ids)), people, to=to, by=by, now=now)
    if not plan.total:
        return Batch(plan, None, None)
    assignment = Assignment(workspace_id=by.workspace_id, kind="assign", by_id=by.id, note=note, at=now)
    session.add(assignment)
    await session.flush()
    given = [(each, share.member) for share in plan.shares for each in share.given]
    entries = await owners.change_many(
        session,
        changes=[
            Change(thing=each.lead, to=member, reason=note, after={"status": each.lead.status.value})
            for each, member in given
        ],
        cause="assign",
        by=by,
        now=now,
        source=source,
        assignment=assignment,
    )
    asking = [
        Asking(each.lead, entry.id, each.to.reasons if each.to and to is None else None, note, by)
        for (each, member), entry in zip(given, entries, strict=True)
        if member.id != by.id
    ]
    workspace = await workspaces.of(session, by=by)
    await offers.ask(session, asking=asking, workspace=workspace, now=now, assignment=assignment)
    after = {"entries": [entry.id for entry in entries]}
    entry = await audit.record(session, row=assignment, verb="assign", by=by, now=now, after=after, source=source)
    return Batch(plan, assignment, entry)


async def _people(session: AsyncSession, *, to: Member | None, by: Member) -> Sequence[Member]:
    if to is None:
        return await members.team_of(session, by=by)
    must_be_of_team(to, by=by)
    return [to]


async def _plan(
    session: AsyncSession,
    found: Sequence[Lead],
    asked: int,
    people: Sequence[Member],
    *,
    to: Member | None,
    by: Member,
    now: datetime,
) -> Plan:
    workspace = await workspaces.of(session, by=by)
    free = [lead for lead in found if to is None or lead.owner_id != to.id]
    among = await standings.of(session, leads=free, people=people, workspace=workspace, now=now)
    given = spread(free, among) if to is None else _all_to_one(free, among)
    shares: dict[int, list[Given]] = {}
    for each in given:
        if each.to is not None:
            shares.setdefault(each.to.member.id, []).append(each)
    known = {member.id: member for member in people}
    return Plan(
        shares=[Share(known[member_id], theirs) for member_id, theirs in shares.items()],
        left=[each for each in given if each.to is None],
        gone=asked - len(found),
        theirs=len(found) - len(free),
        among=among,
    )


def _all_to_one(found: Sequence[Lead], among: Field) -> list[Given]:
    """To the one whom a manager chose, whatever speaks against it."""
    (standing,), given = among.standings, []
    for lead in found:
        (placed,) = rank(lead, among)
        given.append(Given(lead, placed, Counter()))
        standing.take(lead)
    return given
