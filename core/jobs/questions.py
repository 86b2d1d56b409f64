"""Questions whether a lead may be kept: whoever is to answer is reminded once, then whoever asked hears of it."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core import members
from core.jobs.batch import BATCH
from core.models import Answer, Keep, Lead, Member, Workspace
from core.silence import alerts, keeps


async def remind_of_questions(session: AsyncSession, *, workspace: Workspace, today: date, now: datetime) -> int:
    """Take the questions whose day has come a step on; how many."""
    rows = await session.execute(
        select(Keep, Lead)
        .options(joinedload(Keep.owner))
        .join(Lead, (Lead.workspace_id == Keep.workspace_id) & (Lead.id == Keep.lead_id))
        .where(Keep.workspace_id == workspace.id, Keep.due_on <= today, Keep.answer.is_(None))
        .order_by(Keep.due_on, Keep.id)
        .limit(BATCH)
        .with_for_update(of=(Keep, Lead), skip_locked=True)
    )
    found = [(keep, lead) for keep, lead in rows]
    for keep, lead in found:
        if not keeps.stands(keep, lead):
            keep.answer, keep.answered_at, keep.due_on = Answer.MOOT, now, None
        elif today < keep.answer_by and (leader := await _leader(session, keep)):
            keep.asked_id, keep.due_on = leader.id, keep.answer_by
            await keeps.put(session, lead=lead, keep=keep, to=leader, cause="again", now=now, again=True)
        else:
            keep.due_on = None
            await keeps.tell_owner(session, lead=lead, keep=keep, cause="late", now=now)
            await alerts.make_true(session, lead=lead, cause=f"late:{keep.id}", now=now)
    return len(found)


async def _leader(session: AsyncSession, keep: Keep) -> Member | None:
    """Who is to answer; where whoever was asked has left, who leads the owner now."""
    asked = await session.get_one(Member, (keep.workspace_id, keep.asked_id))
    return asked if asked.active else await members.manager_of(session, member=keep.owner)
