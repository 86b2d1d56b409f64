"""Member 成员: a Slack user of the workspace, with a role."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
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
    )

    slack_id: Mapped[str]
    name: Mapped[str]
    role: Mapped[Role] = mapped_column(default=Role.REP)
    team_id: Mapped[int | None]
    locale: Mapped[str] = mapped_column(default="en-US")
    zone: Mapped[str] = mapped_column(default="Asia/Shanghai", comment="IANA name, Slack's")
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]

    team: Mapped[Team | None] = relationship(
        primaryjoin=join_on("Member", "team_id", "Team"), viewonly=True, lazy="raise"
    )

    @property
    def manages(self) -> bool:
        """Whether this person decides for others: a manager for the team, an admin for all."""
        return self.role in (Role.MANAGER, Role.ADMIN)
