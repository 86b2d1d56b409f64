"""The columns that a list of deals may have, a row each. A new column is a row here, and its words in
handlers/views/words.py; it can then be shown, sorted by, filtered by its kind, typed in a line and exported."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, DateTime, bindparam, case, cast, extract, func

from core import scores
from core.models import Account, Deal, DealNeed, DealStatus, Lead, Member, Pipeline, Source, Stage, Team
from core.views.joins import Came, From, Next, Owner, Soonest

NOW = bindparam("now", type_=DateTime(timezone=True), required=False)


class Kind(StrEnum):
    """What a column holds, by which it is drawn, put in order and filtered."""

    TEXT = "text"  # holds what is looked for
    ONE = "one"  # the id of a row of `of`: one of several
    STATE = "state"  # a DealStatus: one of several
    WORDS = "words"  # a list of words: one of several
    MONEY = "money"  # in the deal's currency, full figures: from – to
    NUMBER = "number"  # from – to
    PERCENT = "percent"
    DAY = "day"  # within a span
    MOMENT = "moment"  # an instant; within a span of local days


FIGURES = (Kind.MONEY, Kind.NUMBER, Kind.PERCENT)
DAYS = (Kind.DAY, Kind.MOMENT)
CHOICES = (Kind.ONE, Kind.STATE, Kind.WORDS, Kind.TEXT)


@dataclass(frozen=True, eq=False)
class Column:
    """One column: what a cell holds, and what is said beside it; the joins both need. `by`: what the list is put in
    order by where that is not the value, and the joins this needs."""

    name: str
    kind: Kind
    value: Any
    joins: tuple[str, ...] = ()
    of: Any = None
    beside: Any = None
    by: tuple[Any, ...] = ()
    by_joins: tuple[str, ...] = ()

    @property
    def down(self) -> bool:
        """Whether the largest or newest comes first unless it is said otherwise."""
        return self.kind in (*FIGURES, Kind.MOMENT)

    @property
    def order(self) -> tuple[tuple[Any, ...], tuple[str, ...]]:
        """What the list is put in order by, and the joins it needs."""
        return (self.by, self.by_joins) if self.by else ((self.value,), self.joins)


def _days_in_stage() -> ColumnElement[Any]:
    return cast(func.floor(extract("epoch", NOW - Deal.stage_since) / 86_400), BigInteger)


def _score() -> ColumnElement[Any]:
    """Of open deals: one that has ended is neither likely nor unlikely any more."""
    return case((Deal.status == DealStatus.OPEN, scores.scored(func.coalesce(Came.merged_id, Came.id))))


_WEIGHTED = Deal.amount * Deal.probability / 100
_REGION = func.coalesce(func.nullif(func.trim(Lead.region), ""), DealNeed.need["provinces"][0].astext)

COLUMNS: dict[str, Column] = {
    column.name: column
    for column in (
        Column("customer", Kind.TEXT, Account.name, ("account",)),
        Column(
            "stage",
            Kind.ONE,
            Deal.stage_id,
            of=Stage,
            by=(Pipeline.position, Stage.position),
            by_joins=("pipeline", "stage"),
        ),
        Column("amount", Kind.MONEY, Deal.amount),
        Column("probability", Kind.PERCENT, Deal.probability),
        Column("weighted", Kind.MONEY, _WEIGHTED),
        Column("close", Kind.DAY, Deal.expected_close),
        Column("days", Kind.NUMBER, _days_in_stage(), by=(NOW - Deal.stage_since,)),
        Column("owner", Kind.ONE, Deal.owner_id, of=Member, by=(Owner.name,), by_joins=("owner",)),
        Column("team", Kind.ONE, Owner.team_id, ("owner",), of=Team, by=(Team.name,), by_joins=("team",)),
        Column("pipeline", Kind.ONE, Deal.pipeline_id, of=Pipeline, by=(Pipeline.position,), by_joins=("pipeline",)),
        Column("status", Kind.STATE, Deal.status),
        Column("product", Kind.TEXT, DealNeed.need["items"][0][0].astext, ("need",)),
        Column(
            "source",
            Kind.ONE,
            func.coalesce(Came.merged_id, Came.id),
            ("came",),
            of=Source,
            by=(From.name,),
            by_joins=("source",),
        ),
        Column("tags", Kind.WORDS, Lead.tags, ("lead",)),
        Column("region", Kind.TEXT, _REGION, ("lead", "need")),
        Column("score", Kind.NUMBER, _score(), ("came", "scoring")),
        Column("difficulty", Kind.NUMBER, Deal.coefficient),
        Column("competitor", Kind.TEXT, Deal.competitor),
        Column("last", Kind.MOMENT, Deal.last_follow_up_at),
        Column("next", Kind.TEXT, Next.c.text, ("next",), beside=Next.c.on, by=(Soonest.c.on,), by_joins=("soonest",)),
        Column("created", Kind.MOMENT, Deal.created_at),
        Column("closed", Kind.MOMENT, Deal.closed_at),
    )
}
