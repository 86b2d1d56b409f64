"""Dead leads 死线索 that may have a fresh try: dead, and nobody follows their customer by now."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, exists, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.access import sees_lead
from core.models import Deal, DealStatus, Lead, LeadStatus, Member


def free() -> ColumnElement[bool]:
    """Whether a `Lead` is dead and its customer nobody's: no open lead, no deal open or won. Of several dead leads of
    one customer it is the last."""
    other = aliased(Lead)
    same = and_(other.workspace_id == Lead.workspace_id, other.account_id == Lead.account_id)
    later = tuple_(other.died_at, other.id) > tuple_(Lead.died_at, Lead.id)
    again = exists().where(same, or_(other.status == LeadStatus.OPEN, and_(other.status == LeadStatus.DEAD, later)))
    dealt = exists().where(
        Deal.workspace_id == Lead.workspace_id,
        Deal.account_id == Lead.account_id,
        Deal.status.in_((DealStatus.OPEN, DealStatus.WON)),
    )
    return and_(Lead.status == LeadStatus.DEAD, ~again, ~dealt)


async def of_customers(session: AsyncSession, *, account_ids: Sequence[int], by: Member) -> dict[int, int]:
    """The dead lead of each of these customers that `by` may pick up, by the customer's id."""
    if not account_ids:
        return {}
    rows = await session.execute(
        select(Lead.account_id, Lead.id).where(Lead.account_id.in_(account_ids), sees_lead(by), free())
    )
    return {row.account_id: row.id for row in rows}
