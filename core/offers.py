"""Offers 分配待接: a lead given to somebody who is to say in time whether they take it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from core import notices
from core.models import Lead, Offer, OfferStatus
from core.notices import Again


async def withdraw(session: AsyncSession, *, leads: Sequence[Lead], now: datetime) -> None:
    """What is still asked about these leads is asked no longer: they have gone another way."""
    if not leads:
        return
    withdrawn = await session.scalars(
        update(Offer)
        .where(
            Offer.workspace_id == leads[0].workspace_id,
            Offer.lead_id.in_([lead.id for lead in leads]),
            Offer.status == OfferStatus.OPEN,
        )
        .values(status=OfferStatus.WITHDRAWN, settled_at=now)
        .returning(Offer)
    )
    await show_again(session, offers=withdrawn.all(), now=now)


async def show_again(session: AsyncSession, *, offers: Sequence[Offer], now: datetime) -> None:
    """Have the messages that ask redrawn: what became of it stands where the buttons were."""
    if offers:
        agains = [
            Again(
                mode="close",
                topic=f"offer:{offer.id}",
                kind="lead_assigned",
                facts={"lead": offer.lead_id, "offer": offer.id},
                key=f"offer:{offer.id}:{offer.status}",
            )
            for offer in offers
        ]
        await notices.again(session, workspace_id=offers[0].workspace_id, agains=agains, now=now)
