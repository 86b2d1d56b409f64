"""Leads that are declined, or not answered in time, go to the next by rank; at the end of the list back where they
came from. The manager hears of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import leads, members, notices, owners, workspaces
from core.assignments import offers, standings
from core.assignments.offers import Asking
from core.assignments.spreading import Given, spread
from core.errors import Refusal, msgid
from core.models import AuditRow, Lead, LeadStatus, Member, Offer, OfferStatus, Role, Workspace
from core.notices import Telling
from core.owners import Change
from core.pools import locks

# What people say, worded in their own language.
REASONS = ("too_much", "not_my_region", "not_my_field", "known_to_another")
LONGEST_REASON = 200  # characters


class ReasonMissing(Refusal):
    message = msgid("Why not? Choose a reason or write a few words: they help to choose the next one.")
    field = "reason"


class ReasonTooLong(Refusal):
    message = msgid("That reason is {n} characters long; keep it within {most}.")
    field = "words"


@dataclass(frozen=True)
class Ended:
    """A locked lead with the offer that came to nothing."""

    lead: Lead
    offer: Offer


async def decline(
    session: AsyncSession, *, offer_id: int, reason: str | None, by: Member, now: datetime, source: str | None = None
) -> Lead:
    """Do not take the lead that one was given: it goes to the next by rank."""
    reason = (reason or "").strip()
    if not reason:
        raise ReasonMissing
    if len(reason) > LONGEST_REASON:
        raise ReasonTooLong(n=len(reason), most=LONGEST_REASON)
    asked = await offers.peek(session, offer_id=offer_id, by=by)
    workspace = await workspaces.of(session, by=by)
    people = await _next_ones(session, workspace=workspace)
    lead, offer = await offers.lock(session, offer=asked)
    if offer.status == OfferStatus.DECLINED:
        return lead
    offers.must_be_open(offer, lead)
    leads.must_be_open(lead)
    if locks.locked_since(lead, offer.asked_at):
        await locks.must_be_theirs(session, lead=lead, by=by)
    offer.status, offer.settled_at, offer.reason = OfferStatus.DECLINED, now, reason
    ended = [Ended(lead, offer)]
    await _pass_on(session, ended, people, cause="decline", by=by, workspace=workspace, now=now, source=source)
    return lead


async def expire(session: AsyncSession, *, workspace: Workspace, now: datetime, most: int) -> int:
    """Pass on up to `most` leads whose owners have not answered in time; how many were due.

    Whoever has followed a lead up or made a deal of it has answered; so has a manager who locked it where it is.
    """
    due = (
        await session.scalars(
            select(Offer.lead_id)
            .where(Offer.workspace_id == workspace.id, Offer.status == OfferStatus.OPEN, Offer.answer_by <= now)
            .order_by(Offer.answer_by, Offer.id)
            .limit(most)
        )
    ).all()
    if not due:
        return 0
    people = await _next_ones(session, workspace=workspace)
    found = await _lock_due(session, due, workspace=workspace, now=now)
    taken = [each for each in found if _was_taken_up(each)]
    pairs = [(each.lead, each.offer) for each in taken]
    await offers.settle_accepted(session, pairs=pairs, by=None, now=now)
    missed = [each for each in found if not _was_taken_up(each)]
    for each in missed:
        each.offer.status, each.offer.settled_at = OfferStatus.EXPIRED, now
    await _pass_on(session, missed, people, cause="no_answer", by=None, workspace=workspace, now=now)
    return len(found)


async def _lock_due(
    session: AsyncSession, lead_ids: Sequence[int], *, workspace: Workspace, now: datetime
) -> list[Ended]:
    """Those still unanswered; whoever is answering at this moment is left alone."""
    held = (
        await session.scalars(
            select(Lead.id)
            .where(Lead.workspace_id == workspace.id, Lead.id.in_(lead_ids))
            .order_by(Lead.id)
            .with_for_update(skip_locked=True)
        )
    ).all()
    found = {lead.id: lead for lead in await leads.these(session, workspace_id=workspace.id, lead_ids=held)}
    rows = await session.scalars(
        select(Offer)
        .where(
            Offer.workspace_id == workspace.id,
            Offer.lead_id.in_(held),
            Offer.status == OfferStatus.OPEN,
            Offer.answer_by <= now,
        )
        .order_by(Offer.id)
        .execution_options(populate_existing=True)
    )
    return [Ended(found[offer.lead_id], offer) for offer in rows]


def _was_taken_up(each: Ended) -> bool:
    followed_up = each.lead.last_follow_up_at is not None and each.lead.last_follow_up_at >= each.offer.asked_at
    kept = locks.locked_since(each.lead, each.offer.asked_at)
    return followed_up or kept or each.lead.status != LeadStatus.OPEN


async def _next_ones(session: AsyncSession, *, workspace: Workspace) -> Sequence[Member]:
    """All who may come next, their counters held still."""
    people = await members.active_of(session, workspace=workspace)
    await members.lock_many(session, people=people)
    return people


async def _pass_on(
    session: AsyncSession,
    ended: Sequence[Ended],
    people: Sequence[Member],
    *,
    cause: str,
    by: Member | None,
    workspace: Workspace,
    now: datetime,
    source: str | None = None,
) -> None:
    if not ended:
        return
    await session.flush()
    passing = [each.lead for each in ended]
    among = await standings.of(session, leads=passing, people=people, workspace=workspace, now=now)
    chains = await _chains(session, [each.offer for each in ended])
    givers = {member.id: member for member in people}
    scope = {each.lead.id: _asked_or_out(each.offer, people, chains, givers) for each in ended}
    given = {each.lead.id: each for each in spread(passing, among, tried=scope)}
    homes = await _homes(session, [each.offer for each in ended], givers)
    changes = [
        Change(thing=each.lead, to=_goes_to(given[each.lead.id], homes[each.offer.id]), reason=each.offer.reason)
        for each in ended
    ]
    await owners.change_many(session, changes=changes, cause=cause, by=by, now=now, source=source, tell=False)
    await offers.show_again(session, offers=[each.offer for each in ended], now=now)
    asking = [
        Asking(
            each.lead,
            chain=each.offer.chain_id,
            reasons=to.reasons,
            note=each.offer.note,
            giver=givers.get(each.offer.by_id or 0),
        )
        for each in ended
        if (to := given[each.lead.id].to) is not None
    ]
    await offers.ask(session, asking=asking, workspace=workspace, now=now)
    await _tell(session, ended, givers, workspace=workspace, now=now)


def _goes_to(given: Given, home: Member | None) -> Member | None:
    return given.to.member if given.to else home


async def _chains(session: AsyncSession, ended: Sequence[Offer]) -> dict[int, set[int]]:
    """By chain, who has been asked already."""
    rows = await session.execute(
        select(Offer.chain_id, Offer.to_id).where(
            Offer.workspace_id == ended[0].workspace_id,
            Offer.lead_id.in_([offer.lead_id for offer in ended]),
            Offer.chain_id.in_([offer.chain_id for offer in ended]),
        )
    )
    asked: dict[int, set[int]] = {}
    for chain_id, to_id in rows:
        asked.setdefault(chain_id, set()).add(to_id)
    return asked


def _asked_or_out(
    offer: Offer, people: Sequence[Member], chains: dict[int, set[int]], givers: dict[int, Member]
) -> set[int]:
    """Whom it cannot go to: those asked already, and whom its giver does not lead."""
    giver = givers.get(offer.by_id or 0)
    out: set[int] = set()
    if giver is not None and giver.role != Role.ADMIN:
        out = {member.id for member in people if member.team_id is None or member.team_id != giver.team_id}
    return out | chains.get(offer.chain_id, set())


async def _homes(session: AsyncSession, ended: Sequence[Offer], givers: dict[int, Member]) -> dict[int, Member | None]:
    """Where each goes when nobody is left: back to the pool if it came from there, else to whoever gave it."""
    rows = await session.scalars(
        select(AuditRow).where(
            AuditRow.workspace_id == ended[0].workspace_id, AuditRow.id.in_({offer.chain_id for offer in ended})
        )
    )
    pooled = {row.id for row in rows if row.before.get("owner_id") is None}
    return {offer.id: None if offer.chain_id in pooled else givers.get(offer.by_id or 0) for offer in ended}


async def _tell(
    session: AsyncSession, ended: Sequence[Ended], people: dict[int, Member], *, workspace: Workspace, now: datetime
) -> None:
    """The givers, else whoever leads the one asked, hear of all at once; and those who were silent what they missed."""
    told: dict[tuple[int, str], list[Offer]] = {}
    leaders = await _leaders(session, [each.offer for each in ended if each.offer.by_id not in people])
    for each in ended:
        giver = people.get(each.offer.by_id or 0) or leaders.get(each.offer.to_id)
        if giver is not None and giver.id != each.offer.to_id:
            told.setdefault((giver.id, "giver"), []).append(each.offer)
        if each.offer.status == OfferStatus.EXPIRED and each.offer.to_id in people:
            told.setdefault((each.offer.to_id, "asked"), []).append(each.offer)
    tellings = [
        Telling(
            kind="offers_over",
            key=f"over:{audience}:{member_id}:{theirs[0].id}",
            facts={"offers": [offer.id for offer in theirs], "audience": audience},
            to=people[member_id],
            due_at=now,
        )
        for (member_id, audience), theirs in told.items()
    ]
    await notices.tell_many(session, workspace_id=workspace.id, tellings=tellings, now=now)


async def _leaders(session: AsyncSession, orphaned: Sequence[Offer]) -> dict[int, Member | None]:
    """Who leads those that were asked by nobody who is still there."""
    asked = {offer.to_id: offer.workspace_id for offer in orphaned}
    found = {to_id: await session.get_one(Member, (here, to_id)) for to_id, here in asked.items()}
    return {to_id: await members.manager_of(session, member=member) for to_id, member in found.items()}


async def ended(session: AsyncSession, *, workspace_id: str, offer_ids: Sequence[int]) -> list[tuple[Offer, Lead]]:
    """Offers that came to nothing with their leads, as these stand now; to be shown to those who were told."""
    rows = await session.scalars(
        select(Offer)
        .options(joinedload(Offer.to))
        .where(Offer.workspace_id == workspace_id, Offer.id.in_(offer_ids))
        .order_by(Offer.id)
    )
    found = rows.all()
    standing = await leads.these(session, workspace_id=workspace_id, lead_ids=[offer.lead_id for offer in found])
    by_id = {lead.id: lead for lead in standing}
    return [(offer, by_id[offer.lead_id]) for offer in found]
