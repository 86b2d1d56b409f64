"""One lead given to somebody by a manager, with a note; and whom a manager may give leads to."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core import leads, members, owners, workspaces
from core.access import decides_over
from core.assignments import offers, standings
from core.assignments.offers import Asking
from core.assignments.ranking import Ranked, rank
from core.claims import LeadAlreadyClaimed
from core.errors import Refusal, msgid
from core.models import AuditRow, Lead, Member, Role
from core.pools import locks

LONGEST_NOTE = 300  # characters


class NotOfYourTeam(Refusal):
    message = msgid("{who} is not in your team. Choose one of your team, or ask an admin.")


class NoteTooLong(Refusal):
    message = msgid("That note is {n} characters long; keep it within {most}.")
    field = "note"


async def candidates(session: AsyncSession, *, lead_id: int, by: Member, now: datetime) -> tuple[Lead, list[Ranked]]:
    """The lead and those whom `by` may give it to, whom it suits best first; whoever holds it now is left out."""
    await members.must_manage(session, by=by)
    lead = await leads.get(session, lead_id=lead_id, by=by)
    people = [member for member in await members.team_of(session, by=by) if member.id != lead.owner_id]
    workspace = await workspaces.of(session, by=by)
    among = await standings.of(session, leads=[lead], people=people, workspace=workspace, now=now)
    return lead, rank(lead, among)


async def assign(
    session: AsyncSession,
    *,
    lead_id: int,
    to: Member,
    by: Member,
    now: datetime,
    note: str | None = None,
    source: str | None = None,
) -> tuple[Lead, AuditRow | None]:
    """A manager gives a lead of the pool or of the team to somebody of the team; they are told, with its card, and
    asked to accept.

    The day's claims and the days of waiting bind who claims, not a manager; nor does what the other holds. A lock binds
    all but those who may unlock it.
    """
    await members.must_manage(session, by=by)
    must_be_short(note)
    lead = await leads.lock(session, lead_id=lead_id, by=by)
    if lead.owner is not None and not decides_over(by, lead.owner):
        raise LeadAlreadyClaimed(lead, lead=lead.account.name, owner=lead.owner)
    leads.must_be_open(lead)
    await locks.must_be_theirs(session, lead=lead, by=by)
    must_be_of_team(to, by=by)
    if lead.owner_id == to.id:
        return lead, None
    entry = await owners.change(session, thing=lead, to=to, cause="assign", by=by, now=now, reason=note, source=source)
    if to.id != by.id:
        workspace = await workspaces.of(session, by=by)
        asking = Asking(lead, chain=entry.id, note=note, giver=by)
        await offers.ask(session, asking=[asking], workspace=workspace, now=now)
    return lead, entry


def must_be_short(note: str | None) -> None:
    """Refuse a note that no message would hold."""
    if note and len(note) > LONGEST_NOTE:
        raise NoteTooLong(n=len(note), most=LONGEST_NOTE)


def must_be_of_team(to: Member, *, by: Member) -> None:
    """Refuse to give anything to people whom `by` does not lead; an admin leads all."""
    if by.role == Role.MANAGER and to.id != by.id and (by.team_id is None or to.team_id != by.team_id):
        raise NotOfYourTeam(who=to)
