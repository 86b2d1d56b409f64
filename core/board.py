"""The board of a pipeline: its stages with counts, sums and what they are worth by probability."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.access import holds_deal
from core.models import Deal, DealStatus, Member, Pipeline, Stage, StageKind


@dataclass(frozen=True)
class Column:
    """One stage: how many open deals, their sums and weighted sums by currency (ISO code → full figures)."""

    stage: Stage
    count: int = 0
    sums: dict[str, Decimal] = field(default_factory=dict)
    weighted: dict[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Board:
    pipeline: Pipeline
    columns: Sequence[Column]

    @property
    def count(self) -> int:
        """Open deals in all."""
        return sum(column.count for column in self.columns)

    @property
    def sums(self) -> dict[str, Decimal]:
        """What the open deals come to, by currency."""
        return _add(column.sums for column in self.columns)

    @property
    def weighted(self) -> dict[str, Decimal]:
        """What they are worth by their probabilities, by currency."""
        return _add(column.weighted for column in self.columns)


def _add(parts: Iterable[dict[str, Decimal]]) -> dict[str, Decimal]:
    total: dict[str, Decimal] = {}
    for part in parts:
        for currency, amount in part.items():
            total[currency] = total.get(currency, Decimal()) + amount
    return total


async def boards(session: AsyncSession, *, by: Member) -> list[Board]:
    """Every pipeline as `by` may see it, in three statements however many deals there are. What is out of use is there
    as long as an open deal stands in it."""
    stages = await session.scalars(
        select(Stage).where(Stage.workspace_id == by.workspace_id).order_by(Stage.pipeline_id, Stage.position)
    )
    counted = await _counted(session, by=by)
    columns: dict[int, list[Column]] = {}
    for stage in stages:
        if stage.id in counted or (stage.kind == StageKind.OPEN and stage.retired_at is None):
            columns.setdefault(stage.pipeline_id, []).append(counted.get(stage.id, Column(stage)))
    known = await session.scalars(
        select(Pipeline).where(Pipeline.workspace_id == by.workspace_id).order_by(Pipeline.position)
    )
    boards = [Board(pipeline, columns.get(pipeline.id, [])) for pipeline in known]
    return [each for each in boards if each.count or each.pipeline.retired_at is None]


async def _counted(session: AsyncSession, *, by: Member) -> dict[int, Column]:
    rows = await session.execute(
        select(
            Stage,
            Deal.currency,
            func.count(Deal.id),
            func.coalesce(func.sum(Deal.amount), 0),
            func.coalesce(func.sum(Deal.amount * Deal.probability / 100), 0),
        )
        .join(Stage, (Stage.workspace_id == Deal.workspace_id) & (Stage.id == Deal.stage_id))
        .where(holds_deal(by), Deal.status == DealStatus.OPEN)
        .group_by(*Stage.__table__.columns, Deal.currency)
    )
    counted: dict[int, Column] = {}
    for stage, currency, count, amount, weighted in rows:
        so_far = counted.get(stage.id, Column(stage))
        counted[stage.id] = Column(
            stage,
            so_far.count + count,
            {**so_far.sums, currency: Decimal(amount or 0)},
            {**so_far.weighted, currency: Decimal(weighted or 0).quantize(Decimal("0.01"))},
        )
    return counted
