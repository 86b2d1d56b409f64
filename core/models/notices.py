"""Notices on their way to Slack: one lane a channel, a permanent key a notice."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import UUID
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import Base, Scoped, refers

WAITING = "status in ('pending', 'sending')"


class Lane(Scoped, Base):
    """The ordered, paced way to one channel (a member's id stands for the DM with them)."""

    __tablename__ = "lanes"
    __table_args__ = (UniqueConstraint("workspace_id", "channel"),)

    channel: Mapped[str]
    conversation: Mapped[str | None] = mapped_column(comment="what Slack calls the channel once opened: a DM's own id")
    next_at: Mapped[datetime] = mapped_column(comment="database time; not before then may the next post go")
    lease_until: Mapped[datetime | None] = mapped_column(comment="database time; until then it is one worker's")
    lease_token: Mapped[Any | None] = mapped_column(UUID(as_uuid=True))
    unasked_at: Mapped[datetime | None] = mapped_column(comment="when its reader was last told something unasked")
    first_id: Mapped[int | None] = mapped_column(comment="the notice that was the first to be told there")


class Pace(Base):
    """How far a workspace has used up what Slack lets an app post in all its channels together."""

    __tablename__ = "paces"

    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True)
    next_at: Mapped[datetime] = mapped_column(comment="database time; what was posted so far is paid for by then")


class Notice(Scoped, Base):
    """One thing to be told. Facts only: it is drawn when it is sent, in its reader's language, if it still holds."""

    __tablename__ = "notices"
    __table_args__ = (
        refers("lane_id", "lanes"),
        refers("member_id", "members"),
        UniqueConstraint("workspace_id", "key"),
        CheckConstraint(
            "status in ('pending', 'sending', 'sent', 'dead', 'expired', 'dropped', 'superseded', 'folded')",
            name="status",
        ),
        CheckConstraint("manner in ('asked', 'daily', 'due', 'unasked')", name="manner"),
        CheckConstraint("mode in ('post', 'redraw', 'close')", name="mode"),
        CheckConstraint("mode = 'post' or topic is not null", name="topic"),
        Index("ix_notices_waiting", "workspace_id", "lane_id", "id", postgresql_where=WAITING),
        Index("ix_notices_due", "due_at", postgresql_where=WAITING),
        Index("ix_notices_topic", "workspace_id", "topic", "lane_id", postgresql_where="topic is not null"),
        Index("ix_notices_message", "workspace_id", "slack_ts", postgresql_where="slack_ts is not null"),
        Index("ix_notices_folded", "workspace_id", "folded_into", postgresql_where="folded_into is not null"),
        Index(
            "ix_notices_missed",
            "workspace_id",
            "member_id",
            postgresql_where="status = 'expired' and member_id is not null",
        ),
        Index(
            "ix_notices_failed",
            "workspace_id",
            "failed_at",
            postgresql_where=f"{WAITING} and failed_at is not null",
        ),
        Index("ix_notices_dead", "workspace_id", postgresql_where="status = 'dead'"),
        Index("ix_notices_sent", "workspace_id", "sent_at", postgresql_where="status = 'sent'"),
    )

    lane_id: Mapped[int]
    key: Mapped[str]
    kind: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    topic: Mapped[str | None] = mapped_column(comment="the open thing it speaks of: told again, its message is edited")
    mode: Mapped[str] = mapped_column(
        default="post", server_default="post", comment="redraw: only where the topic is shown; close: for the last time"
    )
    manner: Mapped[str] = mapped_column(
        default="asked",
        server_default="asked",
        comment="asked: quiet hours bind it; due: working hours too; daily, unasked: one message a half-day at most",
    )
    member_id: Mapped[int | None] = mapped_column(comment="its reader; null: a channel's")
    status: Mapped[str] = mapped_column(default="pending")
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    excused: Mapped[int] = mapped_column(
        default=0, server_default="0", comment="attempts that failed while others did too, and none got through"
    )
    failed_at: Mapped[datetime | None] = mapped_column(comment="database time of its last failed attempt")
    first_try_at: Mapped[datetime | None] = mapped_column(comment="database time")
    sent_at: Mapped[datetime | None] = mapped_column(comment="database time")
    slack_channel: Mapped[str | None]
    slack_ts: Mapped[str | None]
    error: Mapped[str | None]
    folded_into: Mapped[int | None] = mapped_column(comment="the notice whose one message tells of it")
    acted_at: Mapped[datetime | None] = mapped_column(comment="when a button of its message was pressed")
    created_at: Mapped[datetime]


class JobRun(Base):
    """When each scheduled job last ran for a workspace, and what it found."""

    __tablename__ = "job_runs"

    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True)
    job: Mapped[str] = mapped_column(primary_key=True)
    ran_at: Mapped[datetime]
    found: Mapped[int]
