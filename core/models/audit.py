"""The audit trail: who changed what, when, from which message, before and after. Only ever added."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import Base, Scoped, refers


class AuditRow(Scoped, Base):
    __tablename__ = "audit"
    __table_args__ = (
        refers("actor_id", "members"),
        UniqueConstraint("workspace_id", "undoes_id"),
        Index(None, "workspace_id", "noun", "noun_id"),
        Index("ix_audit_recent", "workspace_id", "noun", "at"),
        Index("ix_audit_source", "workspace_id", "source", postgresql_where="source is not null"),
    )

    actor_id: Mapped[int | None] = mapped_column(comment="null: a scheduled job")
    noun: Mapped[str]
    noun_id: Mapped[int]
    verb: Mapped[str]
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(default=dict)
    source: Mapped[str | None] = mapped_column(comment="the Slack message or surface it came from")
    undoes_id: Mapped[int | None] = mapped_column(comment="the row this one takes back; each is taken back once")
    at: Mapped[datetime]
