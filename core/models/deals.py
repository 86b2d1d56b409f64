"""Deal 商机, Pipeline 销售流程, Stage 阶段: a confirmed need and the workspace's own way through it."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, Numeric, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.models.base import Base, Scoped, join_on, refers
from core.models.listed import Listed
from core.models.members import Member
from core.models.owners import Followed


class Pipeline(Scoped, Base):
    __tablename__ = "pipelines"
    __table_args__ = (
        UniqueConstraint("workspace_id", "position", deferrable=True),
        CheckConstraint("warning_days between 0 and 90", name="warning_days"),
        CheckConstraint("grace_days between 1 and 90", name="grace_days"),
        CheckConstraint("unmet_days between 0 and 250", name="unmet_days"),
        CheckConstraint("nothing_new_days between 0 and 250", name="nothing_new_days"),
    )

    name_zh: Mapped[str]
    name_en: Mapped[str]
    position: Mapped[int]
    warning_days: Mapped[int | None] = mapped_column(
        comment="calendar days before the expected close; null: the workspace's"
    )
    grace_days: Mapped[int | None] = mapped_column(
        comment="calendar days after the expected close until a deal is closed by itself; null: never"
    )
    unmet_days: Mapped[int | None] = mapped_column(
        comment="working days without meeting whoever decides until it is said; null: the usual, 0: never"
    )
    nothing_new_days: Mapped[int | None] = mapped_column(
        comment="working days without anybody new until it is said; null: the usual, 0: never"
    )
    retired_at: Mapped[datetime | None] = mapped_column(comment="no new deals from then on; its history stays")


class StageKind(StrEnum):
    OPEN = "open"
    WON = "won"
    LOST = "lost"


class DealStatus(StrEnum):
    OPEN = "open"
    WON = "won"
    LOST = "lost"
    JOINED = "joined"  # one project with a deal that goes on: neither won nor lost
    WITHDRAWN = "withdrawn"  # its capture was undone


class Stage(Scoped, Base):
    __tablename__ = "stages"
    __table_args__ = (
        refers("pipeline_id", "pipelines"),
        UniqueConstraint("workspace_id", "pipeline_id", "position", deferrable=True),
        CheckConstraint("probability between 0 and 100", name="probability"),
        CheckConstraint("kind in ('open', 'won', 'lost')", name="kind"),
        CheckConstraint("kind <> 'won' or probability = 100", name="won"),
        CheckConstraint("kind <> 'lost' or probability = 0", name="lost"),
        CheckConstraint("expected_days > 0", name="expected_days"),
    )

    pipeline_id: Mapped[int]
    position: Mapped[int]
    name_zh: Mapped[str]
    name_en: Mapped[str]
    probability: Mapped[int] = mapped_column(comment="per cent")
    kind: Mapped[StageKind] = mapped_column(default=StageKind.OPEN)
    expected_days: Mapped[int | None] = mapped_column(comment="working days a deal usually stays; null: not said")
    asks: Mapped[dict[str, Any]] = mapped_column(
        default=dict,
        server_default=text("'{}'"),
        comment="what it asks for before it lets a deal in",
    )
    decides_from: Mapped[bool] = mapped_column(
        default=False, server_default=text("false"), comment="from here on whoever decides must be known"
    )
    playbook: Mapped[str | None] = mapped_column(comment="what to do here, what to send")
    retired_at: Mapped[datetime | None] = mapped_column(comment="no deal enters from then on; its history stays")


class Deal(Scoped, Followed, Base):
    __tablename__ = "deals"
    __table_args__ = (
        refers("account_id", "accounts"),
        refers("lead_id", "leads"),
        refers("owner_id", "members"),
        refers("pipeline_id", "pipelines"),
        refers("stage_id", "stages"),
        refers("created_by_id", "members"),
        refers("joined_into_id", "deals"),
        Index("uq_deals_lead", "workspace_id", "lead_id", unique=True, postgresql_where="status <> 'withdrawn'"),
        refers("reason_id", "listed"),
        CheckConstraint("probability between 0 and 100", name="probability"),
        CheckConstraint("status in ('open', 'won', 'lost', 'joined', 'withdrawn')", name="status"),
        CheckConstraint("(status = 'joined') = (joined_into_id is not null)", name="joined"),
        Index("ix_deals_joined", "workspace_id", "joined_into_id", postgresql_where="joined_into_id is not null"),
        Index("ix_deals_people", "workspace_id", "people_on", postgresql_where="status = 'open'"),
        Index("ix_deals_compared", "workspace_id", "id", postgresql_where="compared is distinct from version"),
        CheckConstraint("open_probability between 0 and 100", name="open_probability"),
        CheckConstraint("(status = 'open') = (closed_at is null) or status = 'withdrawn'", name="closed"),
        Index(None, "workspace_id", "account_id"),
        Index("ix_deals_open", "workspace_id", "pipeline_id", "stage_id", postgresql_where="status = 'open'"),
        Index("ix_deals_owner", "workspace_id", "owner_id", "expected_close", postgresql_where="status = 'open'"),
        Index("ix_deals_closing", "workspace_id", "expected_close", postgresql_where="status = 'open'"),
        CheckConstraint("coefficient between 0.1 and 10", name="coefficient"),
        refers("type_id", "listed"),
        CheckConstraint("importance in ('high', 'medium', 'low')", name="importance"),
        Index("ix_deals_won", "workspace_id", "closed_at", postgresql_where="status = 'won'"),
        Index("ix_deals_lapse", "workspace_id", "lapse_on", postgresql_where="lapse_on is not null"),
        Index("ix_deals_warn_close", "workspace_id", "warn_close_on", postgresql_where="warn_close_on is not null"),
    )

    lead_id: Mapped[int | None] = mapped_column(comment="the lead it was converted from; a lead is converted once")
    name: Mapped[str]
    pipeline_id: Mapped[int]
    stage_id: Mapped[int]
    stage_since: Mapped[datetime]
    status: Mapped[DealStatus] = mapped_column(default=DealStatus.OPEN)
    amount: Mapped[Decimal | None]
    currency: Mapped[str]
    probability: Mapped[int] = mapped_column(comment="per cent")
    probability_set: Mapped[bool] = mapped_column(default=False, comment="by a person; else it follows the stage")
    expected_close: Mapped[date | None]
    warn_close_on: Mapped[date | None] = mapped_column(comment="when its owner is told of the close next; null: told")
    lapse_on: Mapped[date | None] = mapped_column(comment="when it is closed by itself if it is open; null: never")
    closed_at: Mapped[datetime | None]
    joined_into_id: Mapped[int | None] = mapped_column(comment="the deal that goes on, where both are one project")
    compared: Mapped[int | None] = mapped_column(
        comment="the version that was compared with others' deals: see core.projects"
    )
    open_probability: Mapped[int | None] = mapped_column(
        comment="per cent; what a person had set when it was closed; null: it followed its stage"
    )
    reason_id: Mapped[int | None] = mapped_column(comment="why it was won or lost, of the workspace's list")
    close_reason: Mapped[str | None] = mapped_column(comment="the same in their own words")
    competitor: Mapped[str | None]
    people_on: Mapped[date | None] = mapped_column(
        server_default=text("current_date"), comment="when it is looked at next for who is known there; null: never"
    )
    coefficient: Mapped[Decimal | None] = mapped_column(
        Numeric(4, 2), comment="how hard it is to win, as who leads its owner says; null: as usual, 1"
    )
    coefficient_reason: Mapped[str | None]
    type_id: Mapped[int | None] = mapped_column(comment="what kind of deal it is, of the workspace's list")
    importance: Mapped[str | None] = mapped_column(comment="to us, as its owner says")
    approved: Mapped[bool | None] = mapped_column(comment="by the customer, as a project of theirs; null: not told")
    budget: Mapped[Decimal | None] = mapped_column(comment="that the customer has for it")
    budget_currency: Mapped[str | None]
    created_by_id: Mapped[int]
    created_at: Mapped[datetime]

    stage: Mapped[Stage] = relationship(primaryjoin=join_on("Deal", "stage_id", "Stage"), viewonly=True, lazy="raise")
    pipeline: Mapped[Pipeline] = relationship(
        primaryjoin=join_on("Deal", "pipeline_id", "Pipeline"), viewonly=True, lazy="raise"
    )
    listed_reason: Mapped[Listed | None] = relationship(
        primaryjoin=join_on("Deal", "reason_id", "Listed"), viewonly=True, lazy="raise"
    )


class StageMove(Scoped, Base):
    """One move of a deal between stages. Only ever added."""

    __tablename__ = "stage_moves"
    __table_args__ = (
        refers("deal_id", "deals"),
        refers("from_id", "stages"),
        refers("to_id", "stages"),
        refers("by_id", "members"),
        refers("reason_id", "listed"),
        Index(None, "workspace_id", "deal_id", "id"),
    )

    deal_id: Mapped[int]
    from_id: Mapped[int | None]
    to_id: Mapped[int]
    by_id: Mapped[int | None]
    at: Mapped[datetime]
    stayed: Mapped[timedelta | None] = mapped_column(comment="how long the deal stood in the stage it left")
    probability: Mapped[int]
    name_zh: Mapped[str | None] = mapped_column(comment="what the stage entered was called then")
    name_en: Mapped[str | None]
    reason_id: Mapped[int | None]
    reason: Mapped[str | None]
    lacking: Mapped[dict[str, Any] | None] = mapped_column(
        JSONB(none_as_null=True), comment="what the stage asked for in vain when a manager let the deal through"
    )

    by: Mapped[Member | None] = relationship(
        primaryjoin=join_on("StageMove", "by_id", "Member"), viewonly=True, lazy="raise"
    )
    to: Mapped[Stage] = relationship(primaryjoin=join_on("StageMove", "to_id", "Stage"), viewonly=True, lazy="raise")
    listed_reason: Mapped[Listed | None] = relationship(
        primaryjoin=join_on("StageMove", "reason_id", "Listed"), viewonly=True, lazy="raise"
    )
