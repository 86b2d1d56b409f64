"""Slack's events as they arrived, stored before any work: a second delivery is seen, a crash loses none."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import Base


class InboxEvent(Base):
    __tablename__ = "inbox"
    __table_args__ = (
        Index("ix_inbox_undone", "workspace_id", "at", postgresql_where="done_at is null"),
        Index("ix_inbox_done", "workspace_id", "at", postgresql_where="done_at is not null"),
    )

    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True)
    event_id: Mapped[str] = mapped_column(primary_key=True)
    payload: Mapped[dict[str, Any]] = mapped_column(comment="what people said: emptied as soon as it is done")
    at: Mapped[datetime]
    done_at: Mapped[datetime | None]
