"""What owners of milestones hear: that they were given some, once; that the days of theirs have moved."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import notices, tasks
from core.models import AuditRow, Deal, Member, Task
from core.notices import Again, Telling


async def given(
    session: AsyncSession, *, deal: Deal, milestones: Sequence[Task], cause: AuditRow, by: Member, now: datetime
) -> None:
    """Each owner hears of all that they were given at once; nobody of what they took themselves."""
    await _tell(session, "milestones_given", deal, milestones, cause=cause, by=by, now=now)


async def moved(
    session: AsyncSession, *, deal: Deal, milestones: Sequence[Task], cause: AuditRow, by: Member, now: datetime
) -> None:
    """Each owner hears of all whose days have moved by another's hand."""
    await _tell(session, "milestones_moved", deal, milestones, cause=cause, by=by, now=now)


async def _tell(
    session: AsyncSession,
    kind: str,
    deal: Deal,
    milestones: Sequence[Task],
    *,
    cause: AuditRow,
    by: Member,
    now: datetime,
) -> None:
    theirs: dict[int, list[int]] = {}
    for each in milestones:
        if each.owner_id != by.id:
            theirs.setdefault(each.owner_id, []).append(each.id)
    if not theirs:
        return
    readers = await session.scalars(
        select(Member).where(Member.workspace_id == deal.workspace_id, Member.id.in_(theirs), Member.active)
    )
    tellings = [
        Telling(
            kind=kind,
            key=f"{kind}:{cause.id}:{reader.id}",
            facts={"deal": deal.id, "milestones": theirs[reader.id], "by": by.id},
            to=reader,
            due_at=now,
        )
        for reader in readers
    ]
    await notices.tell_many(session, workspace_id=deal.workspace_id, tellings=tellings, now=now)


async def show_again(
    session: AsyncSession, *, deal: Deal, milestones: Sequence[Task], cause: AuditRow, now: datetime
) -> None:
    """The reminders of these milestones are struck through, and the deal's posted cards tell of its plan anew."""
    topic = f"deal:{deal.id}"
    card = Again(mode="redraw", topic=topic, kind="deal_card", facts={"deal": deal.id}, key=f"{topic}:plan:{cause.id}")
    struck = [tasks.closed(each.id, cause=str(cause.id)) for each in milestones]
    await notices.again(session, workspace_id=deal.workspace_id, agains=[card, *struck], now=now)
