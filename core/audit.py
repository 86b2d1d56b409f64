"""The audit trail: every change, who made it, from which message, before and after."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.models import AuditRow, Deal, Lead, Member, Visit, Workspace

_CAME_FROM: ContextVar[str | None] = ContextVar("came_from", default=None)
CENT = Decimal("0.01")  # sums are kept to the cent


@contextmanager
def came_from(source: str) -> Iterator[None]:
    """Every change written inside comes from this message or form, unless it names another itself."""
    before = _CAME_FROM.set(source)
    try:
        yield
    finally:
        _CAME_FROM.reset(before)


def whence() -> str | None:
    """Where the changes made at this point come from, for statements that write the trail themselves."""
    return _CAME_FROM.get()


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Column values as JSON keeps them: kinds by their value, dates and sums as text, written as they come back from
    the database, so that what was left can be told from what is there."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    match value:
        case Enum():
            return value.value
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date() | time():
            return value.isoformat()
        case Decimal():
            return str(value.quantize(CENT))
    return value


def snapshot(row: Any, columns: Iterable[str]) -> dict[str, Any]:
    """The named columns of a row as they are now."""
    return plain({column: getattr(row, column) for column in columns})


def parsed(row: Any, name: str, value: Any) -> Any:
    """A column's value as the row keeps it, from how the trail keeps it."""
    kind = row.__table__.columns[name].type.python_type
    if value is None:
        return None
    if kind in (datetime, date, time):
        return kind.fromisoformat(value)
    return Decimal(value) if kind is Decimal else value


def moment(value: str | None) -> datetime | None:
    """An instant as the trail keeps it."""
    return datetime.fromisoformat(value) if value is not None else None


def put_back(row: Any, *, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """The columns that still are as a change left them, as they were before it; what changed since stays."""
    now = snapshot(row, after)
    for name, value in before.items():
        if now.get(name) == after.get(name):
            setattr(row, name, parsed(row, name, value))


def noun_of(row: Any) -> str:
    """What the trail calls a row: lead, deal, stage."""
    return str(row.__tablename__).removesuffix("s")


async def record(
    session: AsyncSession,
    *,
    row: Lead | Deal | Visit | Any,
    verb: str,
    by: Member | None,
    now: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    source: str | None = None,
    undoes: AuditRow | None = None,
) -> AuditRow:
    """Write down one change to `row`; the audit row's id is what an Undo button carries. `by=None`: a job did it."""
    written = entry(row=row, verb=verb, by=by, now=now, before=before, after=after, source=source, undoes=undoes)
    session.add(written)
    await session.flush()
    return written


async def change(
    session: AsyncSession,
    *,
    row: Any,
    verb: str,
    values: Mapping[str, Any],
    by: Member | None,
    now: datetime,
    source: str | None = None,
    more: Mapping[str, Any] | None = None,
) -> AuditRow:
    """Set these columns and write down what they were and are. `more`: what else the change did, for its Undo."""
    before = snapshot(row, values)
    for name, value in values.items():
        setattr(row, name, value)
    after = {**snapshot(row, values), **(more or {})}
    return await record(session, row=row, verb=verb, by=by, now=now, before=before, after=after, source=source)


def of_workspace(
    workspace: Workspace, *, verb: str, by: Member, now: datetime, before: Mapping[str, Any], after: Mapping[str, Any]
) -> AuditRow:
    """One change to the workspace itself, which the trail knows by its number; still to be added."""
    return AuditRow(
        workspace_id=workspace.id,
        actor_id=by.id,
        noun="workspace",
        noun_id=workspace.number,
        verb=verb,
        before=plain(before),
        after=plain(after),
        source=whence(),
        at=now,
    )


def entry(
    *,
    row: Lead | Deal | Visit | Any,
    verb: str,
    by: Member | None,
    now: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    source: str | None = None,
    undoes: AuditRow | None = None,
) -> AuditRow:
    """The same, still to be added: for whoever writes down many at once."""
    return AuditRow(
        workspace_id=row.workspace_id,
        actor_id=by.id if by else None,
        noun=noun_of(row),
        noun_id=row.id,
        verb=verb,
        before=dict(before or {}),
        after=dict(after or {}),
        source=source or _CAME_FROM.get(),
        undoes_id=undoes.id if undoes else None,
        at=now,
    )


async def done_before(session: AsyncSession, *, verb: str, source: str | None, by: Member) -> AuditRow | None:
    """What this very form or command did when it was delivered the first time. Lock the member before asking."""
    if source is None:
        return None
    found = await session.scalars(
        select(AuditRow).where(
            AuditRow.workspace_id == by.workspace_id,
            AuditRow.source == source,
            AuditRow.actor_id == by.id,
            AuditRow.verb == verb,
        )
    )
    return found.first()
