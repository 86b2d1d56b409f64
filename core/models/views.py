"""View 视图: a list of deals kept under a name, one's own or shared."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.models.base import Base, Scoped, join_on, refers
from core.models.members import Member


class Sharing(StrEnum):
    OWN = "own"
    TEAM = "team"
    ALL = "all"


_NAMED = ("workspace_id", "folded")
_KEPT = "removed_at is null"


class SavedView(Scoped, Base):
    __tablename__ = "saved_views"
    __table_args__ = (
        refers("made_by_id", "members"),
        refers("team_id", "teams"),
        CheckConstraint("sharing in ('own', 'team', 'all')", name="sharing"),
        CheckConstraint("(sharing = 'team') = (team_id is not null)", name="team"),
        Index(
            "uq_saved_views_own", *_NAMED, "made_by_id", unique=True, postgresql_where=f"sharing = 'own' and {_KEPT}"
        ),
        Index("uq_saved_views_team", *_NAMED, "team_id", unique=True, postgresql_where=f"sharing = 'team' and {_KEPT}"),
        Index("uq_saved_views_all", *_NAMED, unique=True, postgresql_where=f"sharing = 'all' and {_KEPT}"),
    )

    name: Mapped[str]
    folded: Mapped[str] = mapped_column(comment="the name as it is compared: see core.names.fold")
    sharing: Mapped[Sharing] = mapped_column(default=Sharing.OWN)
    team_id: Mapped[int | None] = mapped_column(comment="whose it is where it is shared with a team")
    made_by_id: Mapped[int]
    shape: Mapped[dict[str, Any]] = mapped_column(comment="columns, sort, down, wants: see core.views.shape")
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None] = mapped_column(comment="taken off the list; can be undone")

    made_by: Mapped[Member] = relationship(
        primaryjoin=join_on("SavedView", "made_by_id", "Member"), viewonly=True, lazy="raise"
    )
