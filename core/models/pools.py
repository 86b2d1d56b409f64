"""Pool 公海: where leads lie that nobody holds, with its members and its own rules."""

from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import Base, Scoped, refers

NONE, RULES = text("'[]'"), text("'{}'")


class Pool(Scoped, Base):
    """One pool. Every workspace has a first one, open to all; a rule left empty is the workspace's."""

    __tablename__ = "pools"
    __table_args__ = (
        UniqueConstraint("workspace_id", "position", name="uq_pools_position"),
        UniqueConstraint("workspace_id", "name", name="uq_pools_name"),
        CheckConstraint("claims_a_day > 0 and held_at_once > 0 and cooling_days >= 0", name="quotas"),
        CheckConstraint("answer_hours between 0 and 80", name="answer_hours"),
        CheckConstraint("deal_days between 5 and 250", name="deal_days"),
        CheckConstraint("position = 0 or name is not null", name="named"),
    )

    position: Mapped[int] = mapped_column(
        comment="leads go to the first pool that asks for them; 0: where all others go"
    )
    name: Mapped[str | None] = mapped_column(comment="null: the first, called the lead pool in everybody's language")
    open_to_all: Mapped[bool] = mapped_column(default=True, server_default="true", comment="else to its members alone")
    regions: Mapped[list[str]] = mapped_column(default=list, server_default=NONE, comment="leads of these come here")
    tags: Mapped[list[str]] = mapped_column(
        default=list, server_default=NONE, comment="leads with one of these come here"
    )
    channel: Mapped[str | None] = mapped_column(
        comment="Slack channel where its new leads are shown; null: the workspace's"
    )
    channel_by: Mapped[str | None] = mapped_column(comment="Slack id of who had it shown there")
    claims_a_day: Mapped[int | None] = mapped_column(comment="each member; null: the workspace's")
    held_at_once: Mapped[int | None] = mapped_column(comment="each member; null: the workspace's")
    held_by_grade: Mapped[dict[str, Any]] = mapped_column(
        default=dict, server_default=RULES, comment="grade → how many of its leads a member of it may hold at once"
    )
    cooling_days: Mapped[int] = mapped_column(
        default=7, server_default="7", comment="calendar days before a former owner may claim again"
    )
    masks_phones: Mapped[bool] = mapped_column(default=True, server_default="true", comment="until the lead is claimed")
    rhythms: Mapped[dict[str, Any]] = mapped_column(
        default=dict, server_default=RULES, comment="chance → working days between follow-ups; none: the workspace's"
    )
    answer_hours: Mapped[int | None] = mapped_column(
        comment="working hours to accept a lead that one is given; 0: none need be accepted; null: the workspace's"
    )
    recycles: Mapped[bool] = mapped_column(
        default=True, server_default="true", comment="whether silent leads come back"
    )
    deal_days: Mapped[int | None] = mapped_column(
        comment="working days within which a lead becomes a deal, or goes back; null: as long as it is followed up"
    )
    allots: Mapped[bool] = mapped_column(
        default=False, server_default="false", comment="its leads are given out by rank"
    )
    version: Mapped[int] = mapped_column(
        default=1, server_default="1", comment="counts its changes: two who change it at once notice each other"
    )


class PoolMember(Scoped, Base):
    """Who belongs to a pool: a member, or a whole team."""

    __tablename__ = "pool_members"
    __table_args__ = (
        refers("pool_id", "pools"),
        refers("member_id", "members"),
        refers("team_id", "teams"),
        CheckConstraint("(member_id is null) <> (team_id is null)", name="one_kind"),
        UniqueConstraint("workspace_id", "pool_id", "member_id", name="uq_pool_members_member"),
        UniqueConstraint("workspace_id", "pool_id", "team_id", name="uq_pool_members_team"),
        Index("ix_pool_members_member", "workspace_id", "member_id", postgresql_where="member_id is not null"),
        Index("ix_pool_members_team", "workspace_id", "team_id", postgresql_where="team_id is not null"),
    )

    pool_id: Mapped[int]
    member_id: Mapped[int | None]
    team_id: Mapped[int | None]
