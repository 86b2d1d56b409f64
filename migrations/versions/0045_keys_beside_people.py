"""Customers' keys made anew: people, notes and addresses beside a name are no part of it any more."""

from alembic import op

from migrations import remaking

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    remaking.keys(op.get_bind(), merges=True)


def downgrade() -> None:
    """The keys of before are not kept; those of now find the same customers."""
