"""Customers' keys made anew, as names are now taken apart: places in no list, state builders, hospitals, trades."""

from alembic import op

from migrations import remaking

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    remaking.keys(op.get_bind(), merges=True)


def downgrade() -> None:
    """The keys of before are not kept; those of now find the same customers."""
