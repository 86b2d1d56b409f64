"""Bonus 奖金: what a won deal earns its owner, by rules that hold from a day on."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.models.base import Base, Scoped, join_on, refers
from core.models.deals import Pipeline
from core.models.members import Member


class BonusRule(Scoped, Base):
    """Of one pipeline, or of all that have none of their own. Of two from one day on, the later one holds."""

    __tablename__ = "bonus_rules"
    __table_args__ = (
        refers("pipeline_id", "pipelines"),
        refers("by_id", "members"),
        CheckConstraint("base >= 0 and percent between 0 and 100 and share between 0 and 100", name="sums"),
        CheckConstraint("customer_factor between 1 and 10 and product_factor between 1 and 10", name="factors"),
        CheckConstraint("customer_extra >= 0 and product_extra >= 0", name="extras"),
        Index(None, "workspace_id", "from_on"),
    )

    pipeline_id: Mapped[int | None] = mapped_column(comment="null: every pipeline without a rule of its own")
    from_on: Mapped[date] = mapped_column(comment="deals won from this day on, in the workspace's zone")
    holds: Mapped[bool] = mapped_column(comment="false: from then on there is none; a pipeline follows the general one")
    currency: Mapped[str] = mapped_column(comment="ISO; deals in another one are left out")
    base: Mapped[Decimal] = mapped_column(comment="for each deal")
    percent: Mapped[Decimal] = mapped_column(Numeric(5, 2), comment="of the deal's amount, besides")
    customer_extra: Mapped[Decimal] = mapped_column(comment="for a customer's first deal won")
    customer_factor: Mapped[Decimal] = mapped_column(Numeric(4, 2))
    product_extra: Mapped[Decimal] = mapped_column(comment="for a product that is new, or new to the customer")
    product_factor: Mapped[Decimal] = mapped_column(Numeric(4, 2))
    products: Mapped[list[str]] = mapped_column(comment="which are new for everybody, by name")
    share: Mapped[Decimal] = mapped_column(Numeric(5, 2), comment="per cent of it that the team's manager gets besides")
    by_id: Mapped[int]
    at: Mapped[datetime]

    by: Mapped[Member] = relationship(primaryjoin=join_on("BonusRule", "by_id", "Member"), viewonly=True, lazy="raise")
    pipeline: Mapped[Pipeline | None] = relationship(
        primaryjoin=join_on("BonusRule", "pipeline_id", "Pipeline"), viewonly=True, lazy="raise"
    )
