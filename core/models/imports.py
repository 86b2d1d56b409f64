"""Import 导入 and its rows, and the invoices that came with them; Export 导出."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Boolean, CheckConstraint, ForeignKeyConstraint, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import Base, Scoped, refers


class ImportStatus(StrEnum):
    NEW = "new"  # the file is to be fetched and read
    CHECKING = "checking"  # its rows are compared with the books
    READY = "ready"  # the preview is shown
    WRITING = "writing"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"
    CANCELLED = "cancelled"
    FAILED = "failed"  # `problem` says why


class RowState(StrEnum):
    NEW = "new"  # will be a lead
    KNOWN = "known"  # an invoice of a customer on record
    JOINED = "joined"  # another row of the file is the same customer, or the same invoice
    LIKELY = "likely"  # looks like a customer on record
    DUPLICATE = "duplicate"
    BAD = "bad"
    FULL = "full"  # its owner holds as many leads as they may
    ENTERED = "entered"
    ENRICHED = "enriched"
    UNDONE = "undone"


class Import(Scoped, Base):
    """One file dropped by one person, from the first look to its undoing."""

    __tablename__ = "imports"
    __table_args__ = (
        refers("member_id", "members"),
        Index("ix_imports_file", "workspace_id", "file_id", "source", unique=True),
        Index(None, "workspace_id", "member_id", "created_at"),
    )

    member_id: Mapped[int]
    file_id: Mapped[str] = mapped_column(comment="Slack's")
    filename: Mapped[str]
    source: Mapped[str] = mapped_column(comment="the message or form it was dropped in")
    status: Mapped[ImportStatus] = mapped_column(default=ImportStatus.NEW)
    sheet: Mapped[dict[str, Any]] = mapped_column(default=dict, comment="kind, delimiter, name, sheets, more, last")
    mapping: Mapped[dict[str, Any]] = mapped_column(default=dict)
    choices: Mapped[dict[str, Any]] = mapped_column(default=dict, comment="to, source, campaign, likely")
    problem: Mapped[dict[str, Any]] = mapped_column(default=dict, comment="why it failed: a sentence and its holes")
    channel: Mapped[str | None] = mapped_column(comment="where it is shown, with message_ts")
    message_ts: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    drawn: Mapped[int] = mapped_column(default=0, comment="the version its message shows")
    total: Mapped[int] = mapped_column(default=0, comment="rows it has")
    checked: Mapped[int] = mapped_column(default=0, comment="rows compared so far")
    asked_since: Mapped[str | None] = mapped_column(
        comment="the books' mark before its rows were compared: see core.duplicates.mark"
    )
    report_sent: Mapped[bool] = mapped_column(Boolean, default=False, server_default="false")
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(comment="when all was written, or the import was cancelled")
    digest: Mapped[str | None] = mapped_column(comment="SHA-256 of the file: the same one dropped again is told of")


class ImportRow(Base):
    """One row of the file as it stood there, and what became of it."""

    __tablename__ = "import_rows"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "import_id"], ["imports.workspace_id", "imports.id"], ondelete="CASCADE"),
        Index("ix_import_rows_state", "workspace_id", "import_id", "state", "number"),
    )

    workspace_id: Mapped[str] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    cells: Mapped[list[str]]
    state: Mapped[RowState | None] = mapped_column(comment="null: a header, or not looked at yet")
    whys: Mapped[list[dict[str, Any]]] = mapped_column(
        JSONB, default=list, server_default=text("'[]'"), comment="sentences and their holes: why not, or without what"
    )
    twin: Mapped[int | None] = mapped_column(comment="the earlier row it belongs to")
    alike: Mapped[bool | None] = mapped_column(comment="whether anybody on record resembled it; null: not asked")
    account_id: Mapped[int | None] = mapped_column(comment="the customer on record")
    lead_id: Mapped[int | None]
    audit_id: Mapped[int | None] = mapped_column(
        comment="the change that entered its lead; null once it can no longer be taken back"
    )


class Invoice(Scoped, Base):
    """An invoice issued to a customer. The same number comes in once."""

    __tablename__ = "invoices"
    __table_args__ = (
        refers("account_id", "accounts"),
        refers("import_id", "imports"),
        CheckConstraint("number <> ''", name="number"),
        Index("ix_invoices_number", "workspace_id", "number", unique=True, postgresql_where="undone_at is null"),
        Index(None, "workspace_id", "account_id"),
        Index(None, "workspace_id", "import_id"),
    )

    account_id: Mapped[int]
    import_id: Mapped[int]
    number: Mapped[str]
    tax_id: Mapped[str | None]
    issued_on: Mapped[date | None]
    amount: Mapped[Decimal | None] = mapped_column(comment="with tax where the list tells it")
    currency: Mapped[str]
    goods: Mapped[list[str]] = mapped_column(default=list)
    undone_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Export(Scoped, Base):
    """A list somebody asked for as a workbook."""

    __tablename__ = "exports"
    __table_args__ = (refers("member_id", "members"),)

    member_id: Mapped[int]
    list: Mapped[str] = mapped_column(comment="which: leads, pool, mine, dead, deals, my_deals, open_deals, view")
    title: Mapped[str | None] = mapped_column(comment="what a list of deals or a pool is called, where it has a name")
    shape: Mapped[dict[str, Any] | None] = mapped_column(
        JSONB(none_as_null=True),
        comment="a list of deals: core.views.shape; a pool: which, and what of it",
    )
    rows: Mapped[int | None] = mapped_column(comment="how many it held when it was written")
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
