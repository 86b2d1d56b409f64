"""Who held a lead or a deal, and the columns both keep of it."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from core.models.accounts import Account
from core.models.base import Base, Scoped, join_on, refers
from core.models.members import Member


def _name(mapped: object) -> str:
    return str(getattr(mapped, "__name__"))  # noqa: B009  # declared_attr hands over the class


class OwnerChange(Scoped, Base):
    """One change of owner, whatever caused it. Only ever added."""

    __tablename__ = "owner_changes"
    __table_args__ = (
        refers("lead_id", "leads"),
        refers("deal_id", "deals"),
        refers("from_id", "members"),
        refers("to_id", "members"),
        refers("by_id", "members"),
        refers("assignment_id", "assignments"),
        CheckConstraint("(lead_id is null) <> (deal_id is null)", name="one_thing"),
        Index(None, "workspace_id", "lead_id"),
        Index(None, "workspace_id", "deal_id"),
        Index("ix_owner_changes_claims", "workspace_id", "to_id", "at", postgresql_where="cause = 'claim'"),
        Index("ix_owner_changes_received", "workspace_id", "to_id", "at", postgresql_where="lead_id is not null"),
        Index("ix_owner_changes_left", "workspace_id", "from_id", "at", postgresql_where="lead_id is not null"),
        Index(None, "workspace_id", "assignment_id"),
    )

    lead_id: Mapped[int | None]
    deal_id: Mapped[int | None]
    from_id: Mapped[int | None]
    to_id: Mapped[int | None] = mapped_column(comment="null: back to the pool")
    by_id: Mapped[int | None] = mapped_column(comment="null: a scheduled job")
    cause: Mapped[str]
    reason: Mapped[str | None]
    assignment_id: Mapped[int | None] = mapped_column(comment="changed along with others")
    at: Mapped[datetime]


class Followed:
    """What a lead and a deal both know of their owner and last follow-up, kept in the transaction of its cause."""

    account_id: Mapped[int]
    owner_id: Mapped[int | None] = mapped_column(comment="null: in the pool")
    owned_since: Mapped[datetime | None]
    last_follow_up_at: Mapped[datetime | None] = mapped_column(comment="the last one that counts")
    silent_on: Mapped[date | None] = mapped_column(comment="the working day on which it becomes silent; null: no clock")
    quoted_amount: Mapped[Decimal | None]
    quoted_currency: Mapped[str | None]
    quoted_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    @declared_attr
    def owner(self) -> Mapped[Member | None]:
        return relationship(Member, primaryjoin=join_on(_name(self), "owner_id", "Member"), viewonly=True, lazy="raise")

    @declared_attr
    def account(self) -> Mapped[Account]:
        return relationship(
            Account, primaryjoin=join_on(_name(self), "account_id", "Account"), viewonly=True, lazy="raise"
        )
