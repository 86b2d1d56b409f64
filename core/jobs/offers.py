"""Leads that were given to somebody who has not answered in time go on to the next."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core.assignments import passing
from core.models import Workspace

FEW = 100  # leads in one transaction: while they are ranked, nobody claims


async def pass_on_offers(
    session: AsyncSession, *, workspace: Workspace, now: datetime, forced: bool
) -> int:  # every job is called alike
    """Pass on what was not answered: its hours are the working hours of whoever was asked."""
    return await passing.expire(session, workspace=workspace, now=now, most=FEW)
