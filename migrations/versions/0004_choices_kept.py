"""What people choose of single things: a task's own lead time, mutes until a follow-up; who acted on which notice."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "tasks",
        sa.Column("lead_time", sa.BigInteger(), comment="minutes told before its time; null: as its owner chose"),
    )
    op.create_check_constraint(op.f("ck_tasks_lead_time"), "tasks", "lead_time between 0 and 10080")
    op.alter_column(
        "mutes",
        "until",
        nullable=True,
        comment="the member's local day on which they are told of it again; null: until the next follow-up",
    )
    op.add_column(
        "mutes", sa.Column("muted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)
    )
    op.add_column(
        "workspaces",
        sa.Column("pool_channel_by", sa.Text(), comment="Slack id of who had the pool shown there"),
    )
    op.add_column(
        "notices", sa.Column("acted_at", sa.DateTime(timezone=True), comment="when a button of its message was pressed")
    )
    op.create_index(
        "ix_notices_message",
        "notices",
        ["workspace_id", "slack_ts"],
        postgresql_where=sa.text("slack_ts is not null"),
    )


def downgrade() -> None:
    op.drop_index("ix_notices_message", table_name="notices")
    op.drop_column("notices", "acted_at")
    op.drop_column("workspaces", "pool_channel_by")
    op.drop_column("mutes", "muted_at")
    op.execute("delete from mutes where until is null")
    op.alter_column(
        "mutes", "until", nullable=False, comment="the member's local day on which they are told of it again"
    )
    op.drop_constraint(op.f("ck_tasks_lead_time"), "tasks")
    op.drop_column("tasks", "lead_time")
