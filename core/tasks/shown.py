"""What is shown already of tasks and of days, made true again when a task is planned, done, moved or taken back."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core import notices
from core.models import Member, Task
from core.notices import Again


async def settle_reminders(
    session: AsyncSession, *, task_ids: Sequence[int], cause: int, by: Member, now: datetime
) -> None:
    """Strike the reminders shown for these tasks through: done, moved or taken back by the audit row `cause`."""
    shown = [closed(task_id, cause=str(cause)) for task_id in task_ids]
    await notices.again(session, workspace_id=by.workspace_id, agains=shown, now=now)


def closed(task_id: int, *, cause: str) -> Again:
    """Strikes the reminder shown for a task through; `cause` is told once for it."""
    key = f"task:{task_id}:closed:{cause}"
    return Again(mode="close", topic=f"task:{task_id}", kind="task_due", facts={"task": task_id}, key=key)


def day_of(member_id: int, day: date) -> str:
    """The topic of what somebody is told when nothing is planned for a day of theirs."""
    return f"empty:{member_id}:{day}"


def planned_for(owner: Member, on: date, *, cause: int) -> Again:
    """Makes that true after the audit row `cause` has planned something for the day."""
    topic = day_of(owner.id, on)
    facts = {"day": on.isoformat()}
    return Again(mode="redraw", topic=topic, kind="empty_day", facts=facts, key=f"{topic}:planned:{cause}")


async def show_again(session: AsyncSession, *, task: Task, cause: int, by: Member, now: datetime) -> None:
    """A task was planned, done, moved or taken back by the audit row `cause`: its reminder is struck through, and the
    posted cards of its deal tell of the next step as it is now."""
    await settle_reminders(session, task_ids=[task.id], cause=cause, by=by, now=now)
    if task.deal_id is not None:
        topic = f"deal:{task.deal_id}"
        facts = {"deal": task.deal_id}
        card = Again(mode="redraw", topic=topic, kind="deal_card", facts=facts, key=f"{topic}:task:{cause}")
        await notices.again(session, workspace_id=by.workspace_id, agains=[card], now=now)
