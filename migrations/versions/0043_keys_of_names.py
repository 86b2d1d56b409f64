"""Customers' keys made anew, as names are now taken apart: by a character of each word, rendered by sound."""

from alembic import op

from migrations import remaking

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    remaking.keys(op.get_bind(), merges=True)


def downgrade() -> None:
    """The keys of before are not kept; those of now find the same customers."""
