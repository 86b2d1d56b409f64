"""What ended a deal, and what that teaches; from which amount on a loss is asked about."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

HERE = "current_setting('genjin.workspace', true) in (workspace_id, '*')"


def upgrade() -> None:
    op.create_table(
        "reviews",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("deal_id", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("days", sa.BigInteger(), nullable=False, comment="how long it took, from its entry to its end"),
        sa.Column("decided", sa.Text(), nullable=False, comment="what decided it"),
        sa.Column("goods", sa.Text(), nullable=False, comment="which goods it was about"),
        sa.Column("lesson", sa.Text(), nullable=False, comment="what to do again, or otherwise"),
        sa.CheckConstraint("days >= 0", name=op.f("ck_reviews_days")),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_reviews")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "deal_id"],
            ["deals.workspace_id", "deals.id"],
            name=op.f("fk_reviews_workspace_id_deal_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "by_id"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_reviews_workspace_id_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_reviews_workspace_id"), ondelete="CASCADE"
        ),
    )
    op.create_index("uq_reviews_deal", "reviews", ["workspace_id", "deal_id"], unique=True)
    op.create_index(op.f("ix_reviews_workspace_id_at"), "reviews", ["workspace_id", "at"])
    op.execute("alter table reviews enable row level security")
    op.execute("alter table reviews force row level security")
    op.execute(f"create policy here on reviews using ({HERE}) with check ({HERE})")
    op.add_column(
        "workspaces",
        sa.Column(
            "review_from",
            sa.BigInteger(),
            server_default="100000",
            nullable=False,
            comment="a lost deal is reviewed from this amount on, in any currency",
        ),
    )
    op.create_check_constraint(op.f("ck_workspaces_review_from"), "workspaces", "review_from >= 0")


def downgrade() -> None:
    op.drop_constraint(op.f("ck_workspaces_review_from"), "workspaces")
    op.drop_column("workspaces", "review_from")
    op.drop_table("reviews")
