"""Scoring 评分: how promising a deal is, by what the workspace's admin thinks counts."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Numeric, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.models.base import Base, Scoped, join_on, refers
from core.models.members import Member

WEIGHTS = ("source", "type", "likelihood", "importance", "value", "approved", "budget")
_EACH = " and ".join(f"weight_{name} between 0 and 100" for name in WEIGHTS)
_SUM = " + ".join(f"weight_{name}" for name in WEIGHTS)


class Scoring(Scoped, Base):
    """One a workspace: a weight for each factor, and how its values map to points from 0 to 100. In columns of their
    own rather than as a whole, since the score of each deal is worked out from them in SQL."""

    __tablename__ = "scorings"
    __table_args__ = (
        refers("by_id", "members"),
        UniqueConstraint("workspace_id"),
        CheckConstraint(_EACH, name="weights"),
        CheckConstraint(f"{_SUM} > 0", name="one_weight"),
        CheckConstraint(
            "cardinality(value_from) = cardinality(value_points)"
            " and cardinality(budget_from) = cardinality(budget_points)",
            name="bands",
        ),
    )

    holds: Mapped[bool] = mapped_column(comment="false: deals are not scored for the time being")
    weight_source: Mapped[int]
    weight_type: Mapped[int]
    weight_likelihood: Mapped[int]
    weight_importance: Mapped[int]
    weight_value: Mapped[int]
    weight_approved: Mapped[int]
    weight_budget: Mapped[int]
    sources: Mapped[dict[str, int]] = mapped_column(JSONB, comment="points by the source's id")
    other_source: Mapped[int] = mapped_column(comment="points of every other one")
    types: Mapped[dict[str, int]] = mapped_column(JSONB, comment="points by the id of a listed word")
    other_type: Mapped[int]
    importance: Mapped[dict[str, int]] = mapped_column(JSONB, comment="points of high, medium, low")
    currency: Mapped[str] = mapped_column(comment="ISO; sums in another one are not known")
    value_from: Mapped[list[Decimal]] = mapped_column(ARRAY(Numeric(18, 2)), comment="rising; each begins a band")
    value_points: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), comment="of each band, never falling")
    budget_from: Mapped[list[Decimal]] = mapped_column(ARRAY(Numeric(18, 2)))
    budget_points: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    version: Mapped[int]
    by_id: Mapped[int]
    at: Mapped[datetime]

    by: Mapped[Member] = relationship(primaryjoin=join_on("Scoring", "by_id", "Member"), viewonly=True, lazy="raise")
