"""What every way of undoing does with an entry of the audit trail: lock the row, compare it, put it back, note it."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.errors import Refusal, msgid
from core.models import AuditRow, Member


class UndoneAlready(Refusal):
    message = msgid("That was undone already; nothing more to do.")


class ChangedSince(Refusal):
    message = msgid("It has been changed since, so it cannot be undone. Open the card to see how it stands.")


async def must_stand(session: AsyncSession, *, entry: AuditRow) -> None:
    """A change is taken back once. Raises UndoneAlready."""
    undone = await session.scalar(
        select(AuditRow.id).where(AuditRow.workspace_id == entry.workspace_id, AuditRow.undoes_id == entry.id)
    )
    if undone is not None:
        raise UndoneAlready


async def note(session: AsyncSession, row: Any, entry: AuditRow, by: Member, now: datetime) -> AuditRow:
    """Write down that it was taken back, the other way round."""
    return await audit.record(
        session, row=row, verb="undo", by=by, now=now, before=entry.after, after=entry.before, undoes=entry
    )


async def locked(session: AsyncSession, model: type[Any], entry: AuditRow, row_id: int | None = None) -> Any:
    """The row the entry is about, or another one of its kind, held and as it is now."""
    found = await session.scalars(
        select(model)
        .where(model.workspace_id == entry.workspace_id, model.id == (row_id or entry.noun_id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found.one()


def must_be_as_left(row: Any, entry: AuditRow) -> None:
    """What the change touched is as it left it. Raises ChangedSince."""
    columns = row.__table__.columns.keys()
    left = {name: value for name, value in entry.after.items() if name in columns}
    if audit.snapshot(row, left) != left:
        raise ChangedSince


def put_back(row: Any, entry: AuditRow) -> None:
    """The columns the change touched, as they were before it."""
    must_be_as_left(row, entry)
    for name, value in entry.before.items():
        setattr(row, name, audit.parsed(row, name, value))
    if hasattr(row, "version"):
        row.version += 1
