"""Offers 分配待接: a lead given to somebody who is to say in time whether they take it. Theirs it is from then on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import audit, hours, leads, notices
from core.absence import back_at
from core.assignments.ranking import Reasons
from core.errors import Missing, Refusal, msgid
from core.models import Assignment, AuditRow, Lead, Member, Offer, OfferStatus, Pool, Workspace
from core.notices import Again, Telling


class OfferOver(Refusal):
    message = msgid("That answer comes too late: {lead} has gone another way and is with {owner} now.")


class OfferBack(Refusal):
    message = msgid("That answer comes too late: {lead} is back in the pool. See /lead pool.")


@dataclass(frozen=True)
class Asking:
    """A lead that has just been given to `lead.owner`. `chain`: the audit row of the change it began with."""

    lead: Lead
    chain: int
    reasons: Reasons | None = None
    note: str | None = None
    giver: Member | None = None  # None: given out by rank


async def ask(
    session: AsyncSession,
    *,
    asking: Sequence[Asking],
    workspace: Workspace,
    now: datetime,
    assignment: Assignment | None = None,
) -> list[Offer]:
    """Ask each new owner whether they take it, and tell them: one lead with its card, several in one message."""
    rows = [await _row(session, each, workspace=workspace, now=now, assignment=assignment) for each in asking]
    session.add_all(rows)
    await session.flush()
    theirs: dict[int, list[tuple[Asking, Offer]]] = {}
    for each, offer in zip(asking, rows, strict=True):
        theirs.setdefault(offer.to_id, []).append((each, offer))
    tellings = []
    for given in theirs.values():
        several, (first, offer) = len(given) > 1, given[0]
        for _, other in given:
            other.together = offer.id if several else None
        tellings.append(
            Telling(
                kind="leads_assigned" if several else "lead_assigned",
                key=f"assigned:{offer.lead_id}:{offer.id}",
                facts={"lead": offer.lead_id, "offer": offer.id} | ({"by": first.giver.id} if first.giver else {}),
                to=first.lead.owner,
                topic=f"offer:{offer.id}",
                due_at=now,
                manner="asked" if first.giver else "due",
            )
        )
    await notices.tell_many(session, workspace_id=workspace.id, tellings=tellings, now=now)
    return rows


async def _row(
    session: AsyncSession, asking: Asking, *, workspace: Workspace, now: datetime, assignment: Assignment | None
) -> Offer:
    to = asking.lead.owner
    assert to is not None  # it has just been given
    allowed = await answer_hours(session, lead=asking.lead)
    answer_by = hours.after_working(back_at(to, now=now), hours.of(to, workspace), timedelta(hours=allowed))
    return Offer(
        workspace_id=workspace.id,
        lead_id=asking.lead.id,
        to_id=to.id,
        by_id=asking.giver.id if asking.giver else None,
        assignment_id=assignment.id if assignment else None,
        chain_id=asking.chain,
        asked_at=now,
        answer_by=answer_by,
        status=OfferStatus.OPEN if allowed else OfferStatus.ACCEPTED,
        settled_at=None if allowed else now,
        note=asking.note,
        why=asking.reasons.plain() if asking.reasons else {},
    )


async def accept(
    session: AsyncSession, *, offer_id: int, by: Member, now: datetime, source: str | None = None
) -> tuple[Lead, AuditRow | None]:
    """Take the lead that one was given: nobody waits for an answer any more. Twice is once."""
    asked = await peek(session, offer_id=offer_id, by=by)
    lead, offer = await lock(session, offer=asked)
    if offer.status == OfferStatus.ACCEPTED and lead.owner_id == by.id:
        return lead, None
    must_be_open(offer, lead)
    return lead, (await settle_accepted(session, pairs=[(lead, offer)], by=by, now=now, source=source))[0]


async def accept_all(
    session: AsyncSession, *, offer_id: int, by: Member, now: datetime, source: str | None = None
) -> list[Lead]:
    """Take all that one was given in one message and has not answered yet; which they are."""
    first = await peek(session, offer_id=offer_id, by=by)
    asked = select(Offer.lead_id).where(
        Offer.workspace_id == by.workspace_id, Offer.together == first.id, Offer.status == OfferStatus.OPEN
    )
    held = select(Lead.id).where(Lead.workspace_id == by.workspace_id, Lead.id.in_(asked))
    held_ids = (await session.scalars(held.order_by(Lead.id).with_for_update())).all()
    found = {lead.id: lead for lead in await leads.these(session, workspace_id=by.workspace_id, lead_ids=held_ids)}
    rows = await session.scalars(
        select(Offer)
        .where(
            Offer.workspace_id == by.workspace_id,
            Offer.together == first.id,
            Offer.lead_id.in_(held_ids),
            Offer.status == OfferStatus.OPEN,
        )
        .order_by(Offer.id)
        .execution_options(populate_existing=True)
    )
    pairs = [(found[offer.lead_id], offer) for offer in rows if offer.to_id == by.id]
    await settle_accepted(session, pairs=pairs, by=by, now=now, source=source)
    return [lead for lead, _ in pairs]


async def settle_accepted(
    session: AsyncSession,
    *,
    pairs: Sequence[tuple[Lead, Offer]],
    by: Member | None,
    now: datetime,
    source: str | None = None,
) -> list[AuditRow]:
    """Write down that locked, open offers were accepted; `by=None`: they were followed up without a word."""
    entries = []
    for lead, offer in pairs:
        offer.status, offer.settled_at = OfferStatus.ACCEPTED, now
        after = {"offer": offer.id}
        entries.append(audit.entry(row=lead, verb="accept", by=by, now=now, after=after, source=source))
    session.add_all(entries)
    await session.flush()
    await show_again(session, offers=[offer for _, offer in pairs], now=now)
    return entries


async def answer_hours(session: AsyncSession, *, lead: Lead) -> int:
    """How many of their working hours somebody has to accept it; 0: they need not."""
    pool = await session.get_one(Pool, (lead.workspace_id, lead.pool_id))
    workspace = await session.get_one(Workspace, lead.workspace_id)
    return workspace.answer_hours if pool.answer_hours is None else pool.answer_hours


async def still_open(session: AsyncSession, *, offer_id: int, by: Member) -> Lead:
    """The lead that `by` is still asked about; refused when that is over."""
    offer = await peek(session, offer_id=offer_id, by=by)
    (lead,) = await leads.these(session, workspace_id=by.workspace_id, lead_ids=[offer.lead_id])
    must_be_open(offer, lead)
    return lead


async def together(session: AsyncSession, *, offer_id: int, by: Member) -> list[tuple[Offer, Lead]]:
    """All that `by` was asked in the message with this offer, with the leads as they stand now."""
    rows = await session.scalars(
        select(Offer)
        .where(Offer.workspace_id == by.workspace_id, Offer.together == offer_id, Offer.to_id == by.id)
        .order_by(Offer.id)
    )
    found = rows.all()
    standing = await leads.these(session, workspace_id=by.workspace_id, lead_ids=[offer.lead_id for offer in found])
    by_id = {lead.id: lead for lead in standing}
    return [(offer, by_id[offer.lead_id]) for offer in found]


async def peek(session: AsyncSession, *, offer_id: int, by: Member) -> Offer:
    """What `by` was asked, whatever became of it."""
    offer = await session.get(Offer, (by.workspace_id, offer_id))
    if offer is None or offer.to_id != by.id:
        raise Missing
    return offer


async def lock(session: AsyncSession, *, offer: Offer) -> tuple[Lead, Offer]:
    """The offer and its lead, held still for this transaction: the lead first, as everywhere."""
    here = offer.workspace_id
    held = select(Lead.id).where(Lead.workspace_id == here, Lead.id == offer.lead_id).with_for_update()
    await session.execute(held)
    (lead,) = await leads.these(session, workspace_id=here, lead_ids=[offer.lead_id])
    await session.refresh(offer)
    return lead, offer


def must_be_open(offer: Offer, lead: Lead) -> None:
    """Refuse an answer that comes too late, and say where the lead is."""
    if offer.status == OfferStatus.OPEN:
        return
    if lead.owner is None:
        raise OfferBack(lead=lead.account.name)
    raise OfferOver(lead=lead.account.name, owner=lead.owner)


async def of_lead(session: AsyncSession, *, lead: Lead) -> Offer | None:
    """What its owner is still asked about a lead."""
    found = await session.scalars(
        select(Offer)
        .options(joinedload(Offer.by), joinedload(Offer.to))
        .where(
            Offer.workspace_id == lead.workspace_id,
            Offer.lead_id == lead.id,
            Offer.status == OfferStatus.OPEN,
        )
    )
    return found.first()


async def withdraw(session: AsyncSession, *, leads: Sequence[Lead], now: datetime) -> None:
    """What is still asked about these leads is asked no longer: they have gone another way."""
    if not leads:
        return
    withdrawn = await session.scalars(
        update(Offer)
        .where(
            Offer.workspace_id == leads[0].workspace_id,
            Offer.lead_id.in_([lead.id for lead in leads]),
            Offer.status == OfferStatus.OPEN,
        )
        .values(status=OfferStatus.WITHDRAWN, settled_at=now)
        .returning(Offer)
    )
    await show_again(session, offers=withdrawn.all(), now=now)


async def show_again(session: AsyncSession, *, offers: Sequence[Offer], now: datetime) -> None:
    """Have the messages that ask redrawn: what became of it stands where the buttons were."""
    if not offers:
        return
    agains = [
        Again(
            mode="redraw",
            topic=f"offer:{offer.together or offer.id}",
            kind="leads_assigned" if offer.together else "lead_assigned",
            facts={"lead": offer.lead_id, "offer": offer.together or offer.id},
            key=f"offer:{offer.id}:{offer.status}",
        )
        for offer in offers
    ]
    await notices.again(session, workspace_id=offers[0].workspace_id, agains=agains, now=now)
