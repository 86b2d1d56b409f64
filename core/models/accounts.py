"""Account 客户 and Contact 联系人: a company that buys, the people there, and the keys it is found by."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import Base, Scoped, refers


class Account(Scoped, Base):
    __tablename__ = "accounts"
    __table_args__ = (
        refers("created_by_id", "members"),
        refers("merged_into_id", "accounts"),
        CheckConstraint("merged_into_id <> id", name="not_itself"),
        Index("ix_accounts_merged", "workspace_id", "merged_into_id", postgresql_where="merged_into_id is not null"),
        Index(
            "ix_accounts_folded_trgm",
            "workspace_id",
            "folded",
            postgresql_using="gin",
            postgresql_ops={"folded": "gin_trgm_ops"},
        ),
    )

    name: Mapped[str]
    folded: Mapped[str] = mapped_column(comment="the name as it is compared: see core.names.fold")
    aliases: Mapped[list[str]] = mapped_column(
        default=list, server_default=text("'[]'"), comment="names of customers that were merged into it"
    )
    merged_into_id: Mapped[int | None] = mapped_column(
        comment="the customer it turned out to be; never one merged itself"
    )
    created_by_id: Mapped[int]
    created_at: Mapped[datetime]


class AccountKey(Base):
    """One of the handful of keys a company is found by; see core.names.keys."""

    __tablename__ = "account_keys"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "account_id"], ["accounts.workspace_id", "accounts.id"], ondelete="CASCADE"
        ),
        Index(None, "workspace_id", "account_id"),
    )

    workspace_id: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)


class AccountPair(Scoped, Base):
    """Two customers that somebody took for one, and what was decided."""

    __tablename__ = "account_pairs"
    __table_args__ = (
        refers("one_id", "accounts"),
        refers("other_id", "accounts"),
        refers("proposed_by_id", "members"),
        refers("apart_by_id", "members"),
        CheckConstraint("one_id < other_id", name="order"),
        CheckConstraint("(apart_by_id is null) = (apart_at is null)", name="apart"),
        Index(None, "workspace_id", "one_id", "other_id", unique=True),
        Index(None, "workspace_id", "other_id"),
    )

    one_id: Mapped[int]
    other_id: Mapped[int]
    proposed_by_id: Mapped[int | None]
    proposed_at: Mapped[datetime | None]
    apart_by_id: Mapped[int | None] = mapped_column(comment="who said that they are two")
    apart_at: Mapped[datetime | None]


class Contact(Scoped, Base):
    __tablename__ = "contacts"
    __table_args__ = (
        refers("account_id", "accounts"),
        Index(None, "workspace_id", "account_id", "name", unique=True),
        CheckConstraint("role in ('decision_maker', 'user', 'technical_lead', 'insider')", name="role"),
        CheckConstraint("stance in ('for', 'neutral', 'against', 'unknown')", name="stance"),
        CheckConstraint("influence in ('high', 'medium', 'low')", name="influence"),
        CheckConstraint("reports_to <> name", name="not_their_own"),
    )

    account_id: Mapped[int]
    name: Mapped[str]
    role: Mapped[str | None]
    stance: Mapped[str] = mapped_column(default="unknown", server_default="unknown", comment="towards us")
    influence: Mapped[str | None]
    cares_about: Mapped[str | None] = mapped_column(comment="in this deal")
    interests: Mapped[str | None] = mapped_column(comment="besides work")
    reports_to: Mapped[str | None] = mapped_column(comment="the name of another contact of the customer")
    left_at: Mapped[datetime | None] = mapped_column(comment="when we heard that they moved on or left")
    title: Mapped[str | None]
    phone: Mapped[str | None]
    wechat: Mapped[str | None]
    email: Mapped[str | None]
    first_met_at: Mapped[datetime | None]
    last_met_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
