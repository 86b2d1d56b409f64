"""Workspace 工作区: one Slack workspace, and the rules its admin sets."""

from datetime import datetime, time

from sqlalchemy import BigInteger, CheckConstraint, Identity, Text, Time, cast, func, literal_column, select
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, column_property, mapped_column

from core.models.base import Base
from core.models.hours import CalendarOverride


class Workspace(Base):
    __tablename__ = "workspaces"
    __table_args__ = (
        CheckConstraint("claims_a_day > 0 and held_at_once > 0", name="quotas"),
        CheckConstraint("locks_a_team >= 0", name="locks"),
        CheckConstraint("silent_after > 0 and escalate_after > 0 and close_warning_days >= 0", name="clocks"),
        CheckConstraint("answer_hours between 0 and 80", name="answer_hours"),
        CheckConstraint("review_from >= 0", name="review_from"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, comment="Slack's team id")
    number: Mapped[int] = mapped_column(BigInteger, Identity(), unique=True)
    name: Mapped[str] = mapped_column(default="")
    zone: Mapped[str] = mapped_column(default="Asia/Shanghai", comment="IANA name; for what belongs to no member")
    locale: Mapped[str] = mapped_column(default="zh-CN", comment="the language of channels")
    country: Mapped[str] = mapped_column(default="CN", comment="whose public holidays count")
    currency: Mapped[str] = mapped_column(default="CNY")
    pool_channel: Mapped[str | None] = mapped_column(comment="Slack channel where new pool leads are shown")
    pool_channel_by: Mapped[str | None] = mapped_column(comment="Slack id of who had the pool shown there")
    claims_a_day: Mapped[int] = mapped_column(default=10)
    held_at_once: Mapped[int] = mapped_column(default=50)
    locks_a_team: Mapped[int] = mapped_column(
        default=20, server_default="20", comment="open leads that the managers of a team may keep locked at once"
    )
    silent_after: Mapped[int] = mapped_column(default=7, comment="working days without a follow-up")
    escalate_after: Mapped[int] = mapped_column(
        default=2, comment="working days from the team's alert until it goes back to its pool"
    )
    close_warning_days: Mapped[int] = mapped_column(default=7, comment="calendar days before the expected close")
    review_from: Mapped[int] = mapped_column(
        default=100_000,
        server_default="100000",
        comment="a lost deal is reviewed from this amount on, in any currency",
    )
    answer_hours: Mapped[int] = mapped_column(
        default=4, server_default="4", comment="working hours to accept a lead that one is given; 0: none need be"
    )
    digest_at: Mapped[time] = mapped_column(Time, default=time(9))
    chance_reasons: Mapped[list[str]] = mapped_column(
        default=list, server_default=sql("'[]'"), comment="why a lead is unlikely, in its own words; none: the usual"
    )
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    # Its own days off and on, {"2027-02-06": true}: read along with the workspace, never in a statement of their own.
    overrides: Mapped[dict[str, bool]] = column_property(
        select(
            func.coalesce(
                func.jsonb_object_agg(cast(CalendarOverride.on, Text), CalendarOverride.is_workday),
                literal_column("'{}'::jsonb"),
                type_=JSONB,
            )
        )
        .where(CalendarOverride.workspace_id == id)  # noqa: A003  # the column above
        .correlate_except(CalendarOverride)
        .scalar_subquery()
    )
