"""Offer 分配待接: a lead given to somebody who is to say whether they take it; and Assignment: many given at once."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.models.base import Base, Scoped, join_on, refers
from core.models.members import Member


class OfferStatus(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"  # no answer in time
    WITHDRAWN = "withdrawn"  # the lead went another way first


class Offer(Scoped, Base):
    """Who was asked to take a lead, by when, and what they said. Its owner they are from the moment they are asked."""

    __tablename__ = "offers"
    __table_args__ = (
        refers("lead_id", "leads"),
        refers("to_id", "members"),
        refers("by_id", "members"),
        refers("assignment_id", "assignments"),
        CheckConstraint("status in ('open', 'accepted', 'declined', 'expired', 'withdrawn')", name="status"),
        CheckConstraint("(status = 'open') = (settled_at is null)", name="settled"),
        Index("uq_offers_open", "workspace_id", "lead_id", unique=True, postgresql_where="status = 'open'"),
        Index("ix_offers_due", "workspace_id", "answer_by", postgresql_where="status = 'open'"),
        Index(None, "workspace_id", "lead_id", "chain_id"),
        Index(None, "workspace_id", "together"),
    )

    lead_id: Mapped[int]
    to_id: Mapped[int]
    by_id: Mapped[int | None] = mapped_column(comment="who gave it; null: given out by rank")
    assignment_id: Mapped[int | None] = mapped_column(comment="given along with others")
    chain_id: Mapped[int] = mapped_column(comment="the audit row of the change it began with, before it was passed on")
    together: Mapped[int | None] = mapped_column(comment="the first of those asked in one message; null: asked alone")
    asked_at: Mapped[datetime]
    answer_by: Mapped[datetime]
    status: Mapped[OfferStatus] = mapped_column(default=OfferStatus.OPEN)
    settled_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(comment="why it was declined")
    note: Mapped[str | None] = mapped_column(comment="what the giver wrote with it")
    why: Mapped[dict[str, Any]] = mapped_column(
        default=dict, server_default=text("'{}'"), comment="what spoke for them: the ranking's Reasons"
    )

    to: Mapped[Member] = relationship(primaryjoin=join_on("Offer", "to_id", "Member"), viewonly=True, lazy="raise")
    by: Mapped[Member | None] = relationship(
        primaryjoin=join_on("Offer", "by_id", "Member"), viewonly=True, lazy="raise"
    )


class Assignment(Scoped, Base):
    """Many leads given at once, or all that somebody held handed over: told once, undone at once."""

    __tablename__ = "assignments"
    __table_args__ = (
        refers("by_id", "members"),
        refers("from_id", "members"),
        refers("to_id", "members"),
        CheckConstraint("kind in ('assign', 'handover')", name="kind"),
        Index(
            "ix_assignments_back",
            "workspace_id",
            "back_on",
            postgresql_where="back_on is not null and returned_at is null",
        ),
        Index(
            "uq_assignments_under_way",
            "workspace_id",
            "from_id",
            unique=True,
            postgresql_where="kind = 'handover' and finished_at is null",
        ),
    )

    kind: Mapped[str]
    by_id: Mapped[int]
    from_id: Mapped[int | None] = mapped_column(comment="whose it was, in a handover")
    to_id: Mapped[int | None] = mapped_column(comment="who gets all of a handover; null: shared out by rank")
    note: Mapped[str | None]
    at: Mapped[datetime]
    back_on: Mapped[date | None] = mapped_column(comment="when a handover comes back; null: it is for good")
    finished_at: Mapped[datetime | None] = mapped_column(comment="when a handover was through; null: under way")
    returned_at: Mapped[datetime | None] = mapped_column(comment="when it came back, or was taken back")
