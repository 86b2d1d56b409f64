"""A deal's expected close: when its owner is told of it, when it is closed by itself, how often it was put off."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.models import AuditRow, Deal, Pipeline, Workspace


def wind(deal: Deal, *, pipeline: Pipeline, workspace: Workspace, today: date) -> None:
    """Set both days anew. A date that has passed already leaves the whole grace from today on, so that nothing is
    closed unannounced."""
    close, grace = deal.expected_close, pipeline.grace_days
    warning = pipeline.warning_days if pipeline.warning_days is not None else workspace.close_warning_days
    deal.warn_close_on = close - timedelta(days=warning) if close else None
    deal.lapse_on = max(close, today) + timedelta(days=grace + 1) if close and grace is not None else None


def is_late(deal: Deal, *, today: date) -> bool:
    """Whether its date has passed in a pipeline that closes such deals: then a later one is the manager's to grant."""
    return deal.lapse_on is not None and deal.expected_close is not None and deal.expected_close < today


def end_is_told(deal: Deal) -> bool:
    """Whether its owner has been told of its present date that it has passed and the deal will be closed by itself."""
    if deal.lapse_on is None or deal.expected_close is None:
        return False
    return deal.warn_close_on is None or deal.warn_close_on > deal.expected_close + timedelta(days=1)


async def shifts(session: AsyncSession, *, deals: Sequence[Deal]) -> dict[int, int]:
    """How often the date of each deal was put off, by its id; what was undone does not count. One statement."""
    if not deals:
        return {}
    undoing = aliased(AuditRow)
    rows = await session.execute(
        select(AuditRow.noun_id, func.count())
        .where(
            AuditRow.workspace_id == deals[0].workspace_id,
            AuditRow.noun == "deal",
            AuditRow.noun_id.in_([deal.id for deal in deals]),
            AuditRow.verb == "edit",
            # Days are kept as 2026-12-01, which compares as text as it does as a day.
            AuditRow.after["expected_close"].astext > AuditRow.before["expected_close"].astext,
            ~select(undoing.id)
            .where(undoing.workspace_id == AuditRow.workspace_id, undoing.undoes_id == AuditRow.id)
            .exists(),
        )
        .group_by(AuditRow.noun_id)
    )
    return {deal_id: count for deal_id, count in rows}  # noqa: C416  # rows, not pairs, to the type checker
