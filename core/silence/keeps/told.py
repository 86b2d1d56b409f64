"""What is told of a question: to whoever is asked, and to whoever asked."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core import notices
from core.models import Keep, Lead, Member
from core.silence import alerts


async def put(
    session: AsyncSession, *, lead: Lead, keep: Keep, to: Member, cause: int | str, now: datetime, again: bool = False
) -> None:
    """Ask `to` in a message of its own, below what they were told of the lead before; `again`: in their hours."""
    await alerts.put_question_away(session, lead=lead, cause=cause, now=now, again=True)
    await notices.tell(
        session,
        workspace_id=lead.workspace_id,
        kind="keep_asked",
        key=f"keep:{keep.id}:asked:{cause}",
        facts={"lead": lead.id, "account": lead.account_id, "keep": keep.id},
        to=to,
        topic=alerts.question(lead),
        due_at=now,
        now=now,
        manner="due" if again else "asked",
    )


async def tell_owner(session: AsyncSession, *, lead: Lead, keep: Keep, cause: int | str, now: datetime) -> None:
    """Tell who asked how it was answered, or that it was not in time."""
    await notices.tell(
        session,
        workspace_id=lead.workspace_id,
        kind="keep_answered",
        key=f"answer:{keep.id}:{cause}",
        facts={"lead": lead.id, "account": lead.account_id, "keep": keep.id},
        to=await session.get_one(Member, (keep.workspace_id, keep.owner_id)),
        topic=f"answer:{keep.id}",
        due_at=now,
        now=now,
        manner="asked" if keep.answer else "due",
    )
