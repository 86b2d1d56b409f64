"""Mate 商机团队成员: a colleague on the team of a deal, besides its owner."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.models.base import Base, Scoped, join_on, refers
from core.models.listed import Listed
from core.models.members import Member


class Mate(Scoped, Base):
    """One stay of one colleague on the team of one deal. Kept when it is over: it says who knew what."""

    __tablename__ = "mates"
    __table_args__ = (
        refers("deal_id", "deals"),
        refers("member_id", "members"),
        refers("role_id", "listed"),
        refers("by_id", "members"),
        CheckConstraint("left_at >= at", name="left"),
        Index("uq_mates_deal", "workspace_id", "deal_id", "member_id", unique=True, postgresql_where="left_at is null"),
        Index("ix_mates_member", "workspace_id", "member_id", "deal_id", postgresql_where="left_at is null"),
        Index(None, "workspace_id", "deal_id"),
    )

    deal_id: Mapped[int]
    member_id: Mapped[int]
    role_id: Mapped[int | None] = mapped_column(comment="what they do in this deal, of the workspace's list")
    by_id: Mapped[int] = mapped_column(comment="who put them on the team")
    at: Mapped[datetime]
    left_at: Mapped[datetime | None] = mapped_column(comment="null: on the team")

    member: Mapped[Member] = relationship(
        primaryjoin=join_on("Mate", "member_id", "Member"), viewonly=True, lazy="raise"
    )
    role: Mapped[Listed | None] = relationship(
        primaryjoin=join_on("Mate", "role_id", "Listed"), viewonly=True, lazy="raise"
    )
