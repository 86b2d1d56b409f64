"""Leads that come into a pool which gives its leads out by rank go to whoever is at work."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core.assignments import allotting
from core.models import Workspace

FEW = 100  # leads in one transaction: while they are ranked, nobody claims


async def allot_leads(session: AsyncSession, *, workspace: Workspace, now: datetime, forced: bool) -> int:
    """Give out what waits (`forced`: also to those whose working hours are over)."""
    return await allotting.allot(session, workspace=workspace, now=now, anybody=forced, most=FEW)
