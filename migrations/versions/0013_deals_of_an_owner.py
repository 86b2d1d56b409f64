"""An owner's first open deal is one row of an index, however many there are."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

OPEN = sa.text("status = 'open'")


def upgrade() -> None:
    op.drop_index("ix_deals_owner", table_name="deals")
    op.create_index("ix_deals_owner", "deals", ["workspace_id", "owner_id", "expected_close"], postgresql_where=OPEN)


def downgrade() -> None:
    op.drop_index("ix_deals_owner", table_name="deals")
    op.create_index("ix_deals_owner", "deals", ["workspace_id", "owner_id"], postgresql_where=OPEN)
