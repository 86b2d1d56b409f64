"""Index what changed of late, so that a forecast finds what moved it.

Revision ID: 0025
"""

from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.create_index("ix_audit_recent", "audit", ["workspace_id", "noun", "at"])


def downgrade() -> None:
    op.drop_index("ix_audit_recent", "audit")
