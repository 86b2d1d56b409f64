"""Evidence 凭证: a file or a number that shows what was done; ticks of checklists; deals let through without them."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.models.accounts import Account
from core.models.base import Base, Scoped, join_on, refers
from core.models.deals import Deal, Stage
from core.models.listed import Listed
from core.models.members import Member


class Evidence(Scoped, Base):
    """A file that lies in Slack (never fetched: its id and address are all that is kept), or a number."""

    __tablename__ = "evidence"
    __table_args__ = (
        refers("account_id", "accounts"),
        refers("lead_id", "leads"),
        refers("deal_id", "deals"),
        refers("visit_id", "visits"),
        refers("draft_id", "drafts"),
        refers("kind_id", "listed"),
        refers("by_id", "members"),
        CheckConstraint("(file_id is null) <> (number is null)", name="one_thing"),
        Index(None, "workspace_id", "deal_id"),
        Index(None, "workspace_id", "lead_id"),
        Index(None, "workspace_id", "account_id"),
        Index(None, "workspace_id", "visit_id"),
        Index(
            "uq_evidence_file",
            "workspace_id",
            "file_id",
            "source",
            unique=True,
            postgresql_where="file_id is not null",
        ),
        Index(
            "uq_evidence_number",
            "workspace_id",
            "deal_id",
            "kind_id",
            "number",
            unique=True,
            postgresql_where="number is not null and withdrawn_at is null",
        ),
        Index(
            "ix_evidence_folded_trgm",
            "workspace_id",
            "folded",
            postgresql_using="gin",
            postgresql_ops={"folded": "gin_trgm_ops"},
        ),
    )

    account_id: Mapped[int | None] = mapped_column(comment="null: whoever dropped it has not said yet")
    lead_id: Mapped[int | None]
    deal_id: Mapped[int | None]
    visit_id: Mapped[int | None] = mapped_column(comment="the follow-up it came with")
    draft_id: Mapped[int | None] = mapped_column(comment="the line it came with, while its customer is asked for")
    kind_id: Mapped[int | None] = mapped_column(comment="null: nobody has said yet")
    name: Mapped[str] = mapped_column(comment="the file's; who carries a parcel")
    number: Mapped[str | None]
    file_id: Mapped[str | None] = mapped_column(comment="Slack's")
    permalink: Mapped[str | None] = mapped_column(comment="where whoever may see the file in Slack opens it")
    mimetype: Mapped[str | None]
    size: Mapped[int | None] = mapped_column(comment="bytes")
    folded: Mapped[str] = mapped_column(comment="name and number as they are searched")
    by_id: Mapped[int]
    at: Mapped[datetime]
    source: Mapped[str | None] = mapped_column(comment="the Slack message it came with")
    withdrawn_at: Mapped[datetime | None] = mapped_column(comment="taken off the record by a person")

    kind: Mapped[Listed | None] = relationship(
        primaryjoin=join_on("Evidence", "kind_id", "Listed"), viewonly=True, lazy="raise"
    )
    by: Mapped[Member] = relationship(primaryjoin=join_on("Evidence", "by_id", "Member"), viewonly=True, lazy="raise")
    deal: Mapped[Deal | None] = relationship(
        primaryjoin=join_on("Evidence", "deal_id", "Deal"), viewonly=True, lazy="raise"
    )
    account: Mapped[Account | None] = relationship(
        primaryjoin=join_on("Evidence", "account_id", "Account"), viewonly=True, lazy="raise"
    )


class Tick(Scoped, Base):
    """One line of a stage's checklist, ticked for a deal."""

    __tablename__ = "ticks"
    __table_args__ = (
        refers("deal_id", "deals"),
        refers("stage_id", "stages"),
        refers("by_id", "members"),
        Index("uq_ticks_line", "workspace_id", "deal_id", "stage_id", "line", unique=True),
    )

    deal_id: Mapped[int]
    stage_id: Mapped[int]
    line: Mapped[str]
    by_id: Mapped[int]
    at: Mapped[datetime]


class Plea(Scoped, Base):
    """Somebody asked a manager to let a deal through, though something is missing."""

    __tablename__ = "pleas"
    __table_args__ = (
        refers("deal_id", "deals"),
        refers("from_id", "stages"),
        refers("to_id", "stages"),
        refers("by_id", "members"),
        refers("manager_id", "members"),
        refers("decided_by_id", "members"),
        refers("reason_id", "listed"),
        CheckConstraint("(decided_at is null) = (granted is null)", name="decided"),
        Index("uq_pleas_open", "workspace_id", "deal_id", unique=True, postgresql_where="decided_at is null"),
        Index(None, "workspace_id", "deal_id"),
    )

    deal_id: Mapped[int]
    from_id: Mapped[int] = mapped_column(comment="the stage it stood in")
    to_id: Mapped[int]
    by_id: Mapped[int]
    manager_id: Mapped[int] = mapped_column(comment="who was asked")
    why: Mapped[str]
    lacking: Mapped[dict[str, Any]] = mapped_column(comment="what was missing, as a stage's asks")
    reason_id: Mapped[int | None] = mapped_column(comment="why it is won, where it would be")
    reason: Mapped[str | None]
    competitor: Mapped[str | None]
    at: Mapped[datetime]
    granted: Mapped[bool | None]
    decided_by_id: Mapped[int | None] = mapped_column(comment="null: overtaken by a move")
    decided_at: Mapped[datetime | None]
    answer: Mapped[str | None] = mapped_column(comment="what the manager said to it")

    deal: Mapped[Deal] = relationship(primaryjoin=join_on("Plea", "deal_id", "Deal"), viewonly=True, lazy="raise")
    to: Mapped[Stage] = relationship(primaryjoin=join_on("Plea", "to_id", "Stage"), viewonly=True, lazy="raise")
    by: Mapped[Member] = relationship(primaryjoin=join_on("Plea", "by_id", "Member"), viewonly=True, lazy="raise")
    manager: Mapped[Member] = relationship(
        primaryjoin=join_on("Plea", "manager_id", "Member"), viewonly=True, lazy="raise"
    )
    decided_by: Mapped[Member | None] = relationship(
        primaryjoin=join_on("Plea", "decided_by_id", "Member"), viewonly=True, lazy="raise"
    )
