"""The tables beside a deal that a column may need, each joined only where one does."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from core import scores
from core.models import Account, Deal, DealNeed, Lead, Member, Pipeline, Scoring, Source, Stage, Task, Team

# Others than those by which it is asked who sees a deal.
Owner = aliased(Member, name="owner")
Came = aliased(Source, name="came")  # as it was written on the lead
From = aliased(Source, name="source_of")  # the entry of the list that this is a spelling of

# A next step, as on the card: no milestone; planned for the deal, or for the lead it was converted from.
_STEP = (Task.place.is_(None), Task.done_at.is_(None), Task.cancelled_at.is_(None))
Next = (
    select(Task.text, Task.on)
    .where(
        Task.workspace_id == Deal.workspace_id,
        or_(Task.deal_id == Deal.id, and_(Task.deal_id.is_(None), Task.lead_id == Deal.lead_id)),
        *_STEP,
    )
    .order_by(Task.on.asc().nulls_last(), Task.id)
    .limit(1)
    .correlate(Deal)
    .lateral("next_step")
)
# The same for all deals at once, to put them in order by it.
_Led = aliased(Deal, name="led")
_DEAL_ID = func.coalesce(Task.deal_id, _Led.id)
Soonest = (
    select(Task.workspace_id, _DEAL_ID.label("deal_id"), func.min(Task.on).label("on"))
    .outerjoin(
        _Led,
        and_(_Led.workspace_id == Task.workspace_id, Task.deal_id.is_(None), _Led.lead_id == Task.lead_id),
    )
    .where(_DEAL_ID.is_not(None), *_STEP)
    .group_by(Task.workspace_id, _DEAL_ID)
    .subquery("soonest")
)


@dataclass(frozen=True)
class Join:
    """A table, how its row is found, and the joins it needs before it."""

    table: Any
    on: ColumnElement[bool]
    after: str | None = None


def _to(model: Any, column: Any) -> ColumnElement[bool]:
    return and_(model.workspace_id == Deal.workspace_id, model.id == column)


JOINS = {
    "account": Join(Account, _to(Account, Deal.account_id)),
    "pipeline": Join(Pipeline, _to(Pipeline, Deal.pipeline_id)),
    "stage": Join(Stage, _to(Stage, Deal.stage_id)),
    "owner": Join(Owner, _to(Owner, Deal.owner_id)),
    "team": Join(Team, _to(Team, Owner.team_id), after="owner"),
    "lead": Join(Lead, _to(Lead, Deal.lead_id)),
    "came": Join(Came, _to(Came, Lead.source_id), after="lead"),
    "source": Join(From, _to(From, func.coalesce(Came.merged_id, Came.id)), after="came"),
    "need": Join(DealNeed, and_(DealNeed.workspace_id == Deal.workspace_id, DealNeed.deal_id == Deal.id)),
    "scoring": Join(Scoring, scores.HOLDS),
    "next": Join(Next, Next.c.text.is_not(None)),
    "soonest": Join(Soonest, and_(Soonest.c.workspace_id == Deal.workspace_id, Soonest.c.deal_id == Deal.id)),
}


def join(asked: Select[Any], names: Iterable[str]) -> Select[Any]:
    """The question with these tables beside the deals; a deal that has nothing there stays."""
    for name in _with_those_before(names):
        asked = asked.outerjoin(JOINS[name].table, JOINS[name].on)
    return asked


def _with_those_before(names: Iterable[str]) -> list[str]:
    wanted: dict[str, None] = {}
    for name in names:
        chain = [name]
        while (before := JOINS[chain[-1]].after) is not None:
            chain.append(before)
        wanted |= dict.fromkeys(reversed(chain))
    return list(wanted)
