"""Notices: how one speaks of its topic, a pace for the whole workspace, and indexes for what is due."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

HERE = "current_setting('genjin.workspace', true) in (workspace_id, '*')"
WAITING = sa.text("status in ('pending', 'sending')")


def upgrade() -> None:
    op.create_table(
        "paces",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column(
            "next_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="database time; what was posted so far is paid for by then",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_paces_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", name=op.f("pk_paces")),
    )
    op.execute("alter table paces enable row level security")
    op.execute("alter table paces force row level security")
    op.execute(f"create policy here on paces using ({HERE}) with check ({HERE})")
    # A lane is found by what is due in it, and its next_at changes with every post: no index on that.
    op.drop_index("ix_lanes_next_at", table_name="lanes")
    op.alter_column("lanes", "lease_until", comment="database time; until then it is one worker's")
    op.add_column(
        "lanes",
        sa.Column(
            "conversation", sa.Text(), nullable=True, comment="what Slack calls the channel once opened: a DM's own id"
        ),
    )
    op.add_column(
        "notices",
        sa.Column(
            "mode",
            sa.Text(),
            server_default="post",
            nullable=False,
            comment="redraw: only where the topic is shown; close: for the last time",
        ),
    )
    op.alter_column("notices", "first_try_at", comment="database time")
    op.alter_column("notices", "sent_at", comment="database time")
    op.create_check_constraint(op.f("ck_notices_mode"), "notices", "mode in ('post', 'redraw', 'close')")
    op.create_check_constraint(op.f("ck_notices_topic"), "notices", "mode = 'post' or topic is not null")
    op.create_index("ix_notices_due", "notices", ["due_at"], postgresql_where=WAITING)
    op.create_index(
        "ix_notices_sent", "notices", ["workspace_id", "sent_at"], postgresql_where=sa.text("status = 'sent'")
    )
    op.create_index("ix_notices_dead", "notices", ["workspace_id"], postgresql_where=sa.text("status = 'dead'"))


def downgrade() -> None:
    op.drop_index("ix_notices_dead", table_name="notices")
    op.drop_index("ix_notices_sent", table_name="notices")
    op.drop_index("ix_notices_due", table_name="notices")
    op.drop_constraint(op.f("ck_notices_topic"), "notices")
    op.drop_constraint(op.f("ck_notices_mode"), "notices")
    op.alter_column("notices", "sent_at", comment=None)
    op.alter_column("notices", "first_try_at", comment=None)
    op.drop_column("notices", "mode")
    op.drop_column("lanes", "conversation")
    op.alter_column("lanes", "lease_until", comment=None)
    op.create_index("ix_lanes_next_at", "lanes", ["next_at"])
    op.drop_table("paces")
