"""Errands: what a person asked for and a worker does beside: files read, rows written, lists written out, all that
somebody holds handed over, channels kept."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import UUID
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import Base, Scoped


class Errand(Scoped, Base):
    """Something still to do for one import, export, handover or channel. The row goes when it is done."""

    __tablename__ = "errands"
    __table_args__ = (
        UniqueConstraint("workspace_id", "noun", "noun_id"),
        CheckConstraint("noun in ('import', 'export', 'handover', 'room')", name="noun"),
        Index("ix_errands_due", "due_at"),
    )

    noun: Mapped[str]
    noun_id: Mapped[int]
    due_at: Mapped[datetime] = mapped_column(
        server_default=func.now(), comment="database time; while a worker is at it, until when it is that one's"
    )
    token: Mapped[Any | None] = mapped_column(UUID(as_uuid=True), comment="whose it is")
    asked: Mapped[int] = mapped_column(default=1, server_default="1", comment="how often it was asked for")
    attempts: Mapped[int] = mapped_column(default=0, server_default="0", comment="in a row, that failed")
