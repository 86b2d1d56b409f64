"""Request 协助, 催办: what one colleague asks of another on a deal, and how it was answered."""

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, Time
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.models.base import Base, Scoped, join_on, refers
from core.models.deals import Deal
from core.models.members import Member


class RequestKind(StrEnum):
    HELP = "help"
    URGE = "urge"


class RequestEnd(StrEnum):
    DONE = "done"
    DECLINED = "declined"
    STEPPED = "stepped"  # an urged deal was taken on: a follow-up, a move, the step itself
    WITHDRAWN = "withdrawn"  # no longer needed
    PASSED = "passed"  # given to somebody else, by another request
    CLOSED = "closed"  # its deal ended; open again when that is
    OVER = "over"  # whoever was asked has left, or has no more to do with the deal


class Request(Scoped, Base):
    """One request, from one colleague to another. Kept when it is over."""

    __tablename__ = "requests"
    __table_args__ = (
        refers("deal_id", "deals"),
        refers("by_id", "members"),
        refers("to_id", "members"),
        refers("raised_to_id", "members"),
        refers("ended_by_id", "members"),
        refers("instead_of_id", "requests"),
        CheckConstraint("kind in ('help', 'urge')", name="kind"),
        CheckConstraint("by_id <> to_id", name="two"),
        CheckConstraint("(ended_at is null) = (ending is null)", name="ended"),
        CheckConstraint(
            "ending in ('done', 'declined', 'stepped', 'withdrawn', 'passed', 'closed', 'over')", name="ending"
        ),
        CheckConstraint("kind = 'urge' or text is not null", name="text"),
        Index(
            "uq_requests_urge",
            "workspace_id",
            "deal_id",
            "to_id",
            unique=True,
            postgresql_where="kind = 'urge' and ended_at is null",
        ),
        Index("ix_requests_due", "workspace_id", "next_at", postgresql_where="next_at is not null"),
        Index("ix_requests_to", "workspace_id", "to_id", postgresql_where="ended_at is null"),
        Index("ix_requests_by", "workspace_id", "by_id", postgresql_where="ended_at is null"),
        Index(None, "workspace_id", "deal_id"),
    )

    deal_id: Mapped[int]
    kind: Mapped[RequestKind]
    by_id: Mapped[int] = mapped_column(comment="who asks")
    to_id: Mapped[int] = mapped_column(comment="who is asked")
    text: Mapped[str | None] = mapped_column(comment="what is asked; null: urged without words")
    on: Mapped[date] = mapped_column(comment="until which local day; as promised, once whoever is urged named another")
    at: Mapped[time | None] = mapped_column(Time, comment="until which time of it; null: until work ends")
    zone: Mapped[str] = mapped_column(comment="the zone its day and time are meant in")
    asked_at: Mapped[datetime]
    next_at: Mapped[datetime | None] = mapped_column(comment="when it is chased, then taken to a manager; null: never")
    accepted_at: Mapped[datetime | None] = mapped_column(comment="when they said that they will, or by when")
    chased_at: Mapped[datetime | None]
    raised_at: Mapped[datetime | None] = mapped_column(comment="when it was taken to a manager")
    raised_to_id: Mapped[int | None]
    ended_at: Mapped[datetime | None]
    ending: Mapped[RequestEnd | None]
    ended_by_id: Mapped[int | None] = mapped_column(comment="null: by what became of the deal")
    answer: Mapped[str | None] = mapped_column(comment="what was done, or why not")
    instead_of_id: Mapped[int | None] = mapped_column(comment="the request whose place it took")

    deal: Mapped[Deal] = relationship(primaryjoin=join_on("Request", "deal_id", "Deal"), viewonly=True, lazy="raise")
    by: Mapped[Member] = relationship(primaryjoin=join_on("Request", "by_id", "Member"), viewonly=True, lazy="raise")
    to: Mapped[Member] = relationship(primaryjoin=join_on("Request", "to_id", "Member"), viewonly=True, lazy="raise")
    raised_to: Mapped[Member | None] = relationship(
        primaryjoin=join_on("Request", "raised_to_id", "Member"), viewonly=True, lazy="raise"
    )
    ended_by: Mapped[Member | None] = relationship(
        primaryjoin=join_on("Request", "ended_by_id", "Member"), viewonly=True, lazy="raise"
    )

    @property
    def is_open(self) -> bool:
        """Whether it still waits for what is asked."""
        return self.ended_at is None
