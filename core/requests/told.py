"""Who hears of a request and of its answers, and what of it is shown elsewhere drawn anew."""

from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import notices
from core.access import sees_deal
from core.models import AuditRow, Deal, Member, Request
from core.notices import Again


def topic(request: Request) -> str:
    """What is shown to whoever is asked."""
    return f"request:{request.id}"


def topic_raised(request: Request) -> str:
    """What is shown to the manager."""
    return f"request:{request.id}:raised"


def facts_of(request: Request) -> dict[str, int]:
    """What its notices carry."""
    return {"request": request.id, "deal": request.deal_id}


async def sees(session: AsyncSession, *, request: Request, member: Member) -> bool:
    """Whether they may see the deal it is about."""
    return await session.scalar(select(Deal.id).where(Deal.id == request.deal_id, sees_deal(member))) is not None


async def hearer(session: AsyncSession, *, request: Request) -> Member | None:
    """Who hears the answers: whoever asked; where they have left, or see the deal no more, its owner."""
    by = await session.get_one(Member, (request.workspace_id, request.by_id))
    if by.active and await sees(session, request=request, member=by):
        return by
    deal = await session.get_one(Deal, (request.workspace_id, request.deal_id))
    owner = await session.get(Member, (deal.workspace_id, deal.owner_id)) if deal.owner_id else None
    return owner if owner is not None and owner.active else None


async def ask(session: AsyncSession, *, request: Request, to: Member, cause: AuditRow, now: datetime) -> None:
    """Tell whoever is asked; the deal's posted cards show it."""
    await notices.tell(
        session,
        workspace_id=request.workspace_id,
        kind="request_asked",
        key=f"{topic(request)}:asked:{cause.id}",
        facts=facts_of(request),
        to=to,
        topic=topic(request),
        due_at=now,
        now=now,
    )
    await notices.again(session, workspace_id=request.workspace_id, agains=[_card(request, cause)], now=now)


async def answer(
    session: AsyncSession, *, request: Request, what: str, cause: AuditRow, by: Member | None, now: datetime
) -> None:
    """Whoever asked hears `what` became of it, once; nobody hears what they did themselves."""
    to = await hearer(session, request=request)
    if to is None or (by is not None and to.id == by.id) or to.id == request.to_id:
        return
    await notices.tell(
        session,
        workspace_id=request.workspace_id,
        kind="request_answer",
        key=f"{topic(request)}:{what}:{cause.id}",
        facts={**facts_of(request), "what": what, **({"by": by.id} if by else {})},
        to=to,
        due_at=now,
        now=now,
    )


async def call_off(session: AsyncSession, *, request: Request, cause: AuditRow, by: Member, now: datetime) -> None:
    """Whoever had said that they will do it hears that they need not; a message struck through tells nobody."""
    to = await session.get_one(Member, (request.workspace_id, request.to_id))
    if request.accepted_at is None or to.id == by.id or not to.active:
        return
    await notices.tell(
        session,
        workspace_id=request.workspace_id,
        kind="request_off",
        key=f"{topic(request)}:off:{cause.id}",
        facts={**facts_of(request), "by": by.id},
        to=to,
        due_at=now,
        now=now,
    )


async def show_again(session: AsyncSession, *, request: Request, cause: AuditRow, now: datetime) -> None:
    """What is shown of it is drawn anew; once it is settled, for the last time."""
    mode: Literal["redraw", "close"] = "redraw" if request.is_open else "close"
    facts, name = facts_of(request), f"{topic(request)}:{cause.id}"
    shown = [
        Again(mode=mode, topic=topic(request), kind="request_asked", facts=facts, key=name),
        Again(mode=mode, topic=topic_raised(request), kind="request_raised", facts=facts, key=f"{name}:raised"),
        _card(request, cause),
    ]
    await notices.again(session, workspace_id=request.workspace_id, agains=shown, now=now)


def _card(request: Request, cause: AuditRow) -> Again:
    about = f"deal:{request.deal_id}"
    key = f"{about}:request:{cause.id}"
    return Again(mode="redraw", topic=about, kind="deal_card", facts={"deal": request.deal_id}, key=key)
