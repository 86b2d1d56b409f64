"""Requests that are due: chased once, naming who asked; a working day later taken to a manager, once."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit, hours, members, notices
from core.jobs.batch import BATCH
from core.models import Deal, Member, Request, Workspace
from core.notices import Again, Telling
from core.requests import end, told, when


async def chase_requests(session: AsyncSession, *, workspace: Workspace, now: datetime, forced: bool) -> int:
    """Take each request that is due one step on, in the working hours of whoever is asked, unless `forced`. How many.

    Of somebody who has left nothing is expected: whoever asked hears that at once.
    """
    rows = await session.execute(
        select(Request, Member)
        .join(Member, (Member.workspace_id == Request.workspace_id) & (Member.id == Request.to_id))
        .where(Request.workspace_id == workspace.id, Request.next_at <= now, Request.ended_at.is_(None))
        .order_by(Request.next_at, Request.id)
        .limit(BATCH)
        .with_for_update(of=Request, skip_locked=True)
    )
    due = [(request, to) for request, to in rows]
    for request, to in due:
        theirs = hours.of(to, workspace)
        if not to.active:
            await end.over(session, request=request, now=now)
        elif not forced and not hours.is_open(now, theirs):
            request.next_at = hours.next_open(now, theirs)
        elif request.chased_at is None:
            request.chased_at, request.next_at = now, when.working_day_after(now, theirs)
            await _noted(session, request, "chase", now=now)
            await _chase(session, request, to, now=now)
        else:
            await _raise(session, request, to, now=now)
    return len(due)


async def _chase(session: AsyncSession, request: Request, to: Member, *, now: datetime) -> None:
    """Say it once more: an old message that is edited reminds nobody, so the new word is posted below it."""
    name = told.topic(request)
    facts = {**told.facts_of(request), "step": "past"}
    past = Again(mode="close", topic=name, kind="request_asked", facts=facts, key=f"{name}:chased:past")
    await notices.again(session, workspace_id=request.workspace_id, agains=[past], now=now)
    chased = Telling(
        kind="request_chased",
        key=f"{name}:chased",
        facts=told.facts_of(request),
        to=to,
        topic=name,
        due_at=now,
        manner="due",
    )
    await notices.tell_many(session, workspace_id=request.workspace_id, tellings=[chased], now=now)


async def _raise(session: AsyncSession, request: Request, to: Member, *, now: datetime) -> None:
    """Take it to a manager who sees the deal; where there is none, whoever asked hears that nobody answered."""
    request.raised_at, request.next_at = now, None
    manager = await _manager(session, request, to)
    hears = manager or await told.hearer(session, request=request)
    request.raised_to_id = hears.id if hears else None
    await _noted(session, request, "raise", now=now)
    if hears is None:
        return
    raised = Telling(
        kind="request_raised",
        key=f"{told.topic_raised(request)}:told",
        facts=told.facts_of(request),
        to=hears,
        topic=told.topic_raised(request),
        due_at=now,
        manner="due",
    )
    await notices.tell_many(session, workspace_id=request.workspace_id, tellings=[raised], now=now)


async def _manager(session: AsyncSession, request: Request, to: Member) -> Member | None:
    """Who leads whoever is asked, if the deal is theirs to see; else who leads its owner."""
    deal = await session.get_one(Deal, (request.workspace_id, request.deal_id))
    owner = await session.get(Member, (deal.workspace_id, deal.owner_id)) if deal.owner_id else None
    for led in (to, owner):
        manager = await members.manager_of(session, member=led) if led is not None else None
        if manager is None or manager.id == to.id:
            continue
        if await told.sees(session, request=request, member=manager):
            return manager
    return None


async def _noted(session: AsyncSession, request: Request, verb: str, *, now: datetime) -> None:
    after = {"to_id": request.to_id, "text": request.text, "raised_to_id": request.raised_to_id}
    entry = await audit.record(session, row=request, verb=verb, by=None, now=now, after=after)
    if verb == "raise":
        await told.show_again(session, request=request, cause=entry, now=now)
