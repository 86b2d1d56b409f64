"""The facts a deal is scored by, and the score itself as SQL works it out: the same as `reckon`, for any number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, Text, and_, case, cast, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.models import Deal, Lead, Scoring, Source
from core.scores.model import Factor

Origin, Came = aliased(Lead), aliased(Source)
_ROOT: ColumnElement[Any] = func.coalesce(Came.merged_id, Came.id)


HOLDS = and_(Scoring.workspace_id == Deal.workspace_id, Scoring.holds)  # how the model is found beside a deal


@dataclass(frozen=True)
class Facts:
    """What is known of a deal; None: it was not told."""

    source_id: int | None
    type_id: int | None
    probability: int
    importance: str | None
    amount: Decimal | None
    currency: str
    approved: bool | None
    budget: Decimal | None
    budget_currency: str | None


def joined(asked: Select[Any]) -> Select[Any]:
    """A select from deals with what `score` and the facts need beside them."""
    return (
        asked.outerjoin(Origin, and_(Origin.workspace_id == Deal.workspace_id, Origin.id == Deal.lead_id))
        .outerjoin(Came, and_(Came.workspace_id == Origin.workspace_id, Came.id == Origin.source_id))
        .outerjoin(Scoring, HOLDS)
    )


def _listed(points: Any, key: Any, other: Any) -> ColumnElement[Any]:
    """Points by id out of a map; those of `other` for an id that it does not name, none without an id."""
    named = cast(points.op("->>")(cast(key, Text)), BigInteger)
    return case((key.is_(None), 0), else_=func.coalesce(named, other))


def _band(begins: Any, points: Any, amount: Any, currency: Any) -> ColumnElement[Any]:
    """Points of the band that a sum lies in; none below the first, or in another currency."""
    place = func.width_bucket(amount, begins)
    return case((currency == Scoring.currency, func.coalesce(points[place], 0)), else_=0)


def _points(source_id: Any) -> Mapping[Factor, Any]:
    return {
        Factor.SOURCE: _listed(Scoring.sources, source_id, Scoring.other_source),
        Factor.TYPE: _listed(Scoring.types, Deal.type_id, Scoring.other_type),
        Factor.LIKELIHOOD: Deal.probability,
        Factor.IMPORTANCE: func.coalesce(cast(Scoring.importance.op("->>")(Deal.importance), BigInteger), 0),
        Factor.VALUE: _band(Scoring.value_from, Scoring.value_points, Deal.amount, Deal.currency),
        Factor.APPROVED: case((Deal.approved.is_(True), 100), else_=0),
        Factor.BUDGET: _band(Scoring.budget_from, Scoring.budget_points, Deal.budget, Deal.budget_currency),
    }


def scored(source_id: Any) -> ColumnElement[Any]:
    """The score in SQL, for a question that has `Scoring` beside its deals; `source_id`: of the entry of the list that
    a deal's lead came from.

    Points times weights over the weights, to the nearest whole, halves up; in whole numbers all along, so that it is
    what `reckon` says to the point. Null where the workspace has no model.
    """
    points = _points(source_id)
    weights = {factor: getattr(Scoring, f"weight_{factor}") for factor in Factor}
    earned = sum((weight * points[factor] for factor, weight in weights.items()), literal(0))
    whole = sum(weights.values(), literal(0))
    return (2 * earned + whole) // (2 * whole)


score = scored(_ROOT)


async def of_deals(session: AsyncSession, *, deals: Sequence[Deal]) -> Mapping[int, int]:
    """The score of each deal, by its id; none where the workspace has no model. One statement."""
    if not deals:
        return {}
    ids = [deal.id for deal in deals]
    here = (Deal.workspace_id == deals[0].workspace_id, Deal.id.in_(ids))
    rows = await session.execute(joined(select(Deal.id, score).select_from(Deal)).where(*here, score.is_not(None)))
    return {deal_id: points for deal_id, points in rows}  # noqa: C416  # rows, not pairs, to the type checker


async def known(session: AsyncSession, *, deals: Sequence[Deal]) -> Mapping[int, Facts]:
    """What each deal would be scored by, by its id. One statement."""
    if not deals:
        return {}
    here = (Deal.workspace_id == deals[0].workspace_id, Deal.id.in_([deal.id for deal in deals]))
    rows = await session.execute(joined(select(Deal.id, _ROOT).select_from(Deal)).where(*here))
    sources = {row[0]: row[1] for row in rows}
    return {deal.id: _facts(deal, sources.get(deal.id)) for deal in deals}


def _facts(deal: Deal, source_id: int | None) -> Facts:
    return Facts(
        source_id=source_id,
        type_id=deal.type_id,
        probability=deal.probability,
        importance=deal.importance,
        amount=deal.amount,
        currency=deal.currency,
        approved=deal.approved,
        budget=deal.budget,
        budget_currency=deal.budget_currency,
    )
