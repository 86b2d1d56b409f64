"""Evidence that comes with a line: the files beside it, the courier numbers in it. It goes where the line goes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from core import evidence
from core.evidence import File, Place
from core.models import Evidence, Member
from core.visits.outcome import Logged, Outcome


def _place(outcome: Outcome) -> Place:
    if not isinstance(outcome, Logged):
        return Place(draft_id=outcome.draft_id)
    thing, written = outcome.thread.thing, outcome.written
    visit_id = written.visit_id if written else outcome.thread.repeated
    if thing is None:
        return Place(account_id=outcome.customer.id, visit_id=visit_id)
    return evidence.place_of(thing, visit_id=visit_id)


async def keep(
    session: AsyncSession,
    *,
    files: Sequence[File],
    outcome: Outcome,
    line: str,
    by: Member,
    now: datetime,
    source: str | None,
) -> None:
    """Put the files that came with a line on the record, of its deal or lead; of the kept line where that is open."""
    if files:
        await evidence.add_files(
            session, files=files, place=_place(outcome), by=by, now=now, source=source or "", said=line
        )


async def read(
    session: AsyncSession, *, line: str, outcome: Logged, by: Member, now: datetime, source: str | None
) -> None:
    """Put the courier numbers that a logged line tells of on the record."""
    await evidence.from_line(session, line=line, place=_place(outcome), by=by, now=now, source=source)


async def take_up(
    session: AsyncSession, *, draft_id: int, outcome: Outcome, by: Member, now: datetime, source: str | None
) -> None:
    """The files that came with a kept line go where it went."""
    if isinstance(outcome, Logged):
        await evidence.take_up(session, draft_id=draft_id, place=_place(outcome), by=by, now=now, source=source)


async def carry(session: AsyncSession, *, visit_id: int, outcome: Logged, by: Member, now: datetime) -> None:
    """A follow-up is said again: the files that came with it belong to what is said now."""
    place = _place(outcome)
    await session.execute(
        update(Evidence)
        .where(
            Evidence.workspace_id == by.workspace_id,
            Evidence.visit_id == visit_id,
            Evidence.file_id.is_not(None),
            Evidence.withdrawn_at == now,  # with the words they came with; not those taken off before
        )
        .values(
            account_id=place.account_id,
            lead_id=place.lead_id,
            deal_id=place.deal_id,
            visit_id=place.visit_id,
            withdrawn_at=None,
        )
    )
