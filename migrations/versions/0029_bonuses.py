"""How hard a deal is to win, and what winning it earns."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

HERE = "current_setting('genjin.workspace', true) in (workspace_id, '*')"


def upgrade() -> None:
    op.add_column(
        "deals",
        sa.Column(
            "coefficient",
            sa.Numeric(4, 2),
            comment="how hard it is to win, as who leads its owner says; null: as usual, 1",
        ),
    )
    op.add_column("deals", sa.Column("coefficient_reason", sa.Text()))
    op.create_check_constraint(op.f("ck_deals_coefficient"), "deals", "coefficient between 0.1 and 10")
    op.create_index("ix_deals_won", "deals", ["workspace_id", "closed_at"], postgresql_where=sa.text("status = 'won'"))
    op.create_table(
        "bonus_rules",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("pipeline_id", sa.BigInteger(), comment="null: every pipeline without a rule of its own"),
        sa.Column("from_on", sa.Date(), nullable=False, comment="deals won from this day on, in the workspace's zone"),
        sa.Column(
            "holds",
            sa.Boolean(),
            nullable=False,
            comment="false: from then on there is none; a pipeline follows the general one",
        ),
        sa.Column("currency", sa.Text(), nullable=False, comment="ISO; deals in another one are left out"),
        *sums(),
        sa.Column("products", JSONB(), nullable=False, comment="which are new for everybody, by name"),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "base >= 0 and percent between 0 and 100 and share between 0 and 100", name=op.f("ck_bonus_rules_sums")
        ),
        sa.CheckConstraint(
            "customer_factor between 1 and 10 and product_factor between 1 and 10",
            name=op.f("ck_bonus_rules_factors"),
        ),
        sa.CheckConstraint("customer_extra >= 0 and product_extra >= 0", name=op.f("ck_bonus_rules_extras")),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_bonus_rules")),
        *(
            sa.ForeignKeyConstraint(
                ["workspace_id", column],
                [f"{table}.workspace_id", f"{table}.id"],
                name=op.f(f"fk_bonus_rules_workspace_id_{column}"),
            )
            for column, table in (("pipeline_id", "pipelines"), ("by_id", "members"))
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_bonus_rules_workspace_id"), ondelete="CASCADE"
        ),
    )
    op.create_index(op.f("ix_bonus_rules_workspace_id_from_on"), "bonus_rules", ["workspace_id", "from_on"])
    op.execute("alter table bonus_rules enable row level security")
    op.execute("alter table bonus_rules force row level security")
    op.execute(f"create policy here on bonus_rules using ({HERE}) with check ({HERE})")


def sums() -> list[sa.Column]:
    return [
        sa.Column("base", sa.Numeric(18, 2), nullable=False, comment="for each deal"),
        sa.Column("percent", sa.Numeric(5, 2), nullable=False, comment="of the deal's amount, besides"),
        sa.Column("customer_extra", sa.Numeric(18, 2), nullable=False, comment="for a customer's first deal won"),
        sa.Column("customer_factor", sa.Numeric(4, 2), nullable=False),
        sa.Column(
            "product_extra",
            sa.Numeric(18, 2),
            nullable=False,
            comment="for a product that is new, or new to the customer",
        ),
        sa.Column("product_factor", sa.Numeric(4, 2), nullable=False),
        sa.Column(
            "share", sa.Numeric(5, 2), nullable=False, comment="per cent of it that the team's manager gets besides"
        ),
    ]


def downgrade() -> None:
    op.drop_table("bonus_rules")
    op.drop_index("ix_deals_won", table_name="deals")
    op.drop_constraint(op.f("ck_deals_coefficient"), "deals")
    op.drop_column("deals", "coefficient_reason")
    op.drop_column("deals", "coefficient")
