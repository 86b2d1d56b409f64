"""Extension 延期: the owner of a deal whose date has passed asks for a new one, and the manager answers."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.models.base import Base, Scoped, join_on, refers
from core.models.deals import Deal
from core.models.members import Member


class Extension(Scoped, Base):
    """One question for a new date, and its answer."""

    __tablename__ = "extensions"
    __table_args__ = (
        refers("deal_id", "deals"),
        refers("by_id", "members"),
        refers("manager_id", "members"),
        refers("decided_by_id", "members"),
        CheckConstraint("(decided_at is null) = (granted is null)", name="decided"),
        CheckConstraint("to_on > from_on", name="later"),
        Index("uq_extensions_open", "workspace_id", "deal_id", unique=True, postgresql_where="decided_at is null"),
        Index(None, "workspace_id", "deal_id"),
    )

    deal_id: Mapped[int]
    from_on: Mapped[date] = mapped_column(comment="the expected close it had")
    to_on: Mapped[date] = mapped_column(comment="the one asked for")
    why: Mapped[str]
    by_id: Mapped[int]
    manager_id: Mapped[int] = mapped_column(comment="who was asked")
    at: Mapped[datetime]
    granted: Mapped[bool | None]
    decided_by_id: Mapped[int | None] = mapped_column(comment="null: overtaken by what became of the deal")
    decided_at: Mapped[datetime | None]
    answer: Mapped[str | None] = mapped_column(comment="what the manager said to it")

    deal: Mapped[Deal] = relationship(primaryjoin=join_on("Extension", "deal_id", "Deal"), viewonly=True, lazy="raise")
    by: Mapped[Member] = relationship(primaryjoin=join_on("Extension", "by_id", "Member"), viewonly=True, lazy="raise")
    manager: Mapped[Member] = relationship(
        primaryjoin=join_on("Extension", "manager_id", "Member"), viewonly=True, lazy="raise"
    )
    decided_by: Mapped[Member | None] = relationship(
        primaryjoin=join_on("Extension", "decided_by_id", "Member"), viewonly=True, lazy="raise"
    )
