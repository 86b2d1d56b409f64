"""Leads may be locked; two who change a pool's rules at once notice each other."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "leads",
        sa.Column(
            "locked_at",
            sa.DateTime(timezone=True),
            comment="since when it changes hands by a manager's hand alone: not claimed, not released, not recycled",
        ),
    )
    op.add_column("leads", sa.Column("locked_by_id", sa.BigInteger()))
    op.create_foreign_key(
        "fk_leads_locked_by", "leads", "members", ["workspace_id", "locked_by_id"], ["workspace_id", "id"]
    )
    op.create_check_constraint(op.f("ck_leads_locked"), "leads", "(locked_by_id is null) = (locked_at is null)")
    op.create_index(
        "ix_leads_locked",
        "leads",
        ["workspace_id", "locked_by_id"],
        postgresql_where=sa.text("locked_by_id is not null"),
    )
    op.add_column(
        "pools",
        sa.Column(
            "version",
            sa.BigInteger(),
            server_default="1",
            nullable=False,
            comment="counts its changes: two who change it at once notice each other",
        ),
    )
    op.add_column(
        "workspaces",
        sa.Column(
            "locks_a_team",
            sa.BigInteger(),
            server_default="20",
            nullable=False,
            comment="open leads that the managers of a team may keep locked at once",
        ),
    )
    op.create_check_constraint(op.f("ck_workspaces_locks"), "workspaces", "locks_a_team >= 0")


def downgrade() -> None:
    op.drop_constraint(op.f("ck_workspaces_locks"), "workspaces")
    op.drop_column("workspaces", "locks_a_team")
    op.drop_column("pools", "version")
    op.drop_index("ix_leads_locked", table_name="leads")
    op.drop_constraint(op.f("ck_leads_locked"), "leads")
    op.drop_constraint("fk_leads_locked_by", "leads")
    op.drop_column("leads", "locked_by_id")
    op.drop_column("leads", "locked_at")
