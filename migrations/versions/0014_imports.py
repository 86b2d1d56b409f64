"""Imports with their rows and invoices, exports, and the errands by which a worker does them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

HERE = "current_setting('genjin.workspace', true) in (workspace_id, '*')"
TABLES = ("errands", "exports", "imports", "import_rows", "invoices")


def upgrade() -> None:
    errands()
    exports()
    imports()
    rows()
    invoices()
    for table in TABLES:
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(f"create policy here on {table} using ({HERE}) with check ({HERE})")


def errands() -> None:
    op.create_table(
        "errands",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("noun", sa.Text(), nullable=False),
        sa.Column("noun_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "due_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="database time; while a worker is at it, until when it is that one's",
        ),
        sa.Column("token", postgresql.UUID(as_uuid=True), comment="whose it is"),
        sa.Column("asked", sa.BigInteger(), server_default="1", nullable=False, comment="how often it was asked for"),
        sa.Column("attempts", sa.BigInteger(), server_default="0", nullable=False, comment="in a row, that failed"),
        sa.CheckConstraint("noun in ('import', 'export')", name=op.f("ck_errands_noun")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_errands_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_errands")),
        sa.UniqueConstraint("workspace_id", "noun", "noun_id", name=op.f("uq_errands_workspace_id_noun_noun_id")),
    )
    op.create_index("ix_errands_due", "errands", ["due_at"], unique=False)


def exports() -> None:
    op.create_table(
        "exports",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("list", sa.Text(), nullable=False, comment="which: leads, pool, mine, deals, my_deals, open_deals"),
        sa.Column("rows", sa.BigInteger(), comment="how many it held when it was written"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_exports_workspace_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_exports_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_exports")),
    )


def imports() -> None:
    op.create_table(
        "imports",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False, comment="Slack's"),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False, comment="the message or form it was dropped in"),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("sheet", postgresql.JSONB(), nullable=False, comment="kind, delimiter, name, sheets, more, last"),
        sa.Column("mapping", postgresql.JSONB(), nullable=False),
        sa.Column("choices", postgresql.JSONB(), nullable=False, comment="to, source, campaign, likely"),
        sa.Column("problem", postgresql.JSONB(), nullable=False, comment="why it failed: a sentence and its holes"),
        sa.Column("channel", sa.Text(), comment="where it is shown, with message_ts"),
        sa.Column("message_ts", sa.Text()),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("drawn", sa.BigInteger(), nullable=False, comment="the version its message shows"),
        sa.Column("total", sa.BigInteger(), nullable=False, comment="rows it has"),
        sa.Column("checked", sa.BigInteger(), nullable=False, comment="rows compared so far"),
        sa.Column("report_sent", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), comment="when all was written, or the import was cancelled"),
        sa.Column("digest", sa.Text(), comment="SHA-256 of the file: the same one dropped again is told of"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_imports_workspace_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_imports_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_imports")),
    )
    op.create_index("ix_imports_file", "imports", ["workspace_id", "file_id", "source"], unique=True)
    op.create_index(
        op.f("ix_imports_workspace_id_member_id_created_at"),
        "imports",
        ["workspace_id", "member_id", "created_at"],
        unique=False,
    )


def rows() -> None:
    op.create_table(
        "import_rows",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("cells", postgresql.JSONB(), nullable=False),
        sa.Column("state", sa.String(length=20), comment="null: a header, or not looked at yet"),
        sa.Column(
            "whys",
            postgresql.JSONB(),
            server_default=sa.text("'[]'"),
            nullable=False,
            comment="sentences and their holes: why not, or without what",
        ),
        sa.Column("twin", sa.BigInteger(), comment="the earlier row it belongs to"),
        sa.Column("account_id", sa.BigInteger(), comment="the customer on record"),
        sa.Column("lead_id", sa.BigInteger()),
        sa.Column(
            "audit_id",
            sa.BigInteger(),
            comment="the change that entered its lead; null once it can no longer be taken back",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "import_id"],
            ["imports.workspace_id", "imports.id"],
            name=op.f("fk_import_rows_workspace_id_import_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "import_id", "number", name=op.f("pk_import_rows")),
    )
    op.create_index(
        "ix_import_rows_state", "import_rows", ["workspace_id", "import_id", "state", "number"], unique=False
    )


def invoices() -> None:
    op.create_table(
        "invoices",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("tax_id", sa.Text()),
        sa.Column("issued_on", sa.Date()),
        sa.Column("amount", sa.Numeric(precision=18, scale=2), comment="with tax where the list tells it"),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("goods", postgresql.JSONB(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number <> ''", name=op.f("ck_invoices_number")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "account_id"],
            ["accounts.workspace_id", "accounts.id"],
            name=op.f("fk_invoices_workspace_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "import_id"],
            ["imports.workspace_id", "imports.id"],
            name=op.f("fk_invoices_workspace_id_import_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_invoices_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_invoices")),
    )
    op.create_index(
        "ix_invoices_number",
        "invoices",
        ["workspace_id", "number"],
        unique=True,
        postgresql_where=sa.text("undone_at is null"),
    )
    op.create_index(
        op.f("ix_invoices_workspace_id_account_id"), "invoices", ["workspace_id", "account_id"], unique=False
    )
    op.create_index(op.f("ix_invoices_workspace_id_import_id"), "invoices", ["workspace_id", "import_id"], unique=False)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
