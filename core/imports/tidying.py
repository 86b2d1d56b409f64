"""Old imports put away: a preview nobody answered is left alone, and what a file said is forgotten a week after."""

from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.imports import batches
from core.models import Import, ImportRow, ImportStatus, Workspace

KEPT = timedelta(days=7)
_FILES = 20  # forgotten at once: each may have ten thousand rows
_UNANSWERED = (ImportStatus.READY, ImportStatus.CHECKING)
_OVER = (ImportStatus.DONE, ImportStatus.UNDONE)


async def tidy(session: AsyncSession, *, workspace: Workspace, now: datetime, most: int) -> int:
    """Close the previews of a week ago, and forget the rows of imports that ended then; how many of either."""
    closed = await _close(session, workspace=workspace, now=now, most=most)
    return max(closed, await _forget(session, workspace=workspace, now=now))


async def _close(session: AsyncSession, *, workspace: Workspace, now: datetime, most: int) -> int:
    """Its message then says that nothing of it was entered."""
    found = await session.scalars(
        select(Import)
        .where(Import.workspace_id == workspace.id, Import.status.in_(_UNANSWERED), Import.created_at < now - KEPT)
        .order_by(Import.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    old = found.all()
    for batch in old:
        await batches.close(session, batch=batch, status=ImportStatus.CANCELLED, now=now)
    return len(old)


async def _forget(session: AsyncSession, *, workspace: Workspace, now: datetime) -> int:
    """What became of the leads is on them; here it is somebody's list of people."""
    its = (ImportRow.workspace_id == Import.workspace_id, ImportRow.import_id == Import.id)
    old = await session.scalars(
        select(Import.id)
        .where(
            Import.workspace_id == workspace.id,
            Import.status.in_(_OVER),
            Import.ended_at < now - KEPT,
            exists().where(*its),
        )
        .order_by(Import.id)
        .limit(_FILES)
    )
    ids = old.all()
    if ids:
        await session.execute(
            delete(ImportRow).where(ImportRow.workspace_id == workspace.id, ImportRow.import_id.in_(ids))
        )
    return len(ids)
