"""A workspace's own days off and on, and the customers somebody does not want to hear of for a while."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, func
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import Base, refers


class CalendarOverride(Base):
    """A day on which this workspace works, or does not, whatever the public holidays say."""

    __tablename__ = "calendar_overrides"

    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True)
    is_workday: Mapped[bool]
    note: Mapped[str | None]


class Mute(Base):
    """Alerts about a customer that a member does not want for now."""

    __tablename__ = "mutes"
    __table_args__ = (refers("member_id", "members"), refers("account_id", "accounts"))

    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    until: Mapped[date | None] = mapped_column(
        comment="the member's local day on which they are told of it again; null: until the next follow-up"
    )
    muted_at: Mapped[datetime] = mapped_column(server_default=func.now())
