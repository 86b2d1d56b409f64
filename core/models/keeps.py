"""Keep 保留: an owner asks to keep a silent lead for some days more, and the manager answers."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.models.base import Base, Scoped, join_on, refers
from core.models.members import Member


class Answer(StrEnum):
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # by the owner
    MOOT = "moot"  # the lead was followed up, or changed hands, before anybody answered


class Keep(Scoped, Base):
    """One request, and what came of it. At most one of a lead is open."""

    __tablename__ = "keeps"
    __table_args__ = (
        refers("lead_id", "leads"),
        refers("owner_id", "members"),
        refers("asked_id", "members"),
        refers("answered_by_id", "members"),
        CheckConstraint("answer in ('approved', 'refused', 'withdrawn', 'moot')", name="answer"),
        CheckConstraint("(answer is null) = (answered_at is null)", name="answered"),
        Index("uq_keeps_open", "workspace_id", "lead_id", unique=True, postgresql_where="answer is null"),
        Index("ix_keeps_lead", "workspace_id", "lead_id", "id"),
        Index("ix_keeps_due", "workspace_id", "due_on", postgresql_where="due_on is not null"),
    )

    lead_id: Mapped[int]
    owner_id: Mapped[int] = mapped_column(comment="who asked")
    asked_id: Mapped[int | None] = mapped_column(comment="who is to answer; null: granted at once")
    asked_at: Mapped[datetime]
    clock_from: Mapped[datetime] = mapped_column(comment="from when the clock runs that is to be put off")
    answer_by: Mapped[date] = mapped_column(comment="until this day the lead waits for the answer")
    due_on: Mapped[date | None] = mapped_column(comment="when somebody is reminded next; null: nobody any more")
    answer: Mapped[Answer | None] = mapped_column(comment="null: open")
    answered_by_id: Mapped[int | None]
    answered_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(comment="why it was refused")
    kept_until: Mapped[date | None] = mapped_column(comment="what was granted")

    owner: Mapped[Member] = relationship(primaryjoin=join_on("Keep", "owner_id", "Member"), viewonly=True, lazy="raise")
    asked: Mapped[Member | None] = relationship(
        primaryjoin=join_on("Keep", "asked_id", "Member"), viewonly=True, lazy="raise"
    )
    answered_by: Mapped[Member | None] = relationship(
        primaryjoin=join_on("Keep", "answered_by_id", "Member"), viewonly=True, lazy="raise"
    )
