"""How a request ends: answered, called off, or overtaken by what becomes of its deal and of whoever was asked."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.models import AuditRow, Deal, DealStatus, Mate, Member, Request, RequestEnd, RequestKind, Workspace
from core.requests import told, when

COLUMNS = ("ended_at", "ending", "ended_by_id", "answer", "next_at")


async def end(
    session: AsyncSession,
    *,
    request: Request,
    ending: RequestEnd,
    verb: str,
    by: Member | None,
    now: datetime,
    answer: str | None = None,
    source: str | None = None,
) -> AuditRow:
    """Settle a locked request; what is shown of it is struck through."""
    values = {
        "ended_at": now,
        "ending": ending,
        "ended_by_id": by.id if by else None,
        "answer": answer,
        "next_at": None,
    }
    more = {"to_id": request.to_id, "text": request.text}
    entry = await audit.change(session, row=request, verb=verb, values=values, by=by, now=now, source=source, more=more)
    await told.show_again(session, request=request, cause=entry, now=now)
    return entry


async def stepped(session: AsyncSession, *, deal_id: int, by: Member, now: datetime) -> None:
    """Whoever was urged on a deal has taken it on by an ordinary step; whoever urged them hears it with thanks."""
    found = await session.scalars(
        select(Request)
        .where(
            Request.workspace_id == by.workspace_id,
            Request.deal_id == deal_id,
            Request.to_id == by.id,
            Request.kind == RequestKind.URGE,
            Request.ended_at.is_(None),
        )
        .with_for_update()
    )
    for request in found.all():
        entry = await end(session, request=request, ending=RequestEnd.STEPPED, verb="step", by=by, now=now)
        await told.answer(session, request=request, what="stepped", cause=entry, by=by, now=now)


async def follow(session: AsyncSession, *, workspace_id: str, deal_ids: Sequence[int], now: datetime) -> None:
    """Make what is asked on these deals stand as the deals, their owners and their teams do. Harmless when done twice.

    A deal that ends takes its requests along; opened again, it has those back whose time has not come. Whoever has
    no more to do with a deal is asked no more, and whoever asked them hears it.
    """
    await session.flush()
    rows = await session.execute(
        select(Request, Deal, Member)
        .join(Deal, (Deal.workspace_id == Request.workspace_id) & (Deal.id == Request.deal_id))
        .join(Member, (Member.workspace_id == Request.workspace_id) & (Member.id == Request.to_id))
        .where(
            Request.workspace_id == workspace_id,
            Request.deal_id.in_(list(deal_ids)),
            or_(Request.ended_at.is_(None), Request.ending == RequestEnd.CLOSED),
        )
        .order_by(Request.id)
        .with_for_update(of=Request)
    )
    for request, deal, to in rows.all():
        if not request.is_open:
            await _open_again(session, request, deal, to, now=now)
        elif deal.status != DealStatus.OPEN:
            await end(session, request=request, ending=RequestEnd.CLOSED, verb="over", by=None, now=now)
        elif not await _is_theirs(session, request, deal, to):
            await over(session, request=request, now=now)


async def over(session: AsyncSession, *, request: Request, now: datetime) -> None:
    """Whoever was asked cannot do it any more."""
    entry = await end(session, request=request, ending=RequestEnd.OVER, verb="over", by=None, now=now)
    await told.answer(session, request=request, what="over", cause=entry, by=None, now=now)


async def _open_again(session: AsyncSession, request: Request, deal: Deal, to: Member, *, now: datetime) -> None:
    if deal.status != DealStatus.OPEN or when.ends_at(request, to=to) <= now:
        return
    if not await _is_theirs(session, request, deal, to) or await _urged_anew(session, request):
        return
    await _ask_again(session, request, to, now=now)


async def step_undone(session: AsyncSession, *, entry: AuditRow, now: datetime) -> None:
    """The step that answered an urge was taken back: the urge stands again, and whoever urged hears so."""
    rows = await session.execute(
        select(Request, Deal, Member)
        .join(Deal, (Deal.workspace_id == Request.workspace_id) & (Deal.id == Request.deal_id))
        .join(Member, (Member.workspace_id == Request.workspace_id) & (Member.id == Request.to_id))
        .where(
            Request.workspace_id == entry.workspace_id,
            Request.to_id == entry.actor_id,
            Request.ending == RequestEnd.STEPPED,
            Request.ended_at == entry.at,
            Deal.status == DealStatus.OPEN,
        )
        .with_for_update(of=Request)
    )
    for request, deal, to in rows.all():
        if await _is_theirs(session, request, deal, to) and not await _urged_anew(session, request):
            cause = await _ask_again(session, request, to, now=now)
            await told.answer(session, request=request, what="undone", cause=cause, by=to, now=now)


async def _ask_again(session: AsyncSession, request: Request, to: Member, *, now: datetime) -> AuditRow:
    workspace = await session.get_one(Workspace, request.workspace_id)
    first = request.raised_at is None
    values = {
        **dict.fromkeys(COLUMNS),
        "next_at": when.chased_at(request, to=to, workspace=workspace, now=now) if first else None,
    }
    more = {"to_id": request.to_id, "text": request.text}
    entry = await audit.change(session, row=request, verb="again", values=values, by=None, now=now, more=more)
    await told.ask(session, request=request, to=to, cause=entry, now=now)
    return entry


async def _urged_anew(session: AsyncSession, request: Request) -> bool:
    """Whether another urge stands in its place by now."""
    if request.kind != RequestKind.URGE:
        return False
    another = select(Request.id).where(
        Request.workspace_id == request.workspace_id,
        Request.deal_id == request.deal_id,
        Request.to_id == request.to_id,
        Request.kind == RequestKind.URGE,
        Request.ended_at.is_(None),
    )
    return await session.scalar(another.limit(1)) is not None


async def _is_theirs(session: AsyncSession, request: Request, deal: Deal, to: Member) -> bool:
    """Whether they are there, and have to do with the deal still. Whoever owns it by now helps nobody who is off it."""
    if not to.active or not await told.sees(session, request=request, member=to):
        return False
    if request.kind == RequestKind.URGE:
        return deal.owner_id == to.id or await _is_mate(session, deal, to)
    by = await session.get_one(Member, (request.workspace_id, request.by_id))
    return deal.owner_id != to.id or await told.sees(session, request=request, member=by)


async def _is_mate(session: AsyncSession, deal: Deal, member: Member) -> bool:
    theirs = select(Mate.id).where(
        Mate.workspace_id == deal.workspace_id,
        Mate.deal_id == deal.id,
        Mate.member_id == member.id,
        Mate.left_at.is_(None),
    )
    return await session.scalar(theirs.limit(1)) is not None
