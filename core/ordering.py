"""Places in a list that people order: two neighbours change theirs."""

from sqlalchemy import case, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.models import PlanStep, Stage


async def swap(session: AsyncSession, one: Stage | PlanStep, other: Stage | PlanStep) -> None:
    """Let two rows change places in one statement, so that no two ever stand in one; the rows in hand keep theirs."""
    kind = type(one)
    await session.execute(
        update(kind)
        .where(kind.workspace_id == one.workspace_id, kind.id.in_((one.id, other.id)))
        .values(position=case((kind.id == one.id, other.position), else_=one.position))
        .execution_options(synchronize_session=False)
    )
