"""Visit 拜访 / follow-up 跟进: any contact with a customer, as it was said and as it was understood."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.models.base import Base, Scoped, join_on, refers
from core.models.members import Member


class VisitKind(StrEnum):
    VISIT = "visit"
    PHONE = "phone"
    MESSAGE = "message"
    INQUIRY = "inquiry"  # the customer wrote, through a web form; nobody of ours did anything yet


class Visit(Scoped, Base):
    __tablename__ = "visits"
    __table_args__ = (
        refers("account_id", "accounts"),
        refers("lead_id", "leads"),
        refers("deal_id", "deals"),
        refers("member_id", "members"),
        CheckConstraint("kind in ('visit', 'phone', 'message', 'inquiry')", name="kind"),
        Index(None, "workspace_id", "account_id", "at"),
        Index(None, "workspace_id", "member_id", "at"),
        Index("ix_visits_line", "workspace_id", "member_id", "fingerprint", "logged_at"),
    )

    account_id: Mapped[int]
    lead_id: Mapped[int | None]
    deal_id: Mapped[int | None]
    member_id: Mapped[int]
    kind: Mapped[VisitKind]
    line: Mapped[str] = mapped_column(comment="as it was typed")
    note: Mapped[str]
    fingerprint: Mapped[str] = mapped_column(comment="the same line twice logs once")
    counts: Mapped[bool] = mapped_column(comment="whether it resets the follow-up clock")
    why_not: Mapped[str | None]
    people: Mapped[list[str]] = mapped_column(default=list)
    colleagues: Mapped[list[str]] = mapped_column(default=list, comment="Slack ids mentioned")
    goods: Mapped[list[dict[str, Any]]] = mapped_column(default=list, comment="name, quantity, unit")
    amounts: Mapped[list[dict[str, Any]]] = mapped_column(default=list, comment="amount, currency")
    at: Mapped[datetime] = mapped_column(comment="when it happened")
    logged_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]

    member: Mapped[Member] = relationship(
        primaryjoin=join_on("Visit", "member_id", "Member"), viewonly=True, lazy="raise"
    )


class Draft(Scoped, Base):
    """A line that could not be logged yet: kept until its writer says which customer it is about."""

    __tablename__ = "drafts"
    __table_args__ = (refers("member_id", "members"),)

    member_id: Mapped[int]
    kind: Mapped[VisitKind]
    line: Mapped[str]
    customer: Mapped[str | None] = mapped_column(comment="the customer as written, when none is known")
    at: Mapped[datetime]
    used_at: Mapped[datetime | None]
