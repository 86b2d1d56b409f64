"""Listed 选项: words of the workspace's own that its forms offer."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import Base, Scoped


class List(StrEnum):
    """What a word is offered for."""

    WON = "won"  # why a deal was won
    LOST = "lost"  # why a deal was lost
    COMPETITOR = "competitor"
    FILE = "file"  # a kind of evidence that is a file
    NUMBER = "number"  # a kind of evidence that is a number
    TYPE = "type"  # what kind of deal it is
    MATE = "mate"  # what a colleague does on the team of a deal


class Listed(Scoped, Base):
    """One word of one list. Never deleted: what was chosen once can always be read."""

    __tablename__ = "listed"
    __table_args__ = (
        CheckConstraint("list in ('won', 'lost', 'competitor', 'file', 'number', 'type', 'mate')", name="list"),
        Index(
            "uq_listed_words",
            "workspace_id",
            "list",
            "name_zh",
            "name_en",
            unique=True,
        ),
    )

    list: Mapped[List]
    position: Mapped[int]
    name_zh: Mapped[str]
    name_en: Mapped[str]
    code: Mapped[str | None] = mapped_column(
        comment="what Genjin itself knows it by: courier, lapsed; null: a word like others"
    )
    retired_at: Mapped[datetime | None] = mapped_column(comment="offered no more")
