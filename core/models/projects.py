"""What deals are about, kept for comparing, and pairs of deals that may be one project."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import Base, Scoped, refers


class DealNeed(Base):
    """What a deal is about, as it was last read: see core.projects.need."""

    __tablename__ = "deal_needs"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "deal_id"], ["deals.workspace_id", "deals.id"], ondelete="CASCADE"),
    )

    workspace_id: Mapped[str] = mapped_column(primary_key=True)
    deal_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    need: Mapped[dict[str, Any]]
    read_at: Mapped[datetime]


class DealGood(Scoped, Base):
    """A key by which a deal of like goods is found: a thing, how many, in which province, until when."""

    __tablename__ = "deal_goods"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "deal_id"], ["deals.workspace_id", "deals.id"], ondelete="CASCADE"),
        Index("ix_deal_goods_sought", "workspace_id", "token", "quantity", "place", postgresql_include=["deal_id"]),
        Index(None, "workspace_id", "deal_id"),
    )

    deal_id: Mapped[int]
    token: Mapped[str] = mapped_column(comment="see core.projects.keys")
    quantity: Mapped[float]
    place: Mapped[str] = mapped_column(comment="province or country; empty: not told")
    due_from: Mapped[date | None]
    due_to: Mapped[date | None]


class PairAnswer(StrEnum):
    SAME = "same"
    DIFFERENT = "different"


class DealPair(Scoped, Base):
    """Two deals of two owners that may be one project, and what was decided."""

    __tablename__ = "deal_pairs"
    __table_args__ = (
        refers("one_id", "deals"),
        refers("other_id", "deals"),
        refers("kept_id", "deals"),
        refers("answered_by_id", "members"),
        CheckConstraint("one_id < other_id", name="order"),
        CheckConstraint("answer in ('same', 'different')", name="answer"),
        CheckConstraint("(answer is null) = (answered_at is null)", name="answered"),
        CheckConstraint("(answer = 'same') = (kept_id is not null) or answer is null and kept_id is null", name="kept"),
        Index("uq_deal_pairs", "workspace_id", "one_id", "other_id", unique=True),
        Index(None, "workspace_id", "other_id"),
        Index("ix_deal_pairs_open", "workspace_id", "id", postgresql_where="answer is null"),
    )

    one_id: Mapped[int]
    other_id: Mapped[int]
    why: Mapped[dict[str, Any]] = mapped_column(comment="what matches: goods, place, days apart")
    found_at: Mapped[datetime]
    answer: Mapped[PairAnswer | None]
    kept_id: Mapped[int | None] = mapped_column(comment="the deal that goes on")
    answered_by_id: Mapped[int | None]
    answered_at: Mapped[datetime | None]
