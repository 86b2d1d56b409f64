"""Review 复盘: what a deal's end taught, in a few lines, for whoever works on one like it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.models.base import Base, Scoped, join_on, refers
from core.models.deals import Deal
from core.models.members import Member


class Review(Scoped, Base):
    """One for each deal that was won or lost; written again it is the same row."""

    __tablename__ = "reviews"
    __table_args__ = (
        refers("deal_id", "deals"),
        refers("by_id", "members"),
        CheckConstraint("days >= 0", name="days"),
        Index("uq_reviews_deal", "workspace_id", "deal_id", unique=True),
        Index(None, "workspace_id", "at"),
    )

    deal_id: Mapped[int]
    by_id: Mapped[int]
    at: Mapped[datetime]
    days: Mapped[int] = mapped_column(comment="how long it took, from its entry to its end")
    decided: Mapped[str] = mapped_column(comment="what decided it")
    goods: Mapped[str] = mapped_column(comment="which goods it was about")
    lesson: Mapped[str] = mapped_column(comment="what to do again, or otherwise")

    deal: Mapped[Deal] = relationship(primaryjoin=join_on("Review", "deal_id", "Deal"), viewonly=True, lazy="raise")
    by: Mapped[Member] = relationship(primaryjoin=join_on("Review", "by_id", "Member"), viewonly=True, lazy="raise")
