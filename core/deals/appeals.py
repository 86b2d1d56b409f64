"""What is asked of a manager about a deal, and waits for an answer: pleas (core.moves.pleas) and new dates
(core.deals.extensions). How the manager hears it, how it is answered, how events overtake it."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar, cast

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.interfaces import ORMOption

from core import audit, notices
from core.access import sees_deal
from core.errors import Missing
from core.models import Deal, Extension, Member, Plea

Appeal = Plea | Extension
A = TypeVar("A", Plea, Extension)
LONGEST = 500  # characters of a reason, and of an answer


async def get(session: AsyncSession, kind: type[A], *whole: ORMOption, appeal_id: int, by: Member) -> A:
    """What was asked about a deal this person may see, with its people and what else `whole` loads."""
    rows = await session.scalars(
        select(kind)
        .join(Deal, (Deal.workspace_id == kind.workspace_id) & (Deal.id == kind.deal_id))
        .options(
            joinedload(kind.deal).options(joinedload(Deal.stage), joinedload(Deal.owner), joinedload(Deal.account)),
            joinedload(kind.by),
            joinedload(kind.manager),
            joinedload(kind.decided_by),
            *whole,
        )
        .where(kind.workspace_id == by.workspace_id, kind.id == appeal_id, sees_deal(by))
        .execution_options(populate_existing=True)
    )
    found = rows.first()
    if found is None:
        raise Missing
    return found


async def put_to(session: AsyncSession, appeal: Appeal, *, manager: Member, by: Member, now: datetime) -> None:
    """Ask the manager, in a message that is drawn anew once it is answered."""
    name = _name(appeal)
    await notices.tell(
        session,
        workspace_id=appeal.workspace_id,
        kind=audit.noun_of(appeal),
        key=name,
        facts={**_about(appeal), "by": by.id},
        to=manager,
        topic=name,
        due_at=now,
        now=now,
    )


async def decide(
    session: AsyncSession, appeal: Appeal, *, granted: bool, answer: str = "", by: Member, now: datetime
) -> None:
    """Answer it, on record; whoever asked hears it, with the words."""
    appeal.granted, appeal.decided_by_id, appeal.decided_at = granted, by.id, now
    appeal.answer = answer.strip()[:LONGEST] or None
    await session.flush()
    after = audit.snapshot(appeal, ("granted", "answer"))
    await audit.record(session, row=appeal, verb="grant" if granted else "refuse", by=by, now=now, after=after)
    await _close(session, appeal, now=now)
    if appeal.by_id != by.id:
        await notices.tell(
            session,
            workspace_id=appeal.workspace_id,
            kind=f"{audit.noun_of(appeal)}_answer",
            key=f"{_name(appeal)}:answer",
            facts={**_about(appeal), "by": by.id},
            to=await session.get_one(Member, (appeal.workspace_id, appeal.by_id)),
            due_at=now,
            now=now,
        )


async def overtake(
    session: AsyncSession, *kinds: type[Appeal], workspace_id: str, deal_ids: Sequence[int], now: datetime
) -> None:
    """Settle what waits about these deals as answered by events: they have moved, have another date, or have ended."""
    for kind in kinds:
        rows = await session.scalars(
            update(kind)
            .where(kind.workspace_id == workspace_id, kind.deal_id.in_(deal_ids), kind.decided_at.is_(None))
            .values(granted=False, decided_at=now)
            .returning(kind)
        )
        for appeal in cast(Sequence[Appeal], rows.all()):
            await _close(session, appeal, now=now)


async def _close(session: AsyncSession, appeal: Appeal, *, now: datetime) -> None:
    """Its message in the manager's hands is drawn for the last time."""
    name = _name(appeal)
    await notices.close(
        session,
        workspace_id=appeal.workspace_id,
        topic=name,
        kind=audit.noun_of(appeal),
        facts=_about(appeal),
        key=f"{name}:closed",
        now=now,
    )


def _name(appeal: Appeal) -> str:
    return f"{audit.noun_of(appeal)}:{appeal.id}"


def _about(appeal: Appeal) -> dict[str, int]:
    return {audit.noun_of(appeal): appeal.id, "deal": appeal.deal_id}
