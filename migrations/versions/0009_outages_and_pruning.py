"""An outage of Slack's uses up no attempts; events that are done are found by their age."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "notices",
        sa.Column("failed_at", sa.DateTime(timezone=True), comment="database time of its last failed attempt"),
    )
    op.add_column(
        "notices",
        sa.Column(
            "excused",
            sa.BigInteger(),
            server_default="0",
            nullable=False,
            comment="attempts that failed while others did too, and none got through",
        ),
    )
    op.create_index(
        "ix_notices_failed",
        "notices",
        ["workspace_id", "failed_at"],
        postgresql_where=sa.text("status in ('pending', 'sending') and failed_at is not null"),
    )
    op.create_index("ix_inbox_done", "inbox", ["workspace_id", "at"], postgresql_where=sa.text("done_at is not null"))
    op.alter_column("inbox", "payload", comment="what people said: emptied as soon as it is done")
    op.execute("update inbox set payload = '{}' where done_at is not null")


def downgrade() -> None:
    op.alter_column("inbox", "payload", comment=None)
    op.drop_index("ix_inbox_done", table_name="inbox")
    op.drop_index("ix_notices_failed", table_name="notices")
    op.drop_column("notices", "excused")
    op.drop_column("notices", "failed_at")
