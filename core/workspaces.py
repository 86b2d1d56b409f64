"""Workspaces: found by Slack's team id; made, with its stages, the first time anybody speaks."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import pools, presets
from core.errors import Missing
from core.models import Member, Workspace


async def of(session: AsyncSession, *, by: Member) -> Workspace:
    """The member's workspace, with the rules its admin set."""
    workspace = await session.get(Workspace, by.workspace_id)
    if workspace is None:
        raise Missing
    return workspace


async def one_at_a_time(session: AsyncSession, *, by: Member) -> None:
    """Whoever changes what the workspace has one list or one row of waits here until this transaction ends, so that
    limits hold and no name comes twice."""
    await session.execute(select(Workspace.id).where(Workspace.id == by.workspace_id).with_for_update(key_share=True))


async def found(session: AsyncSession, *, workspace_id: str, name: str, zone: str, locale: str, now: datetime) -> None:
    """Make the workspace with the usual pipelines and words and a first pool, unless it is there already."""
    made = await session.execute(
        insert(Workspace)
        .values(id=workspace_id, name=name, zone=zone, locale=locale, created_at=now)
        .on_conflict_do_nothing()
        .returning(Workspace.id)
    )
    if made.first():
        await presets.begin(session, workspace_id=workspace_id)
        await pools.add_first(session, workspace_id=workspace_id)
