"""Customers are found by their contacts' phones, addresses and WeChat ids too, and by brand with trade."""

from alembic import op

from migrations import remaking

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    remaking.keys(op.get_bind())


def downgrade() -> None:
    """What was added finds nothing in the version before, and does no harm there."""
