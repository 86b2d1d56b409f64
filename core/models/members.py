"""Member 成员: a Slack user of the workspace, with a role."""

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, Time, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.models.base import Base, Scoped, join_on, refers
from core.models.teams import Team


class Role(StrEnum):
    REP = "rep"
    MANAGER = "manager"
    ADMIN = "admin"
    SUPPORTER = "supporter"


class Member(Scoped, Base):
    __tablename__ = "members"
    __table_args__ = (
        refers("team_id", "teams"),
        UniqueConstraint("workspace_id", "slack_id"),
        Index(None, "workspace_id", "team_id"),
        CheckConstraint("role in ('rep', 'manager', 'admin', 'supporter')", name="role"),
        CheckConstraint("works_from < works_until", name="works"),
        CheckConstraint("(quiet_from is null) = (quiet_until is null) and quiet_from <> quiet_until", name="quiet"),
        CheckConstraint("lead_time between 0 and 10080", name="lead_time"),
        CheckConstraint("capacity >= 0", name="capacity"),
    )

    slack_id: Mapped[str]
    name: Mapped[str]
    role: Mapped[Role] = mapped_column(default=Role.REP)
    team_id: Mapped[int | None]
    locale: Mapped[str] = mapped_column(default="en-US")
    zone: Mapped[str] = mapped_column(default="Asia/Shanghai", comment="IANA name, Slack's")
    active: Mapped[bool] = mapped_column(default=True)
    grade: Mapped[str | None] = mapped_column(comment="as the workspace calls it: A, senior, 资深")
    tags: Mapped[list[str]] = mapped_column(
        default=list, server_default=text("'[]'"), comment="what they are good at: regions, industries, goods, skills"
    )
    capacity: Mapped[int | None] = mapped_column(comment="open leads they can take care of; null: the pool's cap")
    away_until: Mapped[date | None] = mapped_column(
        comment="their local day of return: given no leads before; null: here"
    )
    created_at: Mapped[datetime]
    works_from: Mapped[time] = mapped_column(Time, default=time(9), server_default="09:00", comment="local time")
    works_until: Mapped[time] = mapped_column(Time, default=time(18), server_default="18:00", comment="local time")
    workdays: Mapped[list[int] | None] = mapped_column(comment="ISO weekdays (1 Monday); null: the country's")
    quiet_from: Mapped[time | None] = mapped_column(Time, comment="local; nothing is told from then until quiet_until")
    quiet_until: Mapped[time | None] = mapped_column(Time, comment="local; earlier than quiet_from: the next morning")
    digest_at: Mapped[time | None] = mapped_column(Time, comment="local; null: the workspace's")
    language: Mapped[str | None] = mapped_column(comment="null: Slack's locale")
    notices_off: Mapped[list[str]] = mapped_column(
        default=list, server_default=text("'[]'"), comment="kinds of notice not wanted"
    )
    lead_time: Mapped[int] = mapped_column(default=15, server_default="15", comment="minutes told before a task's time")

    default_view: Mapped[str | None] = mapped_column(
        comment="what their own list of deals looks like: a saved view's id, a built-in one's name; null: as ever"
    )

    team: Mapped[Team | None] = relationship(
        primaryjoin=join_on("Member", "team_id", "Team"), viewonly=True, lazy="raise"
    )

    @property
    def manages(self) -> bool:
        """Whether this person decides for others: a manager for the team, an admin for all."""
        return self.role in (Role.MANAGER, Role.ADMIN)
