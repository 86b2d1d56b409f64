"""What the ids of a list stand for: stages, people, teams, pipelines, sources; those out of use are told."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.models import Member
from core.views.columns import COLUMNS, Kind
from core.views.shape import Among, Shape


@dataclass(frozen=True)
class Names:
    """Rows by what they are and their id."""

    known: Mapping[Any, Mapping[int, Any]] = field(default_factory=dict)

    def of(self, column: str, row_id: Any) -> Any:
        """What stands in such a column; None: there is no such row (any more)."""
        return self.known.get(COLUMNS[column].of, {}).get(row_id)


async def find(session: AsyncSession, *, wanted: Iterable[tuple[Any, int]], workspace_id: str) -> Names:
    """The rows of these models and ids; a statement a model."""
    ids: dict[Any, set[int]] = defaultdict(set)
    for model, row_id in wanted:
        ids[model].add(row_id)
    known = {}
    for model, those in ids.items():
        rows = await session.scalars(select(model).where(model.workspace_id == workspace_id, model.id.in_(those)))
        known[model] = {row.id: row for row in rows}
    return Names(known)


def asked_for(shape: Shape) -> list[tuple[str, int]]:
    """The ids that a list is narrowed to, each with its column."""
    return [
        (name, value)
        for name, want in shape.wants.items()
        if COLUMNS[name].kind == Kind.ONE and isinstance(want, Among)
        for value in want.values
        if isinstance(value, int)
    ]


def retired(shape: Shape, names: Names) -> list[tuple[str, Any]]:
    """What a list is narrowed to though it is out of use: column and row; None for a row that is gone."""
    asked = [(name, names.of(name, row_id)) for name, row_id in asked_for(shape)]
    return [(name, row) for name, row in asked if row is None or _is_retired(row)]


def _is_retired(row: Any) -> bool:
    if isinstance(row, Member):
        return not row.active
    return getattr(row, "retired_at", None) is not None
