"""Room 商机频道: the Slack channel of a deal, as far as Genjin knows it."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import Base, Scoped, refers


class Room(Scoped, Base):
    """One deal's channel. What stands here follows Slack: it is set once Slack has said so."""

    __tablename__ = "rooms"
    __table_args__ = (
        refers("deal_id", "deals"),
        refers("by_id", "members"),
        Index("uq_rooms_deal", "workspace_id", "deal_id", unique=True),
        Index("ix_rooms_channel", "workspace_id", "channel", unique=True, postgresql_where="channel is not null"),
    )

    deal_id: Mapped[int]
    by_id: Mapped[int] = mapped_column(comment="who had it made last")
    at: Mapped[datetime] = mapped_column(comment="when that was")
    name: Mapped[str] = mapped_column(comment="what it is called, or is to be called")
    channel: Mapped[str | None] = mapped_column(comment="Slack's id; null: not made yet, or gone")
    pinned: Mapped[str | None] = mapped_column(comment="the message (Slack's ts) that is pinned: the card")
    ending_told_at: Mapped[datetime | None] = mapped_column(comment="when it was told there that it is archived soon")
    archived_at: Mapped[datetime | None] = mapped_column(comment="null: in use")
    trouble: Mapped[str | None] = mapped_column(comment="what Slack refused last, in its word; null: nothing")
