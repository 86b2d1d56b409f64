"""Team 小组: members, their manager (a member of the team whose role says so), a channel."""

from sqlalchemy import UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import Base, Scoped


class Team(Scoped, Base):
    __tablename__ = "teams"
    __table_args__ = (UniqueConstraint("workspace_id", "name"),)

    name: Mapped[str]
    channel: Mapped[str | None] = mapped_column(comment="Slack channel id")
    channel_by: Mapped[str | None] = mapped_column(comment="Slack id of who had notices sent there")
    notices_off: Mapped[list[str]] = mapped_column(
        default=list, server_default=text("'[]'"), comment="kinds of notice its channel does not get"
    )
