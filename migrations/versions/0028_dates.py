"""Days of warning and of grace for each pipeline; deals that are closed by themselves; new dates asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

HERE = "current_setting('genjin.workspace', true) in (workspace_id, '*')"
TOLD = ("when its owner is warned of the close; null: told", "when its owner is told of the close next; null: told")
CODES = (
    "what Genjin itself knows it by: courier; null: a word like others",
    "what Genjin itself knows it by: courier, lapsed; null: a word like others",
)


def upgrade() -> None:
    pipelines()
    extensions()
    op.alter_column("deals", "warn_close_on", existing_type=sa.Date(), existing_comment=TOLD[0], comment=TOLD[1])
    op.alter_column("listed", "code", existing_type=sa.Text(), existing_comment=CODES[0], comment=CODES[1])
    op.add_column(
        "deals", sa.Column("lapse_on", sa.Date(), comment="when it is closed by itself if it is open; null: never")
    )
    op.create_index(
        "ix_deals_lapse", "deals", ["workspace_id", "lapse_on"], postgresql_where=sa.text("lapse_on is not null")
    )


def pipelines() -> None:
    op.add_column(
        "pipelines",
        sa.Column(
            "warning_days", sa.BigInteger(), comment="calendar days before the expected close; null: the workspace's"
        ),
    )
    op.add_column(
        "pipelines",
        sa.Column(
            "grace_days",
            sa.BigInteger(),
            comment="calendar days after the expected close until a deal is closed by itself; null: never",
        ),
    )
    op.create_check_constraint(op.f("ck_pipelines_warning_days"), "pipelines", "warning_days between 0 and 90")
    op.create_check_constraint(op.f("ck_pipelines_grace_days"), "pipelines", "grace_days between 1 and 90")


def extensions() -> None:
    op.create_table(
        "extensions",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("deal_id", sa.BigInteger(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False, comment="the expected close it had"),
        sa.Column("to_on", sa.Date(), nullable=False, comment="the one asked for"),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column("manager_id", sa.BigInteger(), nullable=False, comment="who was asked"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted", sa.Boolean()),
        sa.Column("decided_by_id", sa.BigInteger(), comment="null: overtaken by what became of the deal"),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("answer", sa.Text(), comment="what the manager said to it"),
        sa.CheckConstraint("(decided_at is null) = (granted is null)", name=op.f("ck_extensions_decided")),
        sa.CheckConstraint("to_on > from_on", name=op.f("ck_extensions_later")),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_extensions")),
        *(
            sa.ForeignKeyConstraint(
                ["workspace_id", column],
                [f"{table}.workspace_id", f"{table}.id"],
                name=op.f(f"fk_extensions_workspace_id_{column}"),
            )
            for column, table in (
                ("deal_id", "deals"),
                ("by_id", "members"),
                ("manager_id", "members"),
                ("decided_by_id", "members"),
            )
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_extensions_workspace_id"), ondelete="CASCADE"
        ),
    )
    op.create_index(op.f("ix_extensions_workspace_id_deal_id"), "extensions", ["workspace_id", "deal_id"])
    op.create_index(
        "uq_extensions_open",
        "extensions",
        ["workspace_id", "deal_id"],
        unique=True,
        postgresql_where=sa.text("decided_at is null"),
    )
    op.execute("alter table extensions enable row level security")
    op.execute("alter table extensions force row level security")
    op.execute(f"create policy here on extensions using ({HERE}) with check ({HERE})")


def downgrade() -> None:
    op.drop_index("ix_deals_lapse", table_name="deals")
    op.drop_column("deals", "lapse_on")
    op.alter_column("listed", "code", existing_type=sa.Text(), existing_comment=CODES[1], comment=CODES[0])
    op.alter_column("deals", "warn_close_on", existing_type=sa.Date(), existing_comment=TOLD[1], comment=TOLD[0])
    op.drop_table("extensions")
    for column in ("grace_days", "warning_days"):
        op.drop_constraint(op.f(f"ck_pipelines_{column}"), "pipelines")
        op.drop_column("pipelines", column)
