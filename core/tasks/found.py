"""Tasks that there are: one's own, those of a day, the next step with a customer or for a deal."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core.access import sees_task
from core.errors import Missing
from core.models import Deal, Member, Task

_OPEN = (Task.done_at.is_(None), Task.cancelled_at.is_(None))


def _own(task_id: int, by: Member) -> Select[Task]:
    mine = (Task.workspace_id == by.workspace_id, Task.id == task_id, Task.owner_id == by.id)
    return select(Task).options(joinedload(Task.account)).where(*mine)


async def get(session: AsyncSession, *, task_id: int, by: Member) -> Task:
    """An own task, whatever became of it."""
    task = (await session.scalars(_own(task_id, by))).first()
    if task is None:
        raise Missing
    return task


async def lock(session: AsyncSession, *, task_id: int, by: Member) -> Task:
    """An own task, held still for this transaction."""
    task = (await session.scalars(_own(task_id, by).with_for_update(of=Task))).first()
    if task is None or task.cancelled_at is not None:
        raise Missing
    return task


async def open_of(session: AsyncSession, *, owner: Member) -> Sequence[Task]:
    """A member's open tasks, the earliest first, those without a day last. At most 3,000."""
    rows = await session.scalars(
        select(Task)
        .options(joinedload(Task.account))
        .where(Task.workspace_id == owner.workspace_id, Task.owner_id == owner.id, *_OPEN)
        .order_by(Task.on.asc().nulls_last(), Task.at.asc().nulls_last(), Task.id)
        .limit(3000)
    )
    return rows.all()


async def planned(session: AsyncSession, *, owner: Member, on: date) -> bool:
    """Whether a member has anything open planned for that day."""
    found = await session.scalar(
        select(Task.id)
        .where(Task.workspace_id == owner.workspace_id, Task.owner_id == owner.id, Task.on == on, *_OPEN)
        .limit(1)
    )
    return found is not None


async def next_for(session: AsyncSession, *, account_id: int, by: Member) -> Task | None:
    """The next step agreed with a customer, whoever is to take it. A milestone of a plan is none."""
    rows = await session.scalars(
        select(Task)
        .where(
            Task.workspace_id == by.workspace_id,
            Task.account_id == account_id,
            Task.place.is_(None),
            *_OPEN,
            sees_task(by),
        )
        .order_by(Task.on.asc().nulls_last(), Task.id)
        .limit(1)
    )
    return rows.first()


async def next_of_deal(session: AsyncSession, *, deal: Deal) -> Task | None:
    """The next step planned for a deal, whoever is to take it. For a deal its reader may see."""
    rows = await session.scalars(
        select(Task)
        .where(Task.workspace_id == deal.workspace_id, Task.deal_id == deal.id, *_OPEN)
        .order_by(Task.on.asc().nulls_last(), Task.id)
        .limit(1)
    )
    return rows.first()
