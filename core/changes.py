"""What became of something while somebody looked at it, out of the audit trail: who changed what, and what of a form
sent since still holds."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core import audit
from core.models import AuditRow, Member


@dataclass(frozen=True)
class Change:
    """One column changed by one entry of the trail, from what to what, as the trail keeps values; `by` None: a job."""

    entry: AuditRow
    column: str
    before: Any
    after: Any
    by: Member | None


async def last(session: AsyncSession, *, row: Any) -> int:
    """The newest change to a row, for who looks at it to bring along; 0: none."""
    found = await session.scalar(
        select(func.max(AuditRow.id)).where(
            AuditRow.workspace_id == row.workspace_id,
            AuditRow.noun == audit.noun_of(row),
            AuditRow.noun_id == row.id,
        )
    )
    return found or 0


async def last_by(session: AsyncSession, *, row: Any) -> Member | None:
    """The last person who changed a row; None: nobody, or jobs alone."""
    found = await session.scalars(
        select(Member)
        .join(AuditRow, (AuditRow.workspace_id == Member.workspace_id) & (AuditRow.actor_id == Member.id))
        .where(
            AuditRow.workspace_id == row.workspace_id,
            AuditRow.noun == audit.noun_of(row),
            AuditRow.noun_id == row.id,
        )
        .order_by(AuditRow.id.desc())
        .limit(1)
    )
    return found.first()


async def since(session: AsyncSession, *, row: Any, seen: int, columns: Collection[str]) -> list[Change]:
    """What of these columns was changed after `seen`, oldest first."""
    actor = aliased(Member)
    rows = await session.execute(
        select(AuditRow, actor)
        .outerjoin(actor, (actor.workspace_id == AuditRow.workspace_id) & (actor.id == AuditRow.actor_id))
        .where(
            AuditRow.workspace_id == row.workspace_id,
            AuditRow.noun == audit.noun_of(row),
            AuditRow.noun_id == row.id,
            AuditRow.id > seen,
        )
        .order_by(AuditRow.id)
    )
    return [
        Change(entry, column, entry.before.get(column), entry.after[column], by)
        for entry, by in rows
        for column in columns
        if column in entry.after and entry.before.get(column) != entry.after[column]
    ]


@dataclass(frozen=True)
class Merged:
    """What is to be written of a form; `clashes`: what others wrote meanwhile where this form says otherwise."""

    values: Mapping[str, Any]
    clashes: Sequence[Change] = ()


def merge(typed: Mapping[str, Any], current: Mapping[str, Any], changed: Sequence[Change], *, told: int) -> Merged:
    """A form that was opened on something which has `changed` since. What this person left as they found it stays as it
    is now; what both changed is a clash, unless its writer was told of it before (entries up to `told`)."""
    values, clashes = dict(typed), []
    for column, value in audit.plain(typed).items():
        news = [change for change in changed if change.column == column]
        if not news:
            continue
        if value == news[0].before:
            values[column] = current[column]
        elif value != audit.plain(current)[column] and news[-1].entry.id > told:
            clashes.append(news[-1])
    return Merged(values, clashes)
