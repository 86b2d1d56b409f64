"""What becomes of an import's rows: written down, counted, told row by row."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from core.imports.items import Choices, Verdict
from core.imports.whys import whys
from core.models import Import, ImportRow, RowState

_NOTE = text("""
update import_rows as r set state = v.state, whys = v.whys, twin = v.twin, account_id = v.account_id,
    lead_id = v.lead_id, audit_id = v.audit_id, alike = v.alike
from jsonb_to_recordset(cast(:rows as jsonb)) as v(number bigint, state text, whys jsonb, twin bigint,
    account_id bigint, lead_id bigint, audit_id bigint, alike boolean)
where r.workspace_id = :workspace and r.import_id = :import and r.number = v.number
""")
_FOR_MEMBERS = text("""
select cast(a.after ->> 'owner_id' as bigint) as owner_id, count(*) as leads
from import_rows as r join audit as a on a.workspace_id = r.workspace_id and a.id = r.audit_id
where r.workspace_id = :workspace and r.import_id = :import and r.state = 'entered'
group by 1
""")
# Those of which the person is told one by one: what did not come in, and what came in without something.
TOLD = (RowState.LIKELY, RowState.DUPLICATE, RowState.BAD, RowState.FULL)
IN = (RowState.ENTERED, RowState.ENRICHED)


@dataclass(frozen=True)
class Tally:
    """How many rows are in each state, why those that have something wrong have it (a sentence each), and how many
    come in without one of their values."""

    states: dict[RowState, int] = field(default_factory=dict)
    reasons: dict[RowState, list[tuple[str, int]]] = field(default_factory=dict)
    without: int = 0

    def count(self, *states: RowState) -> int:
        """How many rows are in any of these states."""
        return sum(self.states.get(state, 0) for state in states)


@dataclass(frozen=True)
class Told:
    """A row as it stands: what it said, and what became of it."""

    number: int
    cells: list[str]
    state: RowState | None
    whys: list[dict[str, Any]]

    @property
    def entered(self) -> bool:
        """Whether it has come in."""
        return self.state in IN


def entering(chosen: Choices) -> tuple[RowState, ...]:
    """The states of the rows that are to be entered."""
    return (RowState.NEW, RowState.KNOWN, *((RowState.LIKELY,) if chosen.enter_likely else ()))


async def left(session: AsyncSession, *, batch: Import, chosen: Choices) -> int:
    """How many rows are still to be entered."""
    found = await session.scalar(
        select(func.count()).where(*_its(batch), ImportRow.state.in_(entering(chosen)), ImportRow.lead_id.is_(None))
    )
    return found or 0


def _its(batch: Import) -> tuple[Any, ...]:
    return ImportRow.workspace_id == batch.workspace_id, ImportRow.import_id == batch.id


async def note(session: AsyncSession, *, batch: Import, verdicts: Sequence[Verdict]) -> None:
    """Write down what is to become of rows, or has, in one statement."""
    rows = [
        {
            "number": verdict.number,
            "state": verdict.state.value,
            "whys": whys(verdict.whys),
            "twin": verdict.twin,
            "account_id": verdict.account_id,
            "lead_id": verdict.lead_id,
            "audit_id": verdict.audit_id,
            "alike": verdict.alike,
        }
        for verdict in verdicts
    ]
    if rows:
        here = {"workspace": batch.workspace_id, "import": batch.id}
        await session.execute(_NOTE, {**here, "rows": json.dumps(rows, ensure_ascii=False)})


async def tally(session: AsyncSession, *, batch: Import) -> Tally:
    """Count the rows by what becomes of them and why. One statement."""
    why = ImportRow.whys[0]["key"].astext
    found = await session.execute(
        select(ImportRow.state, why, func.count())
        .where(*_its(batch), ImportRow.state.is_not(None))
        .group_by(ImportRow.state, why)
        .order_by(func.count().desc(), why)
    )
    states: dict[RowState, int] = {}
    reasons: dict[RowState, list[tuple[str, int]]] = {}
    without = 0
    for state, key, count in found:
        states[state] = states.get(state, 0) + count
        if key is not None and state in TOLD:
            reasons.setdefault(state, []).append((key, count))
        elif key is not None and state not in (RowState.JOINED, RowState.UNDONE):
            without += count
    return Tally(states, reasons, without)


async def first(session: AsyncSession, *, batch: Import, below: int, most: int) -> list[Told]:
    """The first rows below the headers."""
    return await _told(session, batch, ImportRow.number > below, most=most)


async def told(session: AsyncSession, *, batch: Import, after: int, most: int) -> list[Told]:
    """A page of the rows the person is told of one by one."""
    said = ImportRow.state.in_(TOLD) | (ImportRow.state.in_(IN) & (func.jsonb_array_length(ImportRow.whys) > 0))
    return await _told(session, batch, said, ImportRow.number > after, most=most)


async def _told(session: AsyncSession, batch: Import, *where: Any, most: int) -> list[Told]:
    found = await session.execute(
        select(ImportRow.number, ImportRow.cells, ImportRow.state, ImportRow.whys)
        .where(*_its(batch), *where)
        .order_by(ImportRow.number)
        .limit(most)
    )
    return [Told(*row) for row in found]


async def for_members(session: AsyncSession, *, batch: Import) -> dict[int | None, int]:
    """How many leads went to whom (None: the pool)."""
    found = await session.execute(_FOR_MEMBERS, {"workspace": batch.workspace_id, "import": batch.id})
    return {row.owner_id: row.leads for row in found}
