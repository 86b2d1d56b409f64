"""Task 待办: something planned for a day, or for a time of it. A milestone 里程碑 is one with a place in a plan."""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, Index, Time
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.models.accounts import Account
from core.models.base import Base, Scoped, join_on, refers
from core.models.deals import Stage
from core.models.members import Member


class Task(Scoped, Base):
    __tablename__ = "tasks"
    __table_args__ = (
        refers("account_id", "accounts"),
        refers("lead_id", "leads"),
        refers("deal_id", "deals"),
        refers("visit_id", "visits"),
        refers("owner_id", "members"),
        refers("stage_id", "stages"),
        CheckConstraint("lead_time between 0 and 10080", name="lead_time"),
        CheckConstraint("place is null or deal_id is not null", name="place"),
        Index(None, "workspace_id", "visit_id"),
        Index(None, "workspace_id", "account_id"),
        Index("ix_tasks_lead", "workspace_id", "lead_id", postgresql_where="lead_id is not null"),
        Index("ix_tasks_deal", "workspace_id", "deal_id", postgresql_where="deal_id is not null"),
        Index(
            "ix_tasks_due",
            "workspace_id",
            "remind_at",
            postgresql_where="done_at is null and cancelled_at is null and remind_at is not null",
        ),
        Index(
            "ix_tasks_late",
            "workspace_id",
            "on",
            postgresql_where="place is not null and done_at is null and cancelled_at is null",
        ),
        Index(
            "ix_tasks_owner",
            "workspace_id",
            "owner_id",
            "on",
            postgresql_where="done_at is null and cancelled_at is null",
        ),
    )

    account_id: Mapped[int | None]
    lead_id: Mapped[int | None]
    deal_id: Mapped[int | None]
    visit_id: Mapped[int | None] = mapped_column(comment="the visit whose next step it is")
    owner_id: Mapped[int]
    text: Mapped[str]
    on: Mapped[date | None] = mapped_column(comment="local day; null: planned without a day")
    at: Mapped[time | None] = mapped_column(Time, comment="local time of that day; null: no time told")
    until: Mapped[time | None] = mapped_column(Time, comment="end of the window told (afternoon: 12–18)")
    zone: Mapped[str] = mapped_column(comment="the zone its day and time are meant in")
    lead_time: Mapped[int | None] = mapped_column(comment="minutes told before its time; null: as its owner chose")
    remind_at: Mapped[datetime | None] = mapped_column(comment="when its owner is told next; null: nothing to tell")
    done_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    place: Mapped[int | None] = mapped_column(comment="a milestone's place in its deal's plan; null: no milestone")
    name_zh: Mapped[str | None] = mapped_column(comment="a milestone's name, of a template in two languages")
    name_en: Mapped[str | None]
    stage_id: Mapped[int | None] = mapped_column(comment="the stage a milestone belongs to")
    outcome: Mapped[str | None] = mapped_column(comment="what came of a milestone")
    ended: Mapped[bool] = mapped_column(
        default=False,
        server_default=sql("false"),
        comment="cancelled because its deal ended; open again when that is",
    )

    owner: Mapped[Member] = relationship(primaryjoin=join_on("Task", "owner_id", "Member"), viewonly=True, lazy="raise")
    stage: Mapped[Stage | None] = relationship(
        primaryjoin=join_on("Task", "stage_id", "Stage"), viewonly=True, lazy="raise"
    )
    account: Mapped[Account | None] = relationship(
        primaryjoin=join_on("Task", "account_id", "Account"), viewonly=True, lazy="raise"
    )
