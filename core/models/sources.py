"""Source 来源 and campaign 活动: where leads come from, what was done to get them, and what it cost."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import Base, Scoped, refers


class SourceKind(StrEnum):
    SOURCE = "source"
    CAMPAIGN = "campaign"


class Source(Scoped, Base):
    """An entry of the list: a source, or a campaign of one. Another spelling of an entry stays as a row that points to
    it and goes by its name, so that whoever types it again means the same."""

    __tablename__ = "sources"
    __table_args__ = (
        refers("parent_id", "sources"),
        refers("merged_id", "sources"),
        refers("created_by_id", "members"),
        CheckConstraint("kind in ('source', 'campaign')", name="kind"),
        CheckConstraint("kind = 'campaign' or parent_id is null", name="parent"),
        CheckConstraint("merged_id <> id", name="merged"),
        Index("uq_sources_folded", "workspace_id", "kind", "folded", text("coalesce(parent_id, 0)"), unique=True),
        Index("ix_sources_merged", "workspace_id", "merged_id", postgresql_where="merged_id is not null"),
    )

    kind: Mapped[SourceKind]
    parent_id: Mapped[int | None] = mapped_column(comment="a campaign's source; null: nobody has said yet")
    name: Mapped[str] = mapped_column(comment="as it is shown")
    spelt: Mapped[str] = mapped_column(comment="as it was first typed; the name when it is no other's spelling")
    folded: Mapped[str] = mapped_column(comment="the spelling as it is compared: see core.names.fold")
    listed: Mapped[bool] = mapped_column(comment="false: typed by somebody, and confirmed by nobody yet")
    merged_id: Mapped[int | None] = mapped_column(comment="the entry that this is another spelling of")
    retired_at: Mapped[datetime | None] = mapped_column(comment="no longer offered; what came from it stays")
    created_by_id: Mapped[int | None] = mapped_column(comment="null: it was on leads before there was a list")
    created_at: Mapped[datetime]


class SourceCost(Scoped, Base):
    """What was spent on a source or campaign, on its day. Wrong ones are taken out, with a date, never deleted."""

    __tablename__ = "source_costs"
    __table_args__ = (
        refers("source_id", "sources"),
        refers("created_by_id", "members"),
        CheckConstraint("amount > 0", name="amount"),
        Index(None, "workspace_id", "source_id", "on"),
    )

    source_id: Mapped[int]
    amount: Mapped[Decimal]
    currency: Mapped[str]
    on: Mapped[date] = mapped_column(comment="the day it counts for")
    note: Mapped[str | None]
    created_by_id: Mapped[int]
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
