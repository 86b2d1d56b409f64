"""What joins the customers of one project: each deal's card leads to the other's, the histories are read as one."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from core.access import sees_deal
from core.models import Deal, Member


@dataclass(frozen=True)
class Link:
    """Another deal that is one project with the one at hand. `goes_on`: it took that one in, and not the other way
    round; `opens`: whether its reader may see its card too."""

    deal: Deal
    goes_on: bool
    opens: bool


def joined_into(here: str, deals: Select[int]) -> Select[int]:
    """The ids of all deals that were one project with these, which go on; also by way of a third."""
    joined = (Deal.workspace_id == here, Deal.joined_into_id.is_not(None))
    found = select(Deal.id).where(*joined, Deal.joined_into_id.in_(deals)).cte("joined", recursive=True)
    further = select(Deal.id).where(*joined, Deal.joined_into_id == found.c.id)
    return select(found.union(further).c.id)


async def of_deal(session: AsyncSession, *, deal: Deal, by: Member) -> Sequence[Link]:
    """The deals that are one project with this one, which `by` may see: that which goes on, then those it took in, the
    newest first. One statement."""
    took_in = joined_into(deal.workspace_id, select(Deal.id).where(Deal.id == deal.id))
    rows = await session.execute(
        select(Deal, sees_deal(by))
        .options(joinedload(Deal.account), joinedload(Deal.owner))
        .where(Deal.workspace_id == deal.workspace_id, or_(Deal.id == deal.joined_into_id, Deal.id.in_(took_in)))
        .order_by((Deal.id == deal.joined_into_id).desc().nulls_last(), Deal.closed_at.desc(), Deal.id)
    )
    return [Link(other, other.id == deal.joined_into_id, opens) for other, opens in rows]
