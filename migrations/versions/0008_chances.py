"""When a lead died and to whom it was offered again; a workspace's own reasons for a low chance."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

HERE = "current_setting('genjin.workspace', true) in (workspace_id, '*')"


def upgrade() -> None:
    op.add_column("leads", sa.Column("died_at", sa.DateTime(timezone=True), comment="when its chance was set to none"))
    op.execute("update leads set died_at = created_at where status = 'dead'")
    op.create_check_constraint(op.f("ck_leads_died"), "leads", "(status = 'dead') = (died_at is not null)")
    op.create_index("ix_leads_dead", "leads", ["workspace_id", "died_at"], postgresql_where=sa.text("status = 'dead'"))
    op.add_column(
        "workspaces",
        sa.Column(
            "chance_reasons",
            postgresql.JSONB(),
            server_default=sa.text("'[]'"),
            nullable=False,
            comment="why a lead is unlikely, in its own words; none: the usual",
        ),
    )
    op.create_table(
        "revivals",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("lead_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_revivals_workspace_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "lead_id"], ["leads.workspace_id", "leads.id"], name="fk_revivals_lead"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"], ["members.workspace_id", "members.id"], name="fk_revivals_member"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_revivals")),
        sa.UniqueConstraint("workspace_id", "lead_id", "member_id", name="uq_revivals_lead"),
    )
    op.create_index("ix_revivals_at", "revivals", ["workspace_id", "at"])
    op.execute("alter table revivals enable row level security")
    op.execute("alter table revivals force row level security")
    op.execute(f"create policy here on revivals using ({HERE}) with check ({HERE})")


def downgrade() -> None:
    op.drop_table("revivals")
    op.drop_column("workspaces", "chance_reasons")
    op.drop_index("ix_leads_dead", table_name="leads")
    op.drop_constraint(op.f("ck_leads_died"), "leads")
    op.drop_column("leads", "died_at")
