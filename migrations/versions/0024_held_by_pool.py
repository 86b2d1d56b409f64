"""What a member holds of each pool is counted from the index alone."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

HELD = sa.text("owner_id is not null and status = 'open'")
COLUMNS = ["workspace_id", "owner_id", "silent_on"]


def upgrade() -> None:
    op.drop_index("ix_leads_owner", table_name="leads")
    op.create_index("ix_leads_owner", "leads", COLUMNS, postgresql_where=HELD, postgresql_include=["pool_id"])


def downgrade() -> None:
    op.drop_index("ix_leads_owner", table_name="leads")
    op.create_index("ix_leads_owner", "leads", COLUMNS, postgresql_where=HELD)
